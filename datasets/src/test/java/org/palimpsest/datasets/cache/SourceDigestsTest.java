package org.palimpsest.datasets.cache;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.Sha256;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class SourceDigestsTest {

    private Path home;
    private Path data;
    private List<Path> files;

    @BeforeMethod
    public void makeFiles() throws IOException {
        home = Files.createTempDirectory("palimpsest-digests-");
        data = Files.createDirectories(home.resolve("data/sub"));
        files = List.of(data.resolve("b.bin"), data.getParent().resolve("a.txt"));
        Files.writeString(files.get(0), "second");
        Files.writeString(files.get(1), "first");
        data = data.getParent();
    }

    @AfterMethod(alwaysRun = true)
    public void cleanUp() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    private SourceDigest digest() {
        return new SourceDigests(home.resolve("memory")).of(data, files, ProgressMonitor.NONE);
    }

    private static String sha(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    public void areThoseOfTheFilesAndOneOverTheirList() {
        SourceDigest digest = digest();
        assertEquals(digest.files().toString(), "{a.txt=" + sha("first") + ", sub/b.bin=" + sha("second") + "}");
        assertEquals(digest.sha256(), sha(sha("first") + "  a.txt\n" + sha("second") + "  sub/b.bin\n"));
    }

    @Test
    public void areTakenOnceAndAgainWhenAFileWasTouched() throws IOException {
        SourceDigest first = digest();
        FileTime time = Files.getLastModifiedTime(files.get(0));
        Files.writeString(files.get(0), "SECOND");
        Files.setLastModifiedTime(files.get(0), time);
        assertEquals(digest(), first, "same size and time: not read again");
        Files.setLastModifiedTime(files.get(0), FileTime.fromMillis(time.toMillis() + 5_000));
        assertNotEquals(digest(), first);
        Files.writeString(files.get(1), "first and longer");
        assertEquals(digest().files().get("a.txt"), sha("first and longer"));
    }

    @Test
    public void aDamagedMemoryIsNoReasonToGiveUp() throws IOException {
        SourceDigest first = digest();
        try (Stream<Path> remembered = Files.list(home.resolve("memory"))) {
            for (Path file : remembered.toList()) {
                Files.writeString(file, "0123");
            }
        }
        assertEquals(digest(), first);
    }

    @Test
    public void aFileThatIsGoneIsNamed() throws IOException {
        Files.delete(files.get(0));
        assertTrue(expectThrows(DatasetException.class, this::digest).getMessage().contains("b.bin"));
    }

    @Test
    public void whereNothingCanBeRememberedTheyAreTakenEachTime() throws IOException {
        Files.writeString(home.resolve("memory"), "a file in the folder's place");
        assertEquals(digest(), digest());
    }
}
