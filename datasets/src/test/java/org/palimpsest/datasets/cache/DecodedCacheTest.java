package org.palimpsest.datasets.cache;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.palimpsest.datasets.ClassGroups;
import org.palimpsest.datasets.DatasetInfo;
import org.palimpsest.datasets.ElementType;
import org.palimpsest.datasets.ImageDataset;
import org.palimpsest.datasets.ImageShape;
import org.palimpsest.datasets.LabelledImages;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class DecodedCacheTest {

    private static final CacheKey KEY = new CacheKey("birds@8", "a".repeat(64), "8-crop-rgb");

    private final AtomicInteger decoded = new AtomicInteger();
    private Path folder;

    @BeforeMethod
    public void makeFolder() throws IOException {
        folder = Files.createTempDirectory("palimpsest-cache-").resolve("below").resolve("decoded");
        decoded.set(0);
    }

    @AfterMethod(alwaysRun = true)
    public void cleanUp() throws IOException {
        try (Stream<Path> files = Files.walk(folder.getParent().getParent())) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    private static ImageDataset dataset(ElementType type, Optional<ClassGroups> groups, int test) {
        ImageShape shape = new ImageShape(3, 5, 7);
        DatasetInfo info = new DatasetInfo("birds@8", "Vögel – 鳥", "none", "made", List.of("Amsel", "Drossel", "鳥"), shape, 6, test,
                new double[] {0.1, 0.2, 0.3}, new double[] {1, 2, 3}, groups);
        return new ImageDataset(info, images(shape, type, 6, 1), images(shape, type, test, 2), "f".repeat(64));
    }

    private static LabelledImages images(ImageShape shape, ElementType type, int count, long seed) {
        byte[] pixels = new byte[count * shape.size() * type.bytes()];
        new Random(seed).nextBytes(pixels);
        return new LabelledImages(shape, type, ByteBuffer.wrap(pixels), IntStream.range(0, count).map(i -> i % 3).toArray());
    }

    private ImageDataset get(CacheKey key, ImageDataset dataset) {
        return new DecodedCache(folder).get(key, () -> {
            decoded.incrementAndGet();
            return dataset;
        });
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".bin")).findFirst().orElseThrow();
        }
    }

    private static void assertSame(ImageDataset found, ImageDataset expected) {
        assertEquals(found.sha256(), expected.sha256());
        assertEquals(found.info().title(), expected.info().title());
        assertEquals(found.info().classNames(), expected.info().classNames());
        assertEquals(found.info().mean(), expected.info().mean());
        assertEquals(found.info().std(), expected.info().std());
        assertEquals(found.info().groups().map(ClassGroups::names), expected.info().groups().map(ClassGroups::names));
        assertEquals(found.info().groups().map(g -> Arrays.toString(g.groupOf())), expected.info().groups().map(g -> Arrays.toString(g.groupOf())));
        assertEquals(found.train().type(), expected.train().type());
        assertEquals(found.train().labels(), expected.train().labels());
        assertEquals(found.test().labels(), expected.test().labels());
        assertEquals(found.train().pixels(), expected.train().pixels());
        assertEquals(found.test().pixels(), expected.test().pixels());
    }

    @DataProvider
    public Object[][] datasets() {
        Optional<ClassGroups> groups = Optional.of(new ClassGroups(List.of("song", "other"), new int[] {0, 0, 1}));
        return new Object[][] {
            {dataset(ElementType.UINT8, Optional.empty(), 4)},
            {dataset(ElementType.UINT8, groups, 4)},
            {dataset(ElementType.FLOAT32, Optional.empty(), 4)},
            {dataset(ElementType.UINT8, groups, 0)},
        };
    }

    @Test(dataProvider = "datasets")
    public void givesBackWhatWasDecodedOnce(ImageDataset dataset) {
        assertSame(get(KEY, dataset), dataset);
        ImageDataset again = get(KEY, dataset);
        assertSame(again, dataset);
        assertEquals(decoded.get(), 1);
        assertTrue(again.train().pixels().isDirect(), "mapped, not read");
    }

    @Test
    public void anotherKeyIsAnotherFile() throws IOException {
        ImageDataset dataset = dataset(ElementType.UINT8, Optional.empty(), 4);
        get(KEY, dataset);
        get(new CacheKey("birds@8", "b".repeat(64), "8-crop-rgb"), dataset);
        get(new CacheKey("birds@8", "a".repeat(64), "8-squash-rgb"), dataset);
        get(new CacheKey("image-folder:/x y/birds@8", "a".repeat(64), "8-crop-rgb"), dataset);
        assertEquals(decoded.get(), 4);
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(f -> f.getFileName().toString()).toList();
            assertEquals(names.size(), 4, names.toString());
            assertTrue(names.stream().allMatch(n -> n.matches("[A-Za-z0-9._-]+\\.bin")), names.toString());
        }
    }

    /** Every byte that carries something; the padding between the parts carries nothing. */
    @Test
    public void aFlippedBitAnywhereIsNoticed() throws IOException {
        ImageDataset dataset = dataset(ElementType.UINT8, Optional.empty(), 4);
        get(KEY, dataset);
        Path file = file();
        byte[] sound = Files.readAllBytes(file);
        int pixels = 6 * 105;
        int description = ByteBuffer.wrap(sound).getInt(8) + 16;
        IntStream positions = IntStream.concat(
                IntStream.concat(IntStream.range(0, description), IntStream.range(4096, 4096 + pixels)), IntStream.range(8192, 8192 + 4 * 105));
        int rebuilt = 1;
        for (int at : positions.filter(i -> i < 40 || i % 37 == 0).toArray()) {
            byte[] damaged = sound.clone();
            damaged[at] ^= 1 << at % 8;
            Files.write(file, damaged);
            assertSame(get(KEY, dataset), dataset);
            assertEquals(decoded.get(), ++rebuilt, "damage at " + at);
            assertEquals(Files.readAllBytes(file), sound);
        }
    }

    @Test
    public void aFileThatIsCutOffOrTooLongOrSomethingElseIsMadeAgain() throws IOException {
        ImageDataset dataset = dataset(ElementType.UINT8, Optional.empty(), 4);
        get(KEY, dataset);
        Path file = file();
        byte[] sound = Files.readAllBytes(file);
        int rebuilt = 1;
        for (int length : new int[] {0, 1, 15, 16, 100, 4095, 4096, 5000, 8192, sound.length - 1, sound.length + 1}) {
            Files.write(file, Arrays.copyOf(sound, length));
            assertSame(get(KEY, dataset), dataset);
            assertEquals(decoded.get(), ++rebuilt, "length " + length);
        }
        byte[] huge = sound.clone();
        ByteBuffer.wrap(huge).putInt(8, Integer.MAX_VALUE);
        Files.write(file, huge);
        assertSame(get(KEY, dataset), dataset);
        Files.writeString(file, "something else altogether");
        assertSame(get(KEY, dataset), dataset);
        assertEquals(decoded.get(), rebuilt + 2);
    }

    @Test
    public void theFileOfOtherDataUnderTheNameIsNotTaken() throws IOException {
        ImageDataset dataset = dataset(ElementType.UINT8, Optional.empty(), 4);
        CacheKey other = new CacheKey("birds@8", "b".repeat(64), "8-crop-rgb");
        get(other, dataset);
        Files.move(file(), folder.resolve(KEY.fileName()));
        get(KEY, dataset);
        assertEquals(decoded.get(), 2);
    }

    @Test
    public void whereNothingCanBeKeptItIsDecodedEachTime() throws IOException {
        Files.createDirectories(folder.getParent());
        Files.writeString(folder, "a file where the folder should be");
        ImageDataset dataset = dataset(ElementType.UINT8, Optional.empty(), 4);
        assertSame(get(KEY, dataset), dataset);
        assertSame(get(KEY, dataset), dataset);
        assertEquals(decoded.get(), 2);
    }

    @Test
    public void manyAtOnceAllGetTheData() throws IOException {
        ImageDataset dataset = dataset(ElementType.UINT8, Optional.empty(), 4);
        IntStream.range(0, 16).parallel().forEach(i -> assertSame(get(KEY, dataset), dataset));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(files.count(), 1, "no half-written files are left");
        }
        assertFalse(decoded.get() == 0);
    }

    @Test
    public void keysThatDifferInOnePartHaveOtherNames() {
        assertNotEquals(new CacheKey("a", "b", "c").fileName(), new CacheKey("a-b", "", "c").fileName());
        assertTrue(KEY.fileName().startsWith("birds_8-8-crop-rgb-"), KEY.fileName());
        assertTrue(new CacheKey("x".repeat(500), "b", "c").fileName().length() < 120);
    }
}
