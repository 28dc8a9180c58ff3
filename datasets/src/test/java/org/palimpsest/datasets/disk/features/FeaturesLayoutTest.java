package org.palimpsest.datasets.disk.features;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.disk.DiskFolders;
import org.palimpsest.datasets.image.ElementType;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.npy.Npy;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class FeaturesLayoutTest {
    private static final FeaturesLayout LAYOUT = new FeaturesLayout();
    private static final byte[] TRAIN = Npy.matrix(3, 2, 0.5f, -1, 2, 3, 4, 65504);

    private static Map<String, byte[]> arrays() {
        return new TreeMap<>(Map.of("X_train", TRAIN, "y_train", Npy.labels(1, 0, 1), "X_test", Npy.matrix(1, 2, 7, 8), "y_test", Npy.labels(0)));
    }

    private static ImageDataset load(Map<String, byte[]> arrays) {
        try (DiskFolders folders = new DiskFolders()) {
            folders.write("vit.npz", Npy.zip(arrays));
            return folders.load(LAYOUT, "features:vit");
        }
    }

    private static ImageDataset with(String name, byte[] array) {
        Map<String, byte[]> arrays = arrays();
        arrays.put(name, array);
        return load(arrays);
    }

    private static void assertSame(ImageDataset features) {
        assertEquals(features.sha256(), load(arrays()).sha256());
    }

    @Test
    public void readsAnArchiveOfArrays() {
        ImageDataset features = load(arrays());
        assertEquals(features.info().shape(), new ImageShape(2, 1, 1));
        assertEquals(features.train().type(), ElementType.FLOAT32);
        assertEquals(features.train().labels(), new int[] {1, 0, 1});
        assertEquals(features.test().labels(), new int[] {0});
        assertEquals(features.train().pixels(), ByteBuffer.wrap(Npy.floats(0.5f, -1, 2, 3, 4, 65504)));
        assertEquals(features.info().classNames(), List.of("0", "1"));
        assertEquals(features.info().mean(), new double[] {0, 0});
        assertEquals(features.info().std(), new double[] {1, 1});
    }

    @Test
    public void readsAFolderOfArrays() {
        try (DiskFolders folders = new DiskFolders()) {
            arrays().forEach((name, array) -> folders.write("vit/" + name + ".npy", array));
            assertSame(folders.load(LAYOUT, "features:vit"));
            assertEquals(folders.state(LAYOUT, "features:vit").kind(), DatasetState.Kind.UNVERIFIED);
            folders.delete("vit/y_test.npy");
            assertEquals(expectThrows(DatasetException.class, () -> folders.load(LAYOUT, "features:vit")).getMessage(),
                    folders.data().resolve("vit/y_test.npy") + ": is missing; needed are X_train, y_train, X_test, y_test");
        }
    }

    @Test
    public void readsOneMatrixAndItsSplit() {
        Map<String, byte[]> arrays = Map.of("features", Npy.matrix(4, 2, 0.5f, -1, 7, 8, 2, 3, 4, 65504), "labels", Npy.labels(1, 0, 0, 1),
                "split", Npy.file(1, "|b1", "(4,)", new byte[] {0, 1, 0, 0}));
        assertSame(load(arrays));
    }

    @Test
    public void readsEveryWayOfWritingNumbers() {
        assertSame(with("X_train", Npy.file(2, "<f4", "(3, 2)", Npy.floats(0.5f, -1, 2, 3, 4, 65504))));
        assertSame(with("X_train", Npy.file(3, "<f8", "(3, 2)", Npy.doubles(ByteOrder.LITTLE_ENDIAN, 0.5, -1, 2, 3, 4, 65504))));
        assertSame(with("X_train", Npy.file(1, ">f8", "(3, 2)", Npy.doubles(ByteOrder.BIG_ENDIAN, 0.5, -1, 2, 3, 4, 65504))));
        assertSame(with("X_train", Npy.file(1, "<f2", "(3L, 2L)", Npy.halves(0x3800, 0xbc00, 0x4000, 0x4200, 0x4400, 0x7bff))));
        assertSame(with("y_train", Npy.file(1, "|u1", "(3,)", new byte[] {1, 0, 1})));
        assertSame(with("y_train", Npy.file(1, ">i2", "(3,)", new byte[] {0, 1, 0, 0, 0, 1})));
        assertSame(with("y_train", Npy.file(1, "<u4", "(3,)", new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0})));
    }

    @DataProvider
    public Object[][] wrong() {
        byte[] list = Npy.floats(1, 2);
        return new Object[][] {
            {"X_train", Npy.file(1, "{'descr': '|O', 'fortran_order': False, 'shape': (3, 2), }", new byte[4]),
                "!X_train.npy: type of the values: expected whole or floating-point numbers, found '|O'"},
            {"X_train", Npy.file(1, "{'descr': '<c8', 'fortran_order': False, 'shape': (3, 2), }", new byte[4]),
                "!X_train.npy: type of the values: expected whole or floating-point numbers, found '<c8'"},
            {"X_train", Npy.file(1, "{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (3, 2), }", new byte[4]),
                "!X_train.npy: type of the values: expected whole or floating-point numbers, found [('x', '<f4')]"},
            {"X_train", Npy.file(1, "{'descr': '<f4', 'fortran_order': True, 'shape': (3, 2), }", new byte[24]),
                "!X_train.npy: is in Fortran order; save it in C order, by numpy.ascontiguousarray"},
            {"X_train", Npy.file(1, "{'descr': '<f4', 'fortran_order': False}", new byte[24]),
                "!X_train.npy: has a damaged head: {'descr': '<f4', 'fortran_order': False}"},
            {"X_train", Npy.file(1, "<f16", "(3, 2)", new byte[96]), "!X_train.npy: bytes of a value of type f: expected 2, 4, 8, found 16"},
            {"X_train", Npy.file(4, "<f4", "(3, 2)", new byte[24]), "!X_train.npy: version of the format: expected 1, 2 or 3, found 4"},
            {"X_train", new byte[] {1, 2, 3}, "!X_train.npy: is no NumPy array file: it does not begin with \\x93NUMPY"},
            {"X_train", Arrays.copyOf(TRAIN, 50), "!X_train.npy: is truncated within its head"},
            {"X_train", Arrays.copyOf(TRAIN, TRAIN.length - 1), "!X_train.npy: bytes after the head: expected 24, found 23"},
            {"X_train", Arrays.copyOf(TRAIN, TRAIN.length + 1), "!X_train.npy: bytes after the head: expected 24, found 25"},
            // gigabytes that are promised but not there
            {"X_train", Npy.file(1, "<f4", "(100000, 5000)", list), "!X_train.npy: bytes after the head: expected 2000000000, found 8"},
            {"X_train", Npy.file(1, "<f4", "(2,)", list), "!X_train.npy: shape: expected [examples, features], found [2]"},
            {"X_train", Npy.file(1, "<f4", "(0, 2)", new byte[0]), "!X_train.npy: shape: expected [examples, features], found [0, 2]"},
            {"X_train", Npy.file(1, "<f4", "(70000, 70000)", list),
                "!X_train.npy: is too large: [70000, 70000] are 4900000000 values of 4 bytes, more than the 2047 MiB that fit"},
            {"X_train", Npy.file(1, "<f4", "(99999999999, 2)", list), "!X_train.npy: is too large: shape (99999999999, 2)"},
            {"X_train", Npy.labels(1, 2), "!X_train.npy: type of the values: expected floating-point numbers, found whole numbers"},
            {"X_train", Npy.matrix(3, 2, 1, 2, 3, Float.NaN, 5, 6), "!X_train.npy: holds a value that is not finite: feature 1 of example 1"},
            {"X_train", Npy.matrix(2, 2, 1, 2, 3, 4), ": labels in y_train for X_train: expected 2, found 3"},
            {"X_test", Npy.matrix(1, 3, 1, 2, 3), ": features of a test example: expected 2, found 3"},
            {"y_train", Npy.matrix(3, 1, 1, 0, 1), "!y_train.npy: type of the values: expected whole numbers, found floating-point numbers"},
            {"y_train", Npy.file(1, "<i8", "(3, 1)", Npy.longs(1, 0, 1)), "!y_train.npy: shape: expected [examples], found [3, 1]"},
            {"y_train", Npy.labels(1, -1, 0), ": label 1 in y_train: expected 0 or more, found -1"},
            {"y_train", Npy.labels(1, 1L << 40, 0), "!y_train.npy: holds 1099511627776, which is no label"},
            {"y_train", Npy.labels(1, 2, 1), ": has no training examples of class 0, though labels go up to 2"},
            {"y_train", Npy.labels(1, Integer.MAX_VALUE, 0), ": has no training examples of class 2, though labels go up to 2147483647"},
            {"y_train", Npy.file(1, "<u8", "(3,)", Npy.longs(1, -1, 0)), "!y_train.npy: holds 18446744073709551615, which is no label"},
            {"y_test", Npy.labels(Integer.MAX_VALUE), ": has no training examples of class 2, though labels go up to 2147483647"},
            {"X_train", Npy.file(1, "<f4", "(2147483647, 2147483647, 2147483647)", list),
                "!X_train.npy: shape: expected [examples, features], found [2147483647, 2147483647, 2147483647]"},
            {"X_train", Npy.file(1, "<f4", "(2147483647, 2147483647)", list), "!X_train.npy: is too large: [2147483647, 2147483647] are "
                + "4611686014132420609 values of 4 bytes, more than the 2047 MiB that fit"},
            {"y_test", Npy.labels(2_000_000_000), ": has no training examples of class 2, though labels go up to 2000000000"},
        };
    }

    @Test(dataProvider = "wrong")
    public void namesTheArrayAndWhatIsWrongWithIt(String name, byte[] array, String message) {
        try (DiskFolders folders = new DiskFolders()) {
            Map<String, byte[]> arrays = arrays();
            arrays.put(name, array);
            folders.write("vit.npz", Npy.zip(arrays));
            assertEquals(expectThrows(DatasetException.class, () -> folders.load(LAYOUT, "features:vit")).getMessage(),
                    folders.data().resolve("vit.npz") + message);
        }
    }

    @Test
    public void namesTheArchiveThatIsDamagedOrLacksAnArray() {
        try (DiskFolders folders = new DiskFolders()) {
            Map<String, byte[]> arrays = arrays();
            arrays.remove("y_test");
            String file = folders.write("vit.npz", Npy.zip(arrays)).toString();
            assertEquals(expectThrows(DatasetException.class, () -> folders.load(LAYOUT, "features:vit")).getMessage(), file + ": holds no array y_test");
            folders.write("vit.npz", "no archive");
            String message = expectThrows(DatasetException.class, () -> folders.load(LAYOUT, "features:vit")).getMessage();
            assertTrue(message.startsWith(file + ": is damaged or no .npz archive: "), message);
        }
    }
}
