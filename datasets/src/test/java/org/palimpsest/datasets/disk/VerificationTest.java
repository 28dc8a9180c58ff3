package org.palimpsest.datasets.disk;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.cache.SourceDigest;
import org.palimpsest.datasets.cache.SourceDigests;
import org.palimpsest.datasets.fetch.Digest;
import org.palimpsest.datasets.fetch.TempFolder;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Files are held against the editions that are known. */
public class VerificationTest {

    private static final byte[] A = "the first file".getBytes(StandardCharsets.UTF_8);
    private static final byte[] B = "the second".getBytes(StandardCharsets.UTF_8);
    // md5sum of the two
    private static final Digest MD5_A = Digest.md5("a8ed9a6b6f9a9d0423d8642fe5d477f5");
    private static final Digest MD5_B = Digest.md5("3212eb1ca5254451d20dfc92428d2cbe");
    private static final Digest SHA_A = Digest.sha256(DigestUtils.sha256Hex(A));
    private static final Digest SHA_B = Digest.sha256(DigestUtils.sha256Hex(B));
    private static final Edition MD5 = Edition.of("first edition", Map.of("a", Set.of(MD5_A), "b", Set.of(MD5_B)));
    private static final Edition SHA = Edition.of("first edition", Map.of("a", Set.of(SHA_A), "b", Set.of(SHA_B)));

    private TempFolder temp;
    private Path folder;

    @BeforeMethod
    public void makeAFolder() throws IOException {
        temp = new TempFolder();
        folder = Files.createDirectories(temp.path().resolve("set"));
    }

    @AfterMethod(alwaysRun = true)
    public void removeTheFolder() {
        temp.close();
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private static byte[] gz(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private SourceDigest digest() {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            return new SourceDigests(temp.path().resolve("digests")).of(folder, all, ProgressMonitor.NONE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private DatasetState state(Edition... editions) {
        DatasetState state = Verification.of(folder, digest(), List.of(editions));
        assertEquals(state.where(), folder.toString());
        return state;
    }

    private void assertState(DatasetState.Kind kind, String detail, Edition... editions) {
        DatasetState state = state(editions);
        assertEquals(state.detail(), detail);
        assertEquals(state.kind(), kind);
    }

    @DataProvider
    public Object[][] editions() {
        return new Object[][] {{MD5}, {SHA}};
    }

    @Test(dataProvider = "editions")
    public void soundFilesAreVerifiedWhereverTheyLie(Edition edition) throws IOException {
        write("a", A);
        write("deeper/b", B);
        write("readme", new byte[1]);
        assertState(DatasetState.Kind.VERIFIED, "first edition", edition);
    }

    @Test(dataProvider = "editions")
    public void filesPackedAnewAreVerified(Edition edition) throws IOException {
        write("a.gz", gz(A));
        write("b", B);
        assertState(DatasetState.Kind.VERIFIED, "first edition", edition);
    }

    @Test
    public void thePackedFileMayBeWhatWasPublished() throws IOException {
        byte[] packed = gz(A);
        write("a.gz", packed);
        write("b", B);
        assertState(DatasetState.Kind.VERIFIED, "packed",
                Edition.of("packed", Map.of("a", Set.of(Digest.sha256(DigestUtils.sha256Hex(packed))), "b", Set.of(MD5_B, SHA_A))));
    }

    @Test(dataProvider = "editions")
    public void aDamagedFileIsNamedWithWhatWasExpectedAndFound(Edition edition) throws IOException {
        write("a", A);
        write("b", A);
        Digest expected = edition.files().get("b").iterator().next();
        assertState(DatasetState.Kind.DAMAGED, "differs from the first edition: " + folder.resolve("b") + ": expected "
                + expected.algorithm() + " " + expected.hex() + ", found SHA-256 " + SHA_A.hex(), edition);
    }

    @Test(dataProvider = "editions")
    public void aPackedFileThatIsCutOrGarbageIsDamaged(Edition edition) throws IOException {
        byte[] packed = gz(A);
        byte[] flipped = packed.clone();
        flipped[packed.length - 6] ^= 1;
        write("b", B);
        for (byte[] bytes : List.of(new byte[0], Arrays.copyOf(packed, 5), Arrays.copyOf(packed, packed.length - 1), B, flipped)) {
            write("a.gz", bytes);
            DatasetState state = state(edition);
            assertEquals(state.kind(), DatasetState.Kind.DAMAGED, state.detail());
            assertTrue(state.detail().contains(folder.resolve("a.gz") + ": expected "), state.detail());
        }
    }

    @Test
    public void whatIsLikeNoEditionIsNotVerified() throws IOException {
        write("a", B);
        write("b", A);
        assertState(DatasetState.Kind.UNVERIFIED, "2 files; is none of the known editions (first edition)", MD5);
        assertState(DatasetState.Kind.UNVERIFIED, "2 files; there is no published digest to compare with");
        Files.delete(folder.resolve("b"));
        assertState(DatasetState.Kind.UNVERIFIED, "1 file; is none of the known editions (first edition)", SHA);
    }

    @Test
    public void editionsThatShareFilesAreAllTried() throws IOException {
        write("a", A);
        write("b", A);
        Edition second = Edition.of("second edition", Map.of("a", Set.of(MD5_A), "b", Set.of(MD5_A)));
        assertState(DatasetState.Kind.VERIFIED, "second edition", MD5, second);
        assertState(DatasetState.Kind.VERIFIED, "whole", MD5, Edition.whole("whole", digest().sha256()));
    }

    @Test
    public void editionsOfManyFilesAreKnownByOneDigest() throws IOException {
        write("x/1.png", A);
        write("y/1.png", B);
        Edition whole = Edition.whole("archive", digest().sha256());
        assertState(DatasetState.Kind.VERIFIED, "archive", whole);
        write("y/1.png", A);
        assertState(DatasetState.Kind.UNVERIFIED, "2 files; is none of the known editions (archive)", whole);
    }
}
