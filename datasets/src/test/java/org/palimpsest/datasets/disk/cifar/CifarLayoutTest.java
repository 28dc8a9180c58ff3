package org.palimpsest.datasets.disk.cifar;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.disk.DiskFolders;
import org.palimpsest.datasets.image.ImageDataset;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Both formats, on small files exactly as the authors lay them out. */
public class CifarLayoutTest {
    private static final int IMAGE = 3 * 32 * 32;
    private static final String[] TEN = IntStream.range(0, 10).mapToObj(i -> "class" + i).toArray(String[]::new);
    private static final String[] HUNDRED = IntStream.range(0, 100).mapToObj(i -> "fine" + i).toArray(String[]::new);
    private static final String[] TWENTY = IntStream.range(0, 20).mapToObj(i -> "coarse" + i).toArray(String[]::new);

    /** The pixels of images that a seed tells apart. */
    private static byte[] pixels(int seed, int images) {
        byte[] pixels = new byte[images * IMAGE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 7 + i / IMAGE * 31 + seed);
        }
        return pixels;
    }

    private static byte[] records(byte[] pixels, int[] labels, int groupEvery) {
        ByteBuffer file = ByteBuffer.allocate(labels.length * (IMAGE + (groupEvery > 0 ? 2 : 1)));
        for (int i = 0; i < labels.length; i++) {
            if (groupEvery > 0) {
                file.put((byte) (labels[i] / groupEvery));
            }
            file.put((byte) labels[i]).put(pixels, i * IMAGE, IMAGE);
        }
        return file.array();
    }

    private static int[] labels(int batch) {
        return IntStream.range(0, 4).map(i -> (batch * 3 + i) % 10).toArray();
    }

    private static void binary10(DiskFolders folders) {
        for (int batch = 0; batch < 6; batch++) {
            String name = batch == 5 ? "test_batch.bin" : "data_batch_" + (batch + 1) + ".bin";
            folders.write("cifar-10-batches-bin/" + name, records(pixels(batch, 4), labels(batch), 0));
        }
        // the official file ends with an empty line
        folders.write("cifar-10-batches-bin/batches.meta.txt", String.join("\n", TEN) + "\n\n");
    }

    private static void python10(DiskFolders folders) {
        for (int batch = 0; batch < 6; batch++) {
            String name = batch == 5 ? "test_batch" : "data_batch_" + (batch + 1);
            folders.write("cifar-10-batches-py/" + name, new Pickle().dictionary()
                    .text("batch_label").text("training batch " + (batch + 1) + " of 5")
                    .text("labels").numbers(labels(batch))
                    .text("data").matrix(4, IMAGE, "u1", pixels(batch, 4))
                    .text("filenames").texts("a.png", "b.png", "c.png", "d.png").end());
        }
        folders.write("cifar-10-batches-py/batches.meta", new Pickle().dictionary()
                .text("num_cases_per_batch").number(10_000).text("label_names").texts(TEN).text("num_vis").number(3072).end());
    }

    private static void binary100(DiskFolders folders) {
        int[] labels = IntStream.range(0, 100).map(i -> 99 - i).toArray();
        folders.write("cifar-100-binary/train.bin", records(pixels(1, 100), labels, 5));
        folders.write("cifar-100-binary/test.bin", records(pixels(2, 2), new int[] {42, 7}, 5));
        folders.write("cifar-100-binary/fine_label_names.txt", String.join("\n", HUNDRED) + "\n");
        folders.write("cifar-100-binary/coarse_label_names.txt", String.join("\n", TWENTY) + "\n");
    }

    private static byte[] python100(int seed, int... labels) {
        return new Pickle().dictionary()
                .text("filenames").texts("a.png")
                .text("batch_label").text("training batch 1 of 1")
                .text("fine_labels").numbers(labels)
                .text("coarse_labels").numbers(Arrays.stream(labels).map(l -> l / 5).toArray())
                .text("data").matrix(labels.length, IMAGE, "u1", pixels(seed, labels.length)).end();
    }

    private static void python100(DiskFolders folders) {
        folders.write("cifar-100-python/train", python100(1, IntStream.range(0, 100).map(i -> 99 - i).toArray()));
        folders.write("cifar-100-python/test", python100(2, 42, 7));
        folders.write("cifar-100-python/meta", new Pickle().dictionary()
                .text("fine_label_names").texts(HUNDRED).text("coarse_label_names").texts(TWENTY).end());
    }

    private static ImageDataset load10(DiskFolders folders) {
        return folders.load(CifarLayout.cifar10(), "cifar10");
    }

    private static ImageDataset load100(DiskFolders folders) {
        return folders.load(CifarLayout.cifar100(), "cifar100");
    }

    @Test
    public void bothFormatsOfCifar10GiveTheSameDataSet() {
        try (DiskFolders binary = new DiskFolders(); DiskFolders python = new DiskFolders()) {
            binary10(binary);
            python10(python);
            ImageDataset cifar = load10(binary);
            assertEquals(cifar.train().labels(), IntStream.range(0, 5).flatMap(b -> Arrays.stream(labels(b))).toArray());
            assertEquals(cifar.test().labels(), labels(5));
            assertEquals(cifar.info().classNames(), List.of(TEN));
            assertEquals(cifar.test().pixels(), ByteBuffer.wrap(pixels(5, 4)));
            assertEquals(cifar.train().pixels().slice(4 * 4 * IMAGE, 4 * IMAGE), ByteBuffer.wrap(pixels(4, 4)));
            assertTrue(cifar.info().groups().isEmpty());
            assertTrue(cifar.shots().isEmpty());
            assertEquals(load10(python).sha256(), cifar.sha256());
        }
    }

    @Test
    public void bothFormatsOfCifar100GiveTheSameDataSetAndItsSuperclasses() {
        try (DiskFolders binary = new DiskFolders(); DiskFolders python = new DiskFolders()) {
            binary100(binary);
            python100(python);
            ImageDataset cifar = load100(binary);
            assertEquals(cifar.train().label(0), 99);
            assertEquals(cifar.test().labels(), new int[] {42, 7});
            assertEquals(cifar.train().pixels(), ByteBuffer.wrap(pixels(1, 100)));
            assertEquals(cifar.info().groups().orElseThrow().names(), List.of(TWENTY));
            assertEquals(cifar.info().groups().orElseThrow().groupOf(), IntStream.range(0, 100).map(i -> i / 5).toArray());
            ImageDataset same = load100(python);
            assertEquals(same.sha256(), cifar.sha256());
            assertEquals(same.info().groups().orElseThrow().groupOf(), cifar.info().groups().orElseThrow().groupOf());
        }
    }

    @Test
    public void takesMatricesOfColumnsAndLongNumbers() {
        try (DiskFolders rows = new DiskFolders(); DiskFolders columns = new DiskFolders()) {
            python100(rows);
            python100(columns);
            byte[] pixels = pixels(2, 2);
            byte[] transposed = new byte[pixels.length];
            for (int i = 0; i < pixels.length; i++) {
                transposed[i % IMAGE * 2 + i / IMAGE] = pixels[i];
            }
            columns.write("cifar-100-python/test", new Pickle().dictionary()
                    .text("fine_labels").op(']').op('(').op(0x8a).op(1).op(42).op(0x8a).op(8).bytes((byte) 7, (byte) 0, (byte) 0, (byte) 0,
                            (byte) 0, (byte) 0, (byte) 0, (byte) 0).op('e')
                    .text("coarse_labels").numbers(8, 1)
                    .text("data").matrix(2, IMAGE, "u1", true, transposed).end());
            assertEquals(load100(columns).sha256(), load100(rows).sha256());
        }
    }

    @DataProvider
    public Object[][] listFolders() {
        return new Object[][] {{"cifar-100-binary/fscil_index_list"}, {"fscil_index_list"}, {"index_list/cifar100"}};
    }

    @Test(dataProvider = "listFolders")
    public void takesTheFewShotListsThatLieBeside(String folder) {
        try (DiskFolders folders = new DiskFolders()) {
            binary100(folders);
            String without = load100(folders).sha256();
            folders.write(folder + "/session_1.txt", "0\n1\n");
            folders.write(folder + "/session_2.txt", "7\n8\n");
            folders.write(folder + "/session_3.txt", "3\n\n5\n");
            ImageDataset cifar = load100(folders);
            assertEquals(cifar.sha256(), without);
            List<int[]> sessions = cifar.shots().orElseThrow().sessions();
            assertEquals(sessions.size(), 2);
            assertEquals(sessions.get(0), new int[] {7, 8});
            assertEquals(sessions.get(1), new int[] {3, 5});
            assertTrue(cifar.shots().orElseThrow().origin().matches("CEC index lists [0-9a-f]{12}"));

            Path file = folders.write(folder + "/session_3.txt", "3\ncat\n");
            assertEquals(expectThrows(DatasetException.class, () -> load100(folders)).getMessage(),
                    file + ": line 2: expected a whole number, found 'cat'");
        }
    }

    @Test
    public void namesFilesThatAreMissingOrDoNotFit() {
        try (DiskFolders folders = new DiskFolders()) {
            binary100(folders);
            folders.delete("cifar-100-binary/test.bin");
            assertRefused(folders, "cifar-100-binary/test.bin: is missing; CIFAR-100 there has train.bin, test.bin, "
                    + "fine_label_names.txt, coarse_label_names.txt");
            folders.write("cifar-100-binary/test.bin", new byte[3074 + 100]);
            assertRefused(folders, "cifar-100-binary/test.bin: bytes: expected a multiple of 3074, found 3174");
            folders.write("cifar-100-binary/test.bin", records(pixels(0, 1), new int[] {100}, 5));
            assertRefused(folders, "cifar-100-binary/test.bin: label of image 0: expected 0 to 99, found 100");
            folders.write("cifar-100-binary/test.bin", records(pixels(0, 1), new int[] {99}, 4));
            assertRefused(folders, "cifar-100-binary/test.bin: superclass of image 0: expected 0 to 19, found 24");
            folders.write("cifar-100-binary/test.bin", records(pixels(0, 1), new int[] {50}, 6));
            assertRefused(folders, "cifar-100-binary/test.bin: superclass of image 0 of class 50: expected 10, found 8");
            folders.write("cifar-100-binary/fine_label_names.txt", "apple\nbear\n");
            assertRefused(folders, "cifar-100-binary/fine_label_names.txt: class names: expected 100, found 2");
        }
    }

    private static void assertRefused(DiskFolders folders, String message) {
        assertEquals(expectThrows(DatasetException.class, () -> load100(folders)).getMessage(), folders.data() + "/" + message);
    }

    @DataProvider
    public Object[][] pickles() {
        byte[] sound = python100(2, 42, 7);
        return new Object[][] {
            // what runs a command when Python reads it
            {new Pickle().dictionary().text("data").global("os", "system").text("true").op(0x85).op('R').end(),
                "holds what the official files do not, so it is not read: type os.system"},
            {new Pickle().dictionary().text("data").global("datetime", "date").end(),
                "holds what the official files do not, so it is not read: type datetime.date"},
            {new Pickle().op('(').text("true").op('i').bytes("os\nsystem\n".getBytes()).stop(),
                "holds what the official files do not, so it is not read: instruction 0x69"},
            {new Pickle().dictionary().text("data").matrix(1, 2, "O8", (byte) 1, (byte) 2).end(),
                "holds what the official files do not, so it is not read: an array of type O8, not of u1"},
            {new Pickle().dictionary().text("data").matrix(2, IMAGE, "u1", (byte) 1).end(),
                "holds what the official files do not, so it is not read: an array of shape [2, 3072] with 1 bytes"},
            {new Pickle().dictionary().text("data").op(0x8a).op(5).bytes((byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 1).end(),
                "holds what the official files do not, so it is not read: the number 4294967296"},
            // gigabytes that are promised but not there
            {new Pickle().dictionary().text("data").op('T').four(Integer.MAX_VALUE).end(),
                "is truncated or cannot be read: it ends within 2147483647 bytes that it says follow"},
            {new Pickle().dictionary().text("data").op('T').four(-1).end(),
                "is truncated or cannot be read: it ends within 4294967295 bytes that it says follow"},
            {Arrays.copyOf(sound, sound.length - 3000), "is truncated or cannot be read: it ends within 6144 bytes that it says follow"},
            {Arrays.copyOf(sound, 20), "is truncated or cannot be read: premature end of file"},
            {new byte[0], "is truncated or cannot be read: premature end of file"},
            {new Pickle().dictionary().numbers(1).numbers(2).end(),
                "holds what the official files do not, so it is not read: a dictionary by something else than text"},
            {new Pickle().numbers(1, 2).stop(), "holds no dictionary"},
            {new Pickle().dictionary().end(), "has no list of whole numbers 'fine_labels'"},
            {new Pickle().dictionary().text("fine_labels").texts("a").end(), "has no list of whole numbers 'fine_labels'"},
            {new Pickle().dictionary().text("fine_labels").numbers(1).text("coarse_labels").numbers(0).end(), "has no matrix 'data'"},
            {new Pickle().dictionary().text("fine_labels").numbers(1).text("coarse_labels").numbers(0)
                    .text("data").matrix(1, 4, "u1", new byte[4]).end(), "shape of 'data': expected [1, 3072], found [1, 4]"},
        };
    }

    @Test(dataProvider = "pickles")
    public void refusesPicklesOfAnythingElse(byte[] pickle, String message) {
        try (DiskFolders folders = new DiskFolders()) {
            python100(folders);
            folders.write("cifar-100-python/test", pickle);
            assertRefused(folders, "cifar-100-python/test: " + message);
        }
    }

    @Test
    public void anInstructionTooManyIsNoPickle() {
        try (DiskFolders folders = new DiskFolders()) {
            python100(folders);
            folders.write("cifar-100-python/test", new Pickle().op('R').stop());
            String message = expectThrows(DatasetException.class, () -> load100(folders)).getMessage();
            assertTrue(message.startsWith(folders.data() + "/cifar-100-python/test: is no pickle: "), message);
        }
    }

    @Test
    public void importsAFolderOfAnyName() throws IOException {
        try (DiskFolders folders = new DiskFolders()) {
            binary100(folders);
            folders.write("cifar-100-binary/fscil_index_list/session_1.txt", "0\n");
            folders.write("cifar-100-binary/fscil_index_list/session_2.txt", "7\n");
            String sha256 = load100(folders).sha256();
            Path own = Files.move(folders.data().resolve("cifar-100-binary"), folders.data().resolve("my own"));
            assertEquals(folders.state(CifarLayout.cifar100(), "cifar100").kind(), DatasetState.Kind.MISSING);
            Path place = folders.importFrom(CifarLayout.cifar100(), "cifar100", own);
            assertEquals(folders.state(CifarLayout.cifar100(), "cifar100").where(), place.toString());
            assertEquals(load100(folders).sha256(), sha256);
            assertTrue(load100(folders).shots().isPresent());
        }
    }

    @Test(dataProvider = "pickles")
    public void picklesOfAnythingElseAreNotTakenOverAndDoNotBlockTheRightOnes(byte[] pickle, String message) throws IOException {
        try (DiskFolders folders = new DiskFolders()) {
            python100(folders);
            byte[] sound = Files.readAllBytes(folders.data().resolve("cifar-100-python/test"));
            folders.write("cifar-100-python/test", pickle);
            Path own = Files.move(folders.data().resolve("cifar-100-python"), folders.data().resolve("my own"));
            assertEquals(expectThrows(DatasetException.class, () -> folders.importFrom(CifarLayout.cifar100(), "cifar100", own)).getMessage(),
                    own + ": holds no sound cifar100, so it was not taken over: test: " + message);
            assertEquals(folders.state(CifarLayout.cifar100(), "cifar100").kind(), DatasetState.Kind.MISSING);
            Files.write(own.resolve("test"), sound);
            folders.importFrom(CifarLayout.cifar100(), "cifar100", own);
            ImageDataset cifar = load100(folders);
            assertEquals(cifar.test().labels(), new int[] {42, 7});
            assertEquals(cifar.unverified(), Optional.of("3 files; is none of the known editions (official binary files, official python files)"));
        }
    }

    @Test
    public void anUnknownEditionIsNotVerified() {
        try (DiskFolders folders = new DiskFolders()) {
            DatasetState missing = folders.state(CifarLayout.cifar10(), "cifar10");
            assertEquals(missing.kind(), DatasetState.Kind.MISSING);
            assertTrue(missing.detail().contains("palimpsest data fetch cifar10"), missing.detail());
            binary10(folders);
            DatasetState state = folders.state(CifarLayout.cifar10(), "cifar10");
            assertEquals(state.kind(), DatasetState.Kind.UNVERIFIED);
            assertEquals(state.where(), folders.data().resolve("cifar-10-batches-bin").toString());
        }
    }
}
