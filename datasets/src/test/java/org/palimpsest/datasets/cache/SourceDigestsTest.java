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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.fetch.TempFolder;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Digests of files are right, and taken once. */
public class SourceDigestsTest {
    private TempFolder temp;
    private Path memory;
    private Path root;
    private List<Path> files;

    @BeforeMethod
    public void makeFiles() throws IOException {
        temp = new TempFolder();
        memory = temp.path().resolve("digests");
        root = Files.createDirectories(temp.path().resolve("set"));
        files = List.of(write("b/two", "zwei"), write("a.raw", "eins"), write("b/ä three", ""));
    }

    @AfterMethod(alwaysRun = true)
    public void removeTheFolder() {
        temp.close();
    }

    private Path write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private SourceDigest take() {
        return new SourceDigests(memory).of(root, files, ProgressMonitor.NONE);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Other content of the same length and time, which nobody can see without reading. */
    private void changeUnseen() throws IOException {
        FileTime time = Files.getLastModifiedTime(files.get(0));
        Files.writeString(files.get(0), "drei");
        Files.setLastModifiedTime(files.get(0), time);
    }

    private Path remembered() throws IOException {
        try (Stream<Path> all = Files.list(memory)) {
            List<Path> found = all.toList();
            assertEquals(found.size(), 1, "one memory and no parts: " + found);
            return found.get(0);
        }
    }

    @Test
    public void areThoseThatSha256sumPrints() {
        SourceDigest digest = take();
        Map<String, String> expected = new TreeMap<>(Map.of("a.raw", sha256("eins"), "b/two", sha256("zwei"), "b/ä three", sha256("")));
        assertEquals(digest.files(), expected);
        String lines = sha256("eins") + "  a.raw\n" + sha256("zwei") + "  b/two\n" + sha256("") + "  b/ä three\n";
        assertEquals(digest.sha256(), sha256(lines));
    }

    @Test
    public void filesThatNobodyTouchedAreNotReadAgain() throws IOException {
        SourceDigest first = take();
        changeUnseen();
        List<String> begun = new ArrayList<>();
        SourceDigest second = new SourceDigests(memory).of(root, files, (what, total, unit) -> {
            begun.add(what);
            return ProgressMonitor.NONE.begin(what, total, unit);
        });
        assertEquals(second, first);
        assertEquals(begun, List.of());
        remembered();
    }

    @Test
    public void theOrderOfTheFilesDoesNotMatter() throws IOException {
        SourceDigest first = take();
        changeUnseen();
        assertEquals(new SourceDigests(memory).of(root, List.of(files.get(2), files.get(0), files.get(1)), ProgressMonitor.NONE), first);
    }

    @Test
    public void aTouchedFileIsReadAgain() throws IOException {
        SourceDigest first = take();
        changeUnseen();
        Files.setLastModifiedTime(files.get(0), FileTime.fromMillis(1_000_000));
        SourceDigest second = take();
        assertEquals(second.files().get("b/two"), sha256("drei"));
        assertNotEquals(second.sha256(), first.sha256());
    }

    @Test
    public void oneFileMoreIsAnotherSet() throws IOException {
        SourceDigest first = take();
        files = List.of(files.get(0), files.get(1), files.get(2), write("c", "vier"));
        assertEquals(take().files().size(), 4);
        assertNotEquals(take().sha256(), first.sha256());
    }

    @Test
    public void aDamagedMemoryIsNoMemory() throws IOException {
        SourceDigest first = take();
        Path file = remembered();
        byte[] sound = Files.readAllBytes(file);
        for (int at = 0; at < sound.length; at += 5) {
            byte[] damaged = sound.clone();
            // another hexadecimal digit, or another letter of a name
            damaged[at] = (byte) (sound[at] == '1' ? '2' : '1');
            Files.write(file, damaged);
            assertEquals(take(), first, "byte " + at);
        }
        for (String text : List.of("", "\n", "garbage", sha256("") + "\n", "\n\n\n" + "x".repeat(100))) {
            Files.writeString(file, text);
            assertEquals(take(), first, text);
        }
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertEquals(take(), first);
        Files.delete(file);
        Files.createDirectories(file.resolve("folder in the way"));
        assertEquals(take(), first);
    }

    @Test
    public void aMemoryThatCannotBeWrittenIsDoneWithout() throws IOException {
        Files.writeString(memory, "a file where the folder should be");
        assertEquals(take(), take());
    }

    @Test
    public void aMissingFileIsNamed() throws IOException {
        Files.delete(files.get(1));
        DatasetException thrown = expectThrows(DatasetException.class, this::take);
        assertEquals(thrown.getMessage(), files.get(1) + ": is missing");
    }

    @Test
    public void aFolderAmongTheFilesIsNamed() throws IOException {
        files = List.of(files.get(0), root.resolve("b"));
        String message = expectThrows(DatasetException.class, this::take).getMessage();
        assertTrue(message.startsWith(root.resolve("b") + ": cannot be read"), message);
    }

    @Test(groups = "slow")
    public void thousandsOfFilesAreRecognised() throws IOException {
        List<Path> many = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            many.add(write("many/" + i % 100 + "/" + i, "" + i));
        }
        files = many;
        SourceDigest first = take();
        assertEquals(first.files().get("many/99/19999"), sha256("19999"));
        long start = System.nanoTime();
        assertEquals(take(), first);
        double seconds = (System.nanoTime() - start) / 1e9;
        assertTrue(seconds < 10, "recognising them took " + seconds + " s");
    }
}
