package org.palimpsest.datasets.fetch;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.ProgressMonitor;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Archives as they should be, and as they should not. */
public class ArchivesTest {
    private static final Limits LIMITS = new Limits(10_000, 10, "as this test has it");

    private TempFolder temp;
    private Path target;

    @BeforeMethod
    public void makeAFolder() {
        temp = new TempFolder();
        target = temp.path().resolve("set");
    }

    @AfterMethod(alwaysRun = true)
    public void removeTheFolder() {
        temp.close();
    }

    /** One entry of an archive in the making: {@code type} is a tar link flag. */
    private record Entry(String name, byte type, byte[] data) {
        static Entry file(String name, String text) {
            return new Entry(name, TarConstants.LF_NORMAL, text.getBytes(StandardCharsets.UTF_8));
        }

        static Entry folder(String name) {
            return new Entry(name, TarConstants.LF_DIR, new byte[0]);
        }

        static Entry special(String name, byte type) {
            return new Entry(name, type, new byte[0]);
        }
    }

    private static byte[] tar(Entry... entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (Entry entry : entries) {
                TarArchiveEntry header = new TarArchiveEntry(entry.name, entry.type, true);
                header.setSize(entry.data.length);
                header.setMode(0100755);
                if (entry.type == TarConstants.LF_SYMLINK || entry.type == TarConstants.LF_LINK) {
                    header.setLinkName("/etc/passwd");
                }
                tar.putArchiveEntry(header);
                tar.write(entry.data);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(Entry... entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            for (Entry entry : entries) {
                ZipArchiveEntry header = new ZipArchiveEntry(entry.name);
                header.setUnixMode(switch (entry.type) {
                    case TarConstants.LF_SYMLINK -> 0120777;
                    case TarConstants.LF_CHR -> 0020666;
                    case TarConstants.LF_DIR -> 0040755;
                    default -> 0100755;
                });
                zip.putArchiveEntry(header);
                zip.write(entry.data);
                zip.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(data);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private Path archive(String name, byte[] bytes) throws IOException {
        return Files.write(temp.path().resolve(name), bytes);
    }

    private String failure(String name, byte[] bytes) throws IOException {
        Path archive = archive(name, bytes);
        String message = expectThrows(
                DatasetException.class, () -> Archives.unpack(archive, target, LIMITS, ProgressMonitor.NONE)).getMessage();
        assertEquals(temp.tree(), List.of(name), "nothing is left of it");
        assertTrue(message.startsWith(archive + ": "), message);
        Files.delete(archive);
        return message.substring(archive.toString().length() + 2);
    }

    @DataProvider
    public Object[][] sound() {
        Entry[] entries = {
            Entry.folder("./"), Entry.folder("./a/"), Entry.file("./a/one.txt", "one"), Entry.file("b/c/two.txt", "two"),
            Entry.file("ünï.txt", ""),
        };
        return new Object[][] {
            {"x.zip", zip(entries)}, {"x.tar", tar(entries)}, {"x.tar.gz", gzip(tar(entries))}, {"X.TGZ", gzip(tar(entries))},
        };
    }

    @Test(dataProvider = "sound")
    public void unpacksFilesAndFolders(String name, byte[] bytes) throws IOException {
        Told told = new Told();
        Archives.unpack(archive(name, bytes), target, LIMITS, told);
        assertEquals(temp.tree(), List.of(
                "set", "set/a", "set/a/one.txt", "set/b", "set/b/c", "set/b/c/two.txt", "set/ünï.txt", name)
                .stream().sorted().toList());
        assertEquals(Files.readString(target.resolve("a/one.txt")), "one");
        assertEquals(Files.readString(target.resolve("b/c/two.txt")), "two");
        assertFalse(Files.isExecutable(target.resolve("a/one.txt")), "an archive does not decide what may be run");
        assertTrue(told.begun.contains("unpacking " + name), told.begun.toString());
        if (!name.endsWith(".zip")) {
            assertEquals(told.done, List.of("unpacking " + name + " " + bytes.length + " bytes: " + bytes.length));
        }
    }

    @Test
    public void unpacksASingleFile() throws IOException {
        Archives.unpack(archive("labels.gz", gzip(new byte[] {1, 2})), target, LIMITS, ProgressMonitor.NONE);
        assertEquals(Files.readAllBytes(target.resolve("labels")), new byte[] {1, 2});
    }

    @Test
    public void aLinkToAnEmptyFolderStaysALink() throws IOException {
        Path large = Files.createDirectories(temp.path().resolve("large/disk"));
        Files.createSymbolicLink(target, large);
        Archives.unpack(archive("x.tar", tar(Entry.file("one", "1"))), target, LIMITS, ProgressMonitor.NONE);
        assertTrue(Files.isSymbolicLink(target));
        assertEquals(Files.readString(large.resolve("one")), "1");
    }

    @Test
    public void unpacksIntoAnEmptyFolderAndPastWhatAKilledProcessLeft() throws IOException {
        Files.createDirectories(target);
        Files.createDirectories(temp.path().resolve(".set.unpacking/half"));
        Archives.unpack(archive("x.tar", tar(Entry.file("one", "1"))), target, LIMITS, ProgressMonitor.NONE);
        assertEquals(temp.tree(), List.of("set", "set/one", "x.tar"));
    }

    @Test
    public void leavesAFolderWithSomethingInItAlone() throws IOException {
        Files.createDirectories(target);
        Files.writeString(target.resolve("mine"), "mine");
        Path archive = archive("x.tar", tar(Entry.file("one", "1")));
        DatasetException refused = expectThrows(
                DatasetException.class, () -> Archives.unpack(archive, target, LIMITS, ProgressMonitor.NONE));
        assertEquals(refused.getMessage(), target + ": is in the way: it exists and is not an empty folder");
        assertEquals(temp.tree(), List.of("set", "set/mine", "x.tar"));
    }

    @DataProvider
    public Object[][] escapes() {
        return new Object[][] {
            {"../evil"}, {"a/../../evil"}, {"a/.."}, {"/etc/evil"}, {"C:/evil"}, {"c:evil"}, {"..\\evil"}, {"a\\..\\..\\evil"},
            {"\\\\server\\evil"}, {"file:hidden"},
        };
    }

    @Test(dataProvider = "escapes")
    public void refusesNamesThatLeadOutOfTheFolder(String name) throws IOException {
        Entry[] entries = {Entry.file("fine", "1"), Entry.file(name, "2")};
        String message = "entry '%s' has a name that leads out of the folder";
        assertEquals(failure("x.tar", tar(entries)), message.formatted(name));
        // the zips of old Windows programs part folders by backslashes, which are read as slashes
        assertEquals(failure("x.zip", zip(entries)), message.formatted(name.replace('\\', '/')));
    }

    @DataProvider
    public Object[][] specials() {
        return new Object[][] {
            {"x.tar", tar(Entry.special("s", TarConstants.LF_SYMLINK)), "a link"},
            {"x.tar", tar(Entry.special("s", TarConstants.LF_LINK)), "a link"},
            {"x.tar", tar(Entry.special("s", TarConstants.LF_FIFO)), "a device or something else of type 6"},
            {"x.tar", tar(Entry.special("s", TarConstants.LF_CHR)), "a device or something else of type 3"},
            {"x.zip", zip(new Entry("s", TarConstants.LF_SYMLINK, new byte[] {'/'})), "a link or a device"},
            {"x.zip", zip(Entry.special("s", TarConstants.LF_CHR)), "a link or a device"},
        };
    }

    @Test(dataProvider = "specials")
    public void refusesLinksAndDevices(String name, byte[] bytes, String kind) throws IOException {
        assertEquals(failure(name, bytes), "entry 's' is " + kind + ", and only files and folders are unpacked");
    }

    @Test
    public void refusesEntriesThatAreThereTwice() throws IOException {
        Entry[] twice = {Entry.file("a", "1"), Entry.file("./a", "2")};
        assertEquals(failure("x.tar", tar(twice)), "entry './a' is there twice");
        assertEquals(failure("x.zip", zip(twice)), "entry './a' is there twice");
        Entry[] both = {Entry.file("a", "1"), Entry.file("a/b", "2")};
        assertEquals(failure("x.tar", tar(both)), "entry 'a/b' is there twice");
    }

    @Test
    public void refusesWhatUnpacksToTooMuch() throws IOException {
        String message = "unpacks to more than the allowed 10000 bytes, as this test has it";
        Entry[] bomb = {Entry.file("a", "0".repeat(5_000)), Entry.file("b", "0".repeat(5_001))};
        assertEquals(failure("x.zip", zip(bomb)), message);
        assertEquals(failure("x.tgz", gzip(tar(bomb))), message);
        assertEquals(failure("x.gz", gzip(new byte[10_001])), message);
        // nothing but padding behind the last entry
        assertEquals(failure("x.tar.gz", gzip(Arrays.copyOf(tar(Entry.file("a", "1")), 50_000))), message);
    }

    @Test
    public void refusesTooManyEntries() throws IOException {
        Entry[] many = new Entry[11];
        for (int i = 0; i < many.length; i++) {
            many[i] = i % 2 == 0 ? Entry.folder("f" + i + "/") : Entry.file("f" + i, "");
        }
        assertEquals(failure("x.zip", zip(many)), "has more than the allowed 10 entries");
        assertEquals(failure("x.tar", tar(many)), "has more than the allowed 10 entries");
    }

    @DataProvider
    public Object[][] damaged() {
        String text = "the quick brown fox jumps over the lazy dog ".repeat(100);
        byte[] tar = tar(Entry.file("one", "1"), Entry.file("two", text));
        byte[] gz = gzip(tar);
        byte[] zip = zip(Entry.file("one", "1"), Entry.file("two", text));
        byte[] checksum = gz.clone();
        checksum[checksum.length - 6] ^= 1;
        byte[] header = tar.clone();
        header[1024 + 150] ^= 1;
        byte[] number = tar.clone();
        Arrays.fill(number, 1024 + 124, 1024 + 135, (byte) 'x');
        return new Object[][] {
            {"x.tar", Arrays.copyOf(tar, 2_500), "cannot be read at or after entry 'two': damaged? Truncated TAR archive"},
            {"x.tar", header, "entry 'two' is damaged: its header's checksum is wrong"},
            {"x.tar", number, "cannot be read at or after entry 'one': damaged?"},
            {"x.tar", new byte[0], "holds nothing: damaged?"},
            {"x.tgz", Arrays.copyOf(gz, gz.length / 2), "cannot be read"},
            {"x.tgz", checksum, "cannot be read at or after entry 'two': damaged? Corrupt GZIP trailer"},
            {"x.tgz", tar, "cannot be read: damaged? Not in GZIP format"},
            {"x.gz", Arrays.copyOf(gz, gz.length - 9), "cannot be read at or after entry 'x': damaged?"},
            {"x.zip", Arrays.copyOf(zip, zip.length - 30), "cannot be read: damaged?"},
            {"x.zip", gz, "cannot be read: damaged?"},
        };
    }

    @Test(dataProvider = "damaged")
    public void namesADamagedArchiveAndWhere(String name, byte[] bytes, String message) throws IOException {
        String failure = failure(name, bytes);
        assertTrue(failure.startsWith(message), failure);
    }

    @Test
    public void noticesADamagedFileInAZip() throws IOException {
        byte[] data = "stored".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            zip.setMethod(ZipArchiveOutputStream.STORED);
            ZipArchiveEntry entry = new ZipArchiveEntry("a");
            entry.setSize(data.length);
            CRC32 crc = new CRC32();
            crc.update(data);
            entry.setCrc(crc.getValue());
            zip.putArchiveEntry(entry);
            zip.write(data);
            zip.closeArchiveEntry();
        }
        byte[] zip = bytes.toByteArray();
        int at = new String(zip, StandardCharsets.ISO_8859_1).indexOf("stored");
        zip[at] = 'S';
        String failure = failure("x.zip", zip);
        assertTrue(failure.startsWith("entry 'a' is damaged: CRC-32: expected "), failure);
    }

    @Test
    public void namesTheKindsItKnows() throws IOException {
        assertEquals(failure("x.rar", new byte[9]),
                "kind of archive, by its name: expected .zip, .tar, .tar.gz, .tgz, .gz, found x.rar");
    }

    @Test
    public void saysThatAnArchiveIsNotThere() {
        Path archive = temp.path().resolve("gone.zip");
        DatasetException gone = expectThrows(
                DatasetException.class, () -> Archives.unpack(archive, target, LIMITS, ProgressMonitor.NONE));
        assertEquals(gone.getMessage(), archive + ": is not there");
    }
}
