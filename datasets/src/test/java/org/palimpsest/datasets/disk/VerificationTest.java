package org.palimpsest.datasets.disk;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.DatasetState.Kind;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.Sha256;
import org.palimpsest.datasets.cache.SourceDigest;
import org.palimpsest.datasets.cache.SourceDigests;
import org.palimpsest.datasets.fetch.Digest;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class VerificationTest {

    /** MD5 of {@code hello} and {@code world}, as md5sum has them. */
    private static final Digest HELLO = Digest.md5("5d41402abc4b2a76b9719d911017c592");
    private static final Digest WORLD = Digest.md5("7d793037a0760186574b0282f2f435e7");
    private static final Edition BY_MD5 = Edition.of("published files", Map.of("one", Set.of(HELLO), "two", Set.of(WORLD)));

    private Path folder;

    @BeforeMethod
    public void makeFolder() throws IOException {
        folder = Files.createTempDirectory("palimpsest-verify-");
    }

    @AfterMethod(alwaysRun = true)
    public void cleanUp() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (name.endsWith(".gz")) {
            ByteArrayOutputStream zipped = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
                out.write(bytes);
            }
            bytes = zipped.toByteArray();
        }
        Files.write(file, bytes);
    }

    private DatasetState state(Edition... editions) throws IOException {
        return Verification.of(folder, digest(), List.of(editions));
    }

    private SourceDigest digest() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            return new SourceDigests(folder.resolve("digests")).of(folder, all, ProgressMonitor.NONE);
        } finally {
            cleanMemory();
        }
    }

    private void cleanMemory() throws IOException {
        Path memory = folder.resolve("digests");
        if (Files.exists(memory)) {
            try (Stream<Path> files = Files.walk(memory)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    @Test
    public void filesOfThePublishedDigestsAreVerified() throws IOException {
        write("one", "hello");
        write("sub/two", "world");
        assertEquals(state(BY_MD5).kind(), Kind.VERIFIED);
        assertEquals(state(BY_MD5).detail(), "published files");
        Edition bySha = Edition.of("by SHA-256", Map.of("one", Set.of(Digest.sha256(Sha256.of("hello".getBytes(StandardCharsets.UTF_8))))));
        assertEquals(state(bySha).kind(), Kind.VERIFIED);
    }

    @Test
    public void filesThatSomebodyPackedAnewAreToo() throws IOException {
        write("one.gz", "hello");
        write("two", "world");
        assertEquals(state(BY_MD5).kind(), Kind.VERIFIED);
    }

    @Test
    public void oneOtherFileAmongThemIsDamage() throws IOException {
        write("one", "hello");
        write("two", "worlD");
        DatasetState state = state(BY_MD5);
        assertEquals(state.kind(), Kind.DAMAGED);
        for (String words : List.of(folder.resolve("two").toString(), "expected MD5 " + WORLD.hex(), "found SHA-256 ")) {
            assertTrue(state.detail().contains(words), state.detail());
        }
        assertTrue(!state.detail().contains(HELLO.hex()), "what is right is not told");
    }

    @Test
    public void whollyOtherFilesAreAnotherEdition() throws IOException {
        write("one", "Hello");
        write("two", "World");
        assertEquals(state(BY_MD5).kind(), Kind.UNVERIFIED);
        write("three", "");
        assertTrue(state().detail().contains("no published digest"));
    }

    @Test
    public void manyFilesAreVerifiedByOneDigest() throws IOException {
        write("one", "hello");
        write("two", "world");
        Edition whole = Edition.whole("half", digest().sha256());
        assertEquals(state(whole).detail(), "half");
        write("two", "other");
        assertEquals(state(whole).kind(), Kind.UNVERIFIED);
    }
}
