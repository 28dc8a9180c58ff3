package org.palimpsest.datasets.disk.mnist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.disk.DiskFolders;
import org.palimpsest.datasets.image.ImageDataset;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class MnistLayoutTest {
    private static byte[] images(int... pixels) {
        ByteBuffer file = ByteBuffer.allocate(16 + pixels.length).putInt(0x803).putInt(pixels.length / 4).putInt(2).putInt(2);
        Arrays.stream(pixels).forEach(pixel -> file.put((byte) pixel));
        return file.array();
    }

    private static byte[] labels(int... labels) {
        ByteBuffer file = ByteBuffer.allocate(8 + labels.length).putInt(0x801).putInt(labels.length);
        Arrays.stream(labels).forEach(label -> file.put((byte) label));
        return file.array();
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    private static void write(DiskFolders folders, String folder) {
        folders.write(folder + "/train-images-idx3-ubyte.gz", gzip(images(0, 0, 0, 0, 255, 255, 255, 255)));
        folders.write(folder + "/train-labels-idx1-ubyte", labels(0, 9));
        folders.write(folder + "/t10k-images-idx3-ubyte", images(1, 2, 3, 4));
        folders.write(folder + "/t10k-labels-idx1-ubyte.gz", gzip(labels(3)));
    }

    @DataProvider
    public Object[][] places() {
        return new Object[][] {{"MNIST/raw"}, {"mnist"}, {"MNIST"}, {"mnist/raw"}};
    }

    @Test(dataProvider = "places")
    public void findsTheDigitsWhereUsersHaveThem(String place) {
        try (DiskFolders folders = new DiskFolders()) {
            write(folders, place);
            ImageDataset mnist = folders.load(MnistLayout.mnist(), "mnist");
            assertEquals(mnist.train().labels(), new int[] {0, 9});
            assertEquals(mnist.test().labels(), new int[] {3});
            assertEquals(mnist.info().mean(), new double[] {0.5});
            assertEquals(mnist.info().std(), new double[] {0.5});
            assertEquals(folders.state(MnistLayout.mnist(), "mnist").kind(), DatasetState.Kind.UNVERIFIED);
            assertEquals(folders.state(MnistLayout.fashionMnist(), "fashion-mnist").kind(), DatasetState.Kind.MISSING);
        }
    }

    @DataProvider
    public Object[][] imported() {
        return new Object[][] {{"backup/MNIST/raw", "backup"}, {"backup/MNIST/raw", "backup/MNIST"}, {"backup/MNIST/raw", "backup/MNIST/raw"},
            {"backup/mnist", "backup/mnist"}};
    }

    @Test(dataProvider = "imported")
    public void importsWhicheverFolderIsNamed(String place, String named) {
        try (DiskFolders folders = new DiskFolders()) {
            write(folders, place);
            assertEquals(folders.state(MnistLayout.mnist(), "mnist").kind(), DatasetState.Kind.MISSING);
            folders.importFrom(MnistLayout.mnist(), "mnist", folders.data().resolve(named));
            assertEquals(folders.load(MnistLayout.mnist(), "mnist").train().labels(), new int[] {0, 9});
        }
    }

    @Test
    public void readsFilesUnderTheNamesOfKaggle() {
        try (DiskFolders folders = new DiskFolders()) {
            folders.write("mnist/train-images.idx3-ubyte", images(0, 0, 0, 0, 255, 255, 255, 255));
            folders.write("mnist/train-labels.idx1-ubyte", labels(0, 9));
            folders.write("mnist/t10k-images-idx3-ubyte/t10k-images-idx3-ubyte", images(1, 2, 3, 4));
            folders.write("mnist/t10k-labels.idx1-ubyte.gz", gzip(labels(3)));
            assertEquals(folders.load(MnistLayout.mnist(), "mnist").train().labels(), new int[] {0, 9});
        }
    }

    @Test
    public void onlyFoldersTellTheClothesFromTheDigits() {
        try (DiskFolders folders = new DiskFolders()) {
            write(folders, "FashionMNIST/raw");
            ImageDataset clothes = folders.load(MnistLayout.fashionMnist(), "fashion-mnist");
            assertEquals(clothes.info().classNames().get(9), "Ankle boot");
            assertEquals(folders.state(MnistLayout.mnist(), "mnist").kind(), DatasetState.Kind.MISSING);
        }
    }

    @Test
    public void namesWhatIsMissing() {
        try (DiskFolders folders = new DiskFolders()) {
            write(folders, "mnist");
            folders.delete("mnist/t10k-labels-idx1-ubyte.gz");
            DatasetException missing = expectThrows(DatasetException.class, () -> folders.load(MnistLayout.mnist(), "mnist"));
            assertEquals(missing.getMessage(), folders.data().resolve("mnist/t10k-labels-idx1-ubyte")
                    + ": is missing, packed or not, though the training images are there");
            assertEquals(folders.state(MnistLayout.mnist(), "mnist").kind(), DatasetState.Kind.DAMAGED);
        }
    }

    @Test
    public void saysWhereItLookedAndTheWaysOut() {
        try (DiskFolders folders = new DiskFolders()) {
            String message = expectThrows(DatasetException.class, () -> folders.load(MnistLayout.mnist(), "mnist")).getMessage();
            for (String part : new String[] {folders.data().toString(), "MNIST/raw", "palimpsest data fetch mnist",
                "palimpsest data import mnist PATH", "PALIMPSEST_DATA", "--data"}) {
                assertTrue(message.contains(part), message);
            }
        }
    }

    @Test
    public void verifiesTheOfficialFiles() {
        try (DiskFolders folders = DiskFolders.real("MNIST/raw/train-images-idx3-ubyte.gz")) {
            DatasetState state = folders.state(MnistLayout.mnist(), "mnist");
            assertEquals(state.kind(), DatasetState.Kind.VERIFIED, state.detail());
            ImageDataset mnist = folders.load(MnistLayout.mnist(), "mnist");
            assertEquals(mnist.train().size(), 60_000);
            assertEquals(mnist.test().size(), 10_000);
            assertEquals(Arrays.copyOf(mnist.train().labels(), 5), new int[] {5, 0, 4, 1, 9});
            // the moments that the field normalises by
            assertEquals(mnist.info().mean()[0], 0.1307, 0.00005);
            assertEquals(mnist.info().std()[0], 0.3081, 0.00005);
        }
    }
}
