package org.palimpsest.datasets.fetch;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.ProgressMonitor;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** Disks that are full or in the way. */
public class DiskTest {
    @Test
    public void doesNotBeginWhatWillNotFit() {
        long size = 1L << 60;
        try (TempFolder temp = new TempFolder();
                TestServer server = new TestServer(TestServer.sends(new byte[1], size))) {
            RemoteFile file = new RemoteFile(server.uri("/big"), "big", OptionalLong.of(size), Digest.md5("0".repeat(32)));
            String message = expectThrows(DatasetException.class,
                    () -> new Downloader(Settings.standard(), ProgressMonitor.NONE).fetch("set", file, temp.path())).getMessage();
            assertTrue(message.matches("\\Q" + temp.path().resolve("big.part")
                    + ": not enough room on the disk, bytes: expected " + size + "\\E, found \\d+ free"), message);
            assertEquals(temp.tree().size(), 0);
        }
    }

    @Test
    public void saysThatTheDiskIsFull() throws IOException {
        Path full = Path.of("/dev/full");
        if (!Files.exists(full)) {
            throw new SkipException("only Linux has a device that is always full, /dev/full");
        }
        try (TempFolder temp = new TempFolder()) {
            Path link = Files.createSymbolicLink(temp.path().resolve("x.part"), full);
            PartFile part = new PartFile(temp.path().resolve("x"));
            String message = expectThrows(
                    DatasetException.class, () -> part.append(ByteBuffer.wrap(new byte[10]))).getMessage();
            assertTrue(message.matches(
                    "\\Q" + link + "\\E: cannot be written: No space left on device \\(free there: \\d+ bytes\\)"), message);
            part.close();
        }
    }

    @Test
    public void saysThatAFileIsWhereAFolderShouldBe() throws IOException {
        try (TempFolder temp = new TempFolder()) {
            Path folder = Files.createFile(temp.path().resolve("folder"));
            RemoteFile file = new RemoteFile(
                    URI.create("http://127.0.0.1/x"), "x", OptionalLong.empty(), Digest.md5("0".repeat(32)));
            Downloader downloader = new Downloader(Settings.standard(), ProgressMonitor.NONE);
            String message = expectThrows(
                    DatasetException.class, () -> downloader.fetch("set", file, folder)).getMessage();
            assertTrue(message.startsWith(folder + ": cannot be written: something of that name is in the way"), message);
        }
    }

    @Test
    public void aFileTakesThePlaceOfAFileAndOfNothingElse() throws Exception {
        try (TempFolder temp = new TempFolder()) {
            Path file = Files.createFile(Files.createDirectory(temp.path().resolve("large disk")).resolve("x"));
            Path link = Files.createSymbolicLink(temp.path().resolve("x"), Path.of("large disk", "x"));
            assertEquals(Disk.place(link).toRealPath(), file.toRealPath());
            PartFile part = new PartFile(link);
            part.append(ByteBuffer.wrap("new".getBytes(StandardCharsets.US_ASCII)));
            part.complete();
            assertTrue(Files.isSymbolicLink(link));
            assertEquals(Files.readString(file), "new");
            assertEquals(temp.tree().stream().map(Object::toString).toList(), List.of("large disk", "large disk/x", "x"));

            Path fifo = temp.fifo("pipe");
            assertEquals(expectThrows(IOException.class, () -> Disk.place(fifo)).getMessage(), "what stands in its place is no regular file");
            expectThrows(DatasetException.class, () -> new PartFile(fifo));
            assertTrue(Files.exists(fifo) && !Files.isRegularFile(fifo), "the pipe is still one");
            Path round = Files.createSymbolicLink(temp.path().resolve("round"), Path.of("round"));
            assertEquals(expectThrows(IOException.class, () -> Disk.place(round)).getMessage(), "is a symbolic link that leads to itself");
        }
    }

    @Test
    public void remembersWhereAPartCameFromOnlyForThatAddress() {
        URI here = URI.create("http://127.0.0.1/x");
        try (TempFolder temp = new TempFolder(); PartFile part = new PartFile(temp.path().resolve("x"))) {
            part.restart(here, Optional.of("\"v1\""));
            assertEquals(part.version(here), Optional.of("\"v1\""));
            assertEquals(part.version(URI.create("http://127.0.0.1/y")), Optional.empty());
            part.discard();
            assertEquals(part.version(here), Optional.empty());
        }
    }
}
