package org.palimpsest.datasets.fetch;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.ProgressMonitor;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What files, digests and settings can be said to be. */
public class RemoteFileTest {
    private static final Digest MD5 = Digest.md5("900150983CD24FB0D6963F7D28E17F72");

    @Test
    public void digestsAsPublishedInTheStandards() throws Exception {
        try (TempFolder temp = new TempFolder()) {
            Path abc = Files.write(temp.path().resolve("abc"), "abc".getBytes(StandardCharsets.US_ASCII));
            Digest sha256 = Digest.sha256("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
            assertEquals(MD5.of(abc, ProgressMonitor.NONE.begin("", -1, "")), MD5);
            assertEquals(sha256.of(abc, ProgressMonitor.NONE.begin("", -1, "")), sha256);
            assertEquals(MD5.hex(), "900150983cd24fb0d6963f7d28e17f72");
        }
    }

    @Test
    public void refusesDigitsThatAreNoDigest() {
        String message = expectThrows(IllegalArgumentException.class, () -> Digest.sha256("abc")).getMessage();
        assertEquals(message, "SHA-256 has 64 hexadecimal digits, and this is 'abc'");
        expectThrows(IllegalArgumentException.class, () -> Digest.md5("g".repeat(32)));
    }

    @Test
    public void takesItsNameFromItsAddress() {
        RemoteFile file = RemoteFile.of("https://example.org/a/b.tar.gz", MD5);
        assertEquals(file, new RemoteFile(
                URI.create("https://example.org/a/b.tar.gz"), "b.tar.gz", OptionalLong.empty(), MD5));
    }

    @DataProvider
    public Object[][] badNames() {
        return new Object[][] {{""}, {"."}, {".."}, {"a/b"}, {"..\\b"}, {"c:b"}, {"a\nb"}};
    }

    @Test(dataProvider = "badNames")
    public void refusesNamesThatAreNotPlain(String name) {
        URI address = URI.create("https://example.org/");
        expectThrows(IllegalArgumentException.class, () -> new RemoteFile(address, name, OptionalLong.empty(), MD5));
    }

    @DataProvider
    public Object[][] badAddresses() {
        return new Object[][] {{"ftp://example.org/x"}, {"/x"}, {"https:///x"}, {"file://host/x"}, {"file:x"}};
    }

    @Test(dataProvider = "badAddresses")
    public void refusesAddressesThatNothingIsFetchedFrom(String address) {
        expectThrows(IllegalArgumentException.class, () -> RemoteFile.of(address, MD5));
        InvalidInputException mirror = expectThrows(
                InvalidInputException.class, () -> Settings.of(Map.of("PALIMPSEST_MIRROR", address)));
        assertEquals(mirror.getMessage(), "1. PALIMPSEST_MIRROR: value '" + address
                + "': is not the address of a mirror, such as https://example.org/data or file:///srv/data");
    }

    @Test
    public void readsTheMirrorFromTheEnvironment() {
        assertEquals(Settings.of(Map.of()), Settings.standard());
        assertEquals(Settings.of(Map.of("PALIMPSEST_MIRROR", " ")), Settings.standard());
        assertEquals(Settings.of(Map.of("PALIMPSEST_MIRROR", "file:///srv/data")).mirror(),
                Optional.of(URI.create("file:///srv/data")));
        expectThrows(InvalidInputException.class, () -> Settings.of(Map.of("PALIMPSEST_MIRROR", "https://example.org/?x")));
        expectThrows(InvalidInputException.class, () -> Settings.of(Map.of("PALIMPSEST_MIRROR", "not a uri")));
    }

    @Test
    public void refusesSettingsThatCannotBe() {
        Duration second = Duration.ofSeconds(1);
        assertTrue(Settings.standard().attempts() > 1);
        expectThrows(IllegalArgumentException.class, () -> new Settings(Optional.empty(), Duration.ZERO, second, 1, second));
        expectThrows(IllegalArgumentException.class, () -> new Settings(Optional.empty(), second, Duration.ZERO, 1, second));
        expectThrows(IllegalArgumentException.class, () -> new Settings(Optional.empty(), second, second, 0, second));
        expectThrows(IllegalArgumentException.class,
                () -> new Settings(Optional.empty(), second, second, 1, second.negated()));
        expectThrows(IllegalArgumentException.class, () -> new Limits(0, 1, ""));
        expectThrows(IllegalArgumentException.class, () -> new Limits(1, 0, ""));
    }

    @Test
    public void anArchiveMayNotFillTheDisk() {
        long gib = 1L << 30;
        assertEquals(Limits.of(gib, 100 * gib), new Limits(16 * gib, 1_000_000, "16 GiB"));
        assertEquals(Limits.of(Long.MAX_VALUE, 100 * gib), new Limits(16 * gib, 1_000_000, "16 GiB"));
        assertEquals(Limits.of(1000, 100 * gib), new Limits(64 << 20, 1_000_000, "a hundred times its own size"));
        assertEquals(Limits.of(1 << 20, 100 * gib), new Limits(100 << 20, 1_000_000, "a hundred times its own size"));
        assertEquals(Limits.of(gib, 2 * gib), new Limits(2 * gib - (256 << 20), 1_000_000, "the room on the disk, less 256 MiB"));
        assertEquals(Limits.of(gib, 1), new Limits(1, 1_000_000, "the room on the disk, less 256 MiB"));
    }
}
