package org.palimpsest.datasets.embedded;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.expectThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.datasets.DatasetException;
import org.testng.annotations.Test;

public class EmbeddedFilesTest {

    private static final String HELLO = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";

    private final EmbeddedFiles files = new EmbeddedFiles("/palimpsest/damaged/");

    private static void assertMessage(org.testng.Assert.ThrowingRunnable reading, String message) {
        assertEquals(expectThrows(DatasetException.class, reading).getMessage(), message);
    }

    @Test
    public void readsAFileThatIsWhatItsDigestSays() {
        assertEquals(files.read("sound.txt"), "hello\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    public void refusesADamagedFileWithBothDigests() {
        assertMessage(() -> files.read("damaged.txt"), "/palimpsest/damaged/damaged.txt: SHA-256: expected " + HELLO
                + ", found " + DigestUtils.sha256Hex("hallo\n".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    public void refusesAFileThatIsMissingOrNotListed() {
        assertMessage(() -> files.read("gone.txt"), "/palimpsest/damaged/gone.txt: is missing from the class path");
        assertMessage(() -> files.read("unlisted.txt"), "/palimpsest/damaged/SHA256SUMS: does not list unlisted.txt");
        assertMessage(() -> files.digest(List.of("x")), "/palimpsest/damaged/SHA256SUMS: does not list x");
    }

    @Test
    public void digestsASetOfFilesByTheirSortedSums() {
        String lines = HELLO + "  damaged.txt\n" + HELLO + "  sound.txt\n";
        String digest = DigestUtils.sha256Hex(lines.getBytes(StandardCharsets.US_ASCII));
        assertEquals(files.digest(List.of("sound.txt", "damaged.txt")), digest);
    }
}
