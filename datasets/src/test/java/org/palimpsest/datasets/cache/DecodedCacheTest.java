package org.palimpsest.datasets.cache;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.fetch.TempFolder;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.LabelledImages;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Decoded data sets are kept, found again as they were, and made again if anything about them is wrong. */
public class DecodedCacheTest {
    private static final CacheKey KEY = new CacheKey("tiny@5", "0".repeat(64), "5-crop-rgb");
    private static final int HEAD = 16;
    private static final int PAGE = 4096;

    private TempFolder temp;
    private Path folder;
    private Path file;
    private int decoded;

    @BeforeMethod
    public void makeAFolder() {
        temp = new TempFolder();
        folder = temp.path().resolve("decoded");
        file = folder.resolve(KEY.fileName());
        decoded = 0;
    }

    @AfterMethod(alwaysRun = true)
    public void removeTheFolder() {
        temp.close();
    }

    private ImageDataset get(CacheKey key, ImageDataset made) {
        return new DecodedCache(folder).get(key, () -> {
            decoded++;
            return made;
        });
    }

    @Test
    public void aLinkIsFollowedAndAPipeIsLeftAlone() throws IOException {
        Files.createDirectories(folder);
        Path elsewhere = temp.path().resolve("elsewhere");
        Files.createSymbolicLink(file, elsewhere);
        assertSame(get(KEY, Samples.images()), Samples.images());
        assertTrue(Files.isSymbolicLink(file) && Files.isRegularFile(elsewhere), "the entry is where the link leads");
        assertSame(get(KEY, Samples.images()), Samples.images());
        assertEquals(decoded, 1);

        Files.delete(file);
        Files.move(temp.fifo("pipe"), file);
        assertSame(get(KEY, Samples.images()), Samples.images());
        assertTrue(Files.exists(file) && !Files.isRegularFile(file), "the pipe is still one");
    }

    private static void assertSame(ImageDataset actual, ImageDataset expected) {
        DatasetInfo info = actual.info();
        assertEquals(info.name(), expected.info().name());
        assertEquals(info.title(), expected.info().title());
        assertEquals(info.licence(), expected.info().licence());
        assertEquals(info.origin(), expected.info().origin());
        assertEquals(info.classNames(), expected.info().classNames());
        assertEquals(info.shape(), expected.info().shape());
        assertEquals(info.mean(), expected.info().mean(), 0.0);
        assertEquals(info.std(), expected.info().std(), 0.0);
        assertEquals(info.groups().isPresent(), expected.info().groups().isPresent());
        expected.info().groups().ifPresent(groups -> {
            assertEquals(info.groups().orElseThrow().names(), groups.names());
            assertEquals(info.groups().orElseThrow().groupOf(), groups.groupOf());
        });
        assertSame(actual.train(), expected.train());
        assertSame(actual.test(), expected.test());
        assertEquals(actual.sha256(), expected.sha256());
    }

    private static void assertSame(LabelledImages actual, LabelledImages expected) {
        assertEquals(actual.type(), expected.type());
        assertEquals(actual.labels(), expected.labels());
        assertEquals(actual.pixels(), expected.pixels());
    }

    @DataProvider
    public Object[][] datasets() {
        return new Object[][] {
            {Samples.images()},
            {Samples.images(500, 20, Optional.empty())},
            {Samples.images(3, 0, Optional.empty())},
            {Samples.images(0, 3, Optional.empty())},
            {Samples.features()},
        };
    }

    @Test(dataProvider = "datasets")
    public void isDecodedOnceAndThenMapped(ImageDataset made) {
        assertSame(get(KEY, made), made);
        ImageDataset again = get(KEY, made);
        assertSame(again, made);
        assertEquals(decoded, 1);
        assertEquals(again.train().pixels().isDirect(), made.train().size() > 0, "mapped");
        assertEquals(temp.tree(), List.of("decoded", "decoded/" + KEY.fileName()));
    }

    @Test
    public void evenTheFirstTimeItIsMappedSoThatWhatWasDecodedCanGo() {
        assertTrue(get(KEY, Samples.images()).train().pixels().isDirect());
    }

    /** Writes a damaged file and sees that it is made again, soundly. */
    private void assertMadeAgain(byte[] damaged, String how) throws IOException {
        Files.write(file, damaged);
        decoded = 0;
        assertSame(get(KEY, Samples.images()), Samples.images());
        assertEquals(decoded, 1, how);
        get(KEY, Samples.images());
        assertEquals(decoded, 1, "not mended after " + how);
        assertEquals(temp.tree(), List.of("decoded", "decoded/" + KEY.fileName()));
    }

    private byte[] sound() throws IOException {
        get(KEY, Samples.images());
        return Files.readAllBytes(file);
    }

    private static int descriptionEnd(byte[] sound) {
        return HEAD + ByteBuffer.wrap(sound).getInt(8);
    }

    private static int page(int position) {
        return (position + PAGE - 1) / PAGE * PAGE;
    }

    @Test
    public void aFlippedBitAnywhereIsNoticedButInTheGapsThatNothingReads() throws IOException {
        byte[] sound = sound();
        int described = descriptionEnd(sound);
        int train = page(described);
        int trainEnd = train + 500 * 60;
        int test = page(trainEnd);
        assertEquals(sound.length, test + 20 * 60, "the layout that is documented");
        Set<Integer> places = new TreeSet<>(List.of(HEAD, HEAD + 1, described - 1, train, train + 12345, trainEnd - 1, test, sound.length - 1));
        IntStream.range(0, HEAD).forEach(places::add);
        for (int at = HEAD; at < described; at += 97) {
            places.add(at);
        }
        for (int at : places) {
            byte[] damaged = sound.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            assertMadeAgain(damaged, "flip at " + at);
        }
        byte[] gaps = sound.clone();
        gaps[described] ^= 1;
        gaps[train - 1] ^= 1;
        gaps[trainEnd] ^= 1;
        gaps[test - 1] ^= 1;
        Files.write(file, gaps);
        decoded = 0;
        assertSame(get(KEY, Samples.images()), Samples.images());
        assertEquals(decoded, 0);
    }

    @Test
    public void aCutOrLongerFileIsNoticed() throws IOException {
        byte[] sound = sound();
        int described = descriptionEnd(sound);
        for (int length : new int[] {0, 1, 8, 15, 16, 17, described - 1, described, page(described), page(described) + 30_000,
            sound.length - 1200, sound.length - 1, sound.length + 1, sound.length + PAGE}) {
            assertMadeAgain(Arrays.copyOf(sound, length), "length " + length);
        }
    }

    @Test
    public void otherFilesUnderItsNameAreNoticed() throws IOException {
        byte[] sound = sound();
        byte[] version = sound.clone();
        version[7]++;
        assertMadeAgain(version, "another version");
        assertMadeAgain("not a cache file, but long enough to have a head and more".getBytes(StandardCharsets.UTF_8), "garbage");
        CacheKey other = new CacheKey("tiny@5", "1".repeat(64), "5-crop-rgb");
        get(other, Samples.images());
        byte[] ofOther = Files.readAllBytes(folder.resolve(other.fileName()));
        Files.delete(folder.resolve(other.fileName()));
        assertMadeAgain(ofOther, "another key");
    }

    @Test
    public void anotherKeyIsAnotherFile() throws IOException {
        List<CacheKey> keys = List.of(KEY, new CacheKey("tiny@6", KEY.sourceSha256(), KEY.settings()),
                new CacheKey(KEY.dataset(), "1".repeat(64), KEY.settings()),
                new CacheKey(KEY.dataset(), KEY.sourceSha256(), "5-pad-rgb"));
        keys.forEach(key -> get(key, Samples.images()));
        assertEquals(decoded, 4);
        keys.forEach(key -> get(key, Samples.images()));
        assertEquals(decoded, 4);
    }

    @Test
    public void fileNamesAreReadableAndLegalEverywhere() {
        String digest = "[0-9a-f]{12}\\.bin";
        assertTrue(KEY.fileName().matches("tiny_5-5-crop-rgb-" + digest), KEY.fileName());
        String nested = new CacheKey("image-folder:../my birds\\x*?@96", "0".repeat(64), "96-crop-rgb").fileName();
        assertTrue(nested.matches("[A-Za-z0-9][A-Za-z0-9._-]*-96-crop-rgb-" + digest), nested);
        String strange = new CacheKey("../" + "-x/".repeat(100), "0".repeat(64), "y").fileName();
        assertTrue(strange.matches("[A-Za-z0-9][A-Za-z0-9._-]*") && strange.length() <= 100, strange);
        String dots = new CacheKey("..", "0".repeat(64), "").fileName();
        assertTrue(dots.matches("data-" + digest), dots);
        assertNotEquals(new CacheKey("A", "0", "").fileName(), new CacheKey("a", "0", "").fileName().replace('a', 'A'));
    }

    @Test
    public void partsThatSomebodyLeftDoNoHarm() throws IOException {
        Files.createDirectories(folder);
        Path left = folder.resolve(KEY.fileName() + ".123.part");
        Files.writeString(left, "half of it");
        get(KEY, Samples.images());
        get(KEY, Samples.images());
        assertEquals(decoded, 1);
        assertEquals(Files.readString(left), "half of it", "another process may still be writing it");
    }

    @Test
    public void whereNothingCanBeWrittenItIsAsDecoded() throws IOException {
        Files.writeString(folder, "a file where the folder should be");
        assertSame(get(KEY, Samples.images()), Samples.images());
        assertSame(get(KEY, Samples.images()), Samples.images());
        assertEquals(decoded, 2);
        assertEquals(temp.tree(), List.of("decoded"));
    }

    @Test
    public void whereAFolderIsInTheWayItIsAsDecodedAndNothingIsLeft() throws IOException {
        Files.createDirectories(file.resolve("inside"));
        assertSame(get(KEY, Samples.images()), Samples.images());
        assertEquals(temp.tree(), List.of("decoded", "decoded/" + KEY.fileName(), "decoded/" + KEY.fileName() + "/inside"));
    }

    @Test
    public void whatIsWrongWithTheDataIsNotKept() {
        DecodedCache cache = new DecodedCache(folder);
        DatasetException thrown = expectThrows(DatasetException.class, () -> cache.get(KEY, () -> {
            throw new DatasetException("train.raw", "is damaged");
        }));
        assertEquals(thrown.getMessage(), "train.raw: is damaged");
        assertEquals(temp.tree(), List.of());
    }

    @Test
    public void manyAtOnceAllGetIt() throws Exception {
        int threads = 8;
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<ImageDataset>> all = IntStream.range(0, threads)
                    .mapToObj(t -> pool.submit(() -> {
                        together.await();
                        return new DecodedCache(folder).get(KEY, Samples::images);
                    }))
                    .toList();
            for (Future<ImageDataset> one : all) {
                assertSame(one.get(), Samples.images());
            }
        } finally {
            pool.shutdownNow();
        }
        assertEquals(temp.tree(), List.of("decoded", "decoded/" + KEY.fileName()));
    }

    /** A description as somebody might forge it, under a checksum that is right. */
    private interface Forgery {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] forged(Forgery forgery) throws IOException {
        ByteArrayOutputStream description = new ByteArrayOutputStream();
        forgery.write(new DataOutputStream(description));
        CRC32C crc = new CRC32C();
        crc.update(description.toByteArray());
        return ByteBuffer.allocate(2 * PAGE)
                .putLong(CacheFile.MAGIC)
                .putInt(description.size())
                .putInt((int) crc.getValue())
                .put(description.toByteArray())
                .array();
    }

    private static void beginning(DataOutputStream out) throws IOException {
        for (String text : List.of(KEY.dataset(), KEY.sourceSha256(), KEY.settings(), "ab".repeat(32), "UINT8")) {
            out.writeUTF(text);
        }
    }

    private static void info(DataOutputStream out) throws IOException {
        beginning(out);
        DatasetInfoCodec.write(Samples.images().info(), out);
    }

    private static void numbers(DataOutputStream out, int... numbers) throws IOException {
        out.writeInt(numbers.length);
        for (int number : numbers) {
            out.writeInt(number);
        }
    }

    private static void shape(DataOutputStream out, int channels, int height, int width) throws IOException {
        beginning(out);
        for (String text : List.of("tiny", "Tiny", "none", "made up")) {
            out.writeUTF(text);
        }
        numbers(out);
        for (int side : new int[] {channels, height, width, 1, 0}) {
            out.writeInt(side);
        }
    }

    @DataProvider
    public Object[][] forgeries() {
        return new Object[][] {
            {"no description", (Forgery) out -> {}},
            {"an unknown type", (Forgery) out -> {
                for (String text : List.of(KEY.dataset(), KEY.sourceSha256(), KEY.settings(), "ab", "INT12")) {
                    out.writeUTF(text);
                }
            } },
            {"two thousand million labels", (Forgery) out -> {
                info(out);
                out.writeInt(Integer.MAX_VALUE);
            } },
            {"as many as overflow", (Forgery) out -> {
                info(out);
                out.writeInt(1 << 30);
            } },
            {"fewer than no labels", (Forgery) out -> {
                info(out);
                out.writeInt(-1);
            } },
            {"two thousand million channels", (Forgery) out -> shape(out, Integer.MAX_VALUE, 1, 1)},
            {"an image of too many values", (Forgery) out -> shape(out, 3, 1 << 20, 1 << 20)},
            {"an image of none", (Forgery) out -> shape(out, 0, 1, 1)},
            {"two thousand million class names", (Forgery) out -> {
                beginning(out);
                for (String text : List.of("tiny", "Tiny", "none", "made up")) {
                    out.writeUTF(text);
                }
                out.writeInt(Integer.MAX_VALUE);
            } },
            {"labels beyond the classes", (Forgery) out -> labels(out, 4)},
            {"labels below 0", (Forgery) out -> labels(out, -1)},
            {"too few checksums", (Forgery) out -> {
                info(out);
                numbers(out, 0);
                numbers(out);
                numbers(out);
            } },
        };
    }

    private static void labels(DataOutputStream out, int label) throws IOException {
        beginning(out);
        DatasetInfoCodec.write(Samples.images(1, 0, Optional.empty()).info(), out);
        numbers(out, label);
        numbers(out);
        CRC32C zeros = new CRC32C();
        zeros.update(new byte[60]);
        numbers(out, (int) zeros.getValue());
        numbers(out);
    }

    @Test(dataProvider = "forgeries")
    public void forgedDescriptionsAreOnlyMadeAgain(String what, Object forgery) throws IOException {
        Files.createDirectories(folder);
        byte[] bytes = forged((Forgery) forgery);
        // as long as one image makes it, so that nothing but the forgery is wrong
        assertMadeAgain(what.startsWith("labels") ? Arrays.copyOf(bytes, PAGE + 60) : bytes, what);
    }

    @Test
    public void theForgeriesWouldBeTakenWereTheyNotForged() throws IOException {
        Files.createDirectories(folder);
        Files.write(file, Arrays.copyOf(forged(out -> labels(out, 3)), PAGE + 60));
        assertEquals(get(KEY, Samples.images()).train().labels(), new int[] {3});
        assertEquals(decoded, 0);
    }

    @Test
    public void descriptionsThatAreTooLongToWriteAreNotKept() {
        ImageDataset made = Samples.images();
        CacheKey key = new CacheKey("tiny", "0".repeat(64), "x".repeat(70_000));
        assertSame(get(key, made), made);
        assertEquals(temp.tree(), List.of("decoded"));
    }
}
