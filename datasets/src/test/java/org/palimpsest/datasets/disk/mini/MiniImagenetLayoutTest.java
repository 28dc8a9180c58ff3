package org.palimpsest.datasets.disk.mini;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.disk.DiskFolders;
import org.palimpsest.datasets.disk.MadeImage;
import org.palimpsest.datasets.image.ImageDataset;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Both layouts, with three classes: two of the base session, one of the next. */
public class MiniImagenetLayoutTest {
    private static final MiniImagenetLayout LAYOUT = new MiniImagenetLayout();

    private static String file(String wnid, int number) {
        return wnid + "%08d.jpg".formatted(number);
    }

    private static void bySplit(DiskFolders folders) {
        StringBuilder train = new StringBuilder("filename,label\n");
        StringBuilder test = new StringBuilder("filename,label\n");
        List<String> wnids = List.of("n01532829", "n01558993", "n01704323");
        for (int c = 0; c < 3; c++) {
            for (int i = 1; i <= 4; i++) {
                folders.write("miniimagenet/images/" + file(wnids.get(c), i), MadeImage.jpeg(40 * c + 10 * i));
                (i == 4 ? test : train).append(file(wnids.get(c), i)).append(',').append(wnids.get(c)).append('\n');
            }
        }
        folders.write("miniimagenet/split/train.csv", train.toString());
        folders.write("miniimagenet/split/test.csv", test.toString());
        folders.write("miniimagenet/split/val.csv", "filename,label\n");
    }

    /** The same images in a folder a class, of the last class only two for training. */
    private static void bySession(DiskFolders folders, String prefix, boolean soFar) {
        List<String> wnids = List.of("n01532829", "n01558993", "n01704323");
        for (int c = 0; c < 3; c++) {
            for (int i = 1; i <= 4; i++) {
                folders.write("MINI-ImageNet/" + wnids.get(c) + "/" + file(wnids.get(c), i), MadeImage.jpeg(40 * c + 10 * i));
            }
        }
        String base = lines(prefix, "n01558993", 1, 2, 3) + lines(prefix, "n01532829", 1, 2, 3);
        String baseTest = lines(prefix, "n01532829", 4) + lines(prefix, "n01558993", 4);
        folders.write("MINI-ImageNet/index_list/session_1.txt", base);
        folders.write("MINI-ImageNet/index_list/test_1.txt", baseTest);
        folders.write("MINI-ImageNet/index_list/session_2.txt", lines(prefix, "n01704323", 3, 1));
        folders.write("MINI-ImageNet/index_list/test_2.txt", (soFar ? baseTest : "") + lines(prefix, "n01704323", 4));
    }

    private static String lines(String prefix, String wnid, int... numbers) {
        return String.join("", IntStream.of(numbers).mapToObj(i -> prefix + wnid + "/" + file(wnid, i) + "\n").toList());
    }

    private static ImageDataset load(DiskFolders folders) {
        return folders.load(LAYOUT, "mini-imagenet@4");
    }

    @Test
    public void readsTablesOfOneFolderOfImages() {
        try (DiskFolders folders = new DiskFolders()) {
            bySplit(folders);
            ImageDataset mini = load(folders);
            assertEquals(mini.info().classNames(), List.of("n01532829", "n01558993", "n01704323"));
            assertEquals(mini.train().labels(), new int[] {0, 0, 0, 1, 1, 1, 2, 2, 2});
            assertEquals(mini.test().labels(), new int[] {0, 1, 2});
            assertEquals(mini.test().pixels().get(2 * 48) & 255, 120);
            assertTrue(mini.shots().isEmpty());
            assertEquals(folders.state(LAYOUT, "mini-imagenet").kind(), DatasetState.Kind.UNVERIFIED);

            folders.write("index_list/mini_imagenet/session_1.txt", lines("MINI-ImageNet/train/", "n01532829", 1, 2));
            folders.write("index_list/mini_imagenet/session_2.txt", lines("MINI-ImageNet/train/", "n01704323", 3, 1));
            assertEquals(load(folders).shots().orElseThrow().sessions().get(0), new int[] {8, 6});
        }
    }

    @DataProvider
    public Object[][] paths() {
        return new Object[][] {{"MINI-ImageNet/train/", false}, {"", false}, {"MINI-ImageNet/", true}};
    }

    @Test(dataProvider = "paths")
    public void readsTheListsOfSessions(String prefix, boolean soFar) {
        try (DiskFolders folders = new DiskFolders()) {
            bySession(folders, prefix, soFar);
            ImageDataset mini = load(folders);
            assertEquals(mini.info().classNames(), List.of("n01532829", "n01558993", "n01704323"));
            assertEquals(mini.train().labels(), new int[] {1, 1, 1, 0, 0, 0, 2, 2});
            assertEquals(mini.test().labels(), new int[] {0, 1, 2});
            assertEquals(mini.train().pixels().get(6 * 48) & 255, 110);
            List<int[]> sessions = mini.shots().orElseThrow().sessions();
            assertEquals(sessions.size(), 1);
            assertEquals(sessions.get(0), new int[] {6, 7});
        }
    }

    @Test
    public void listsOfSessionsMayComeFromOtherSystems() throws IOException {
        try (DiskFolders folders = new DiskFolders()) {
            bySession(folders, "train/", false);
            ImageDataset plain = load(folders);
            for (String list : List.of("session_1", "session_2", "test_1", "test_2")) {
                Path file = folders.data().resolve("MINI-ImageNet/index_list/" + list + ".txt");
                String text = Files.readString(file).replace("/", "\\").replace("\n", "\r\n");
                Files.writeString(file, "\ufeff" + text, list.endsWith("1") ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8);
            }
            ImageDataset windows = load(folders);
            assertEquals(windows.sha256(), plain.sha256());
            assertEquals(windows.shots().orElseThrow().sessions().get(0), new int[] {6, 7});
        }
    }

    @Test
    public void tablesMayWriteAccentsOtherwiseThanTheFolder() {
        try (DiskFolders folders = new DiskFolders()) {
            for (int i = 0; i < 2; i++) {
                folders.write("miniimagenet/images/caf\u00e9" + i + ".jpg", MadeImage.jpeg(i));
                folders.write("miniimagenet/images/the" + i + ".jpg", MadeImage.jpeg(i));
            }
            folders.write("miniimagenet/split/train.csv", "\ufefffilename,label\r\ncafe\u03010.jpg,caf\u00e9\r\nthe0.jpg,the\r\n");
            folders.write("miniimagenet/split/test.csv", "\ufefffilename,label\r\ncafe\u03011.jpg,cafe\u0301\r\nthe1.jpg,the\r\n");
            folders.write("miniimagenet/index_list/mini_imagenet/session_1.txt", "images/the0.jpg\n");
            folders.write("miniimagenet/index_list/mini_imagenet/session_2.txt", "images/cafe\u03010.jpg\n");
            ImageDataset mini = load(folders);
            assertEquals(mini.info().classNames(), List.of("caf\u00e9", "the"));
            assertEquals(mini.test().labels(), new int[] {0, 1});
            assertEquals(mini.shots().orElseThrow().sessions().get(0), new int[] {0});
        }
    }

    @Test
    public void namesWhatIsMissingOrDoesNotFit() {
        try (DiskFolders folders = new DiskFolders()) {
            bySplit(folders);
            String folder = folders.data() + "/miniimagenet/";
            folders.delete("miniimagenet/images/" + file("n01558993", 4));
            assertRefused(folders, folder + "split/test.csv: 1 of the 3 images that it lists are missing: " + folder + "images/"
                    + file("n01558993", 4));
            folders.write("miniimagenet/split/test.csv", "filename,label\n" + file("n01532829", 4) + ",n09999999\n");
            assertRefused(folders, folder + "split/test.csv: has classes that train.csv has not, such as n09999999: these tables part classes, "
                    + "as for few-shot learning alone; needed are those of 500 training and 100 test images of every class");
            folders.write("miniimagenet/split/train.csv", "filename,label\nn01532829\n");
            assertRefused(folders, folder + "split/train.csv: line 2: expected a file name, a comma and a class, found 'n01532829'");
        }
        try (DiskFolders folders = new DiskFolders()) {
            bySession(folders, "", false);
            String folder = folders.data() + "/MINI-ImageNet/";
            folders.write("MINI-ImageNet/index_list/test_1.txt", lines("", "n01704323", 4));
            assertRefused(folders, folder + "index_list/test_1.txt: tests n01704323/" + file("n01704323", 4)
                    + ", of a class that no session so far has trained");
            folders.delete("MINI-ImageNet/index_list/test_1.txt");
            String message = expectThrows(DatasetException.class, () -> load(folders)).getMessage();
            assertTrue(message.startsWith(folder + "index_list/test_1.txt: cannot be read: "), message);
        }
    }

    private static void assertRefused(DiskFolders folders, String message) {
        assertEquals(expectThrows(DatasetException.class, () -> load(folders)).getMessage(), message);
    }
}
