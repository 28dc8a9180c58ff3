package org.palimpsest.datasets.disk.folders;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.expectThrows;

import java.nio.ByteBuffer;
import java.util.List;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.disk.DiskFolders;
import org.palimpsest.datasets.disk.MadeImage;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ImageShape;
import org.testng.annotations.Test;

/** The official layout, with three classes of two images each. */
public class TinyImagenetLayoutTest {
    private static final TinyImagenetLayout LAYOUT = new TinyImagenetLayout();
    private static final String FOLDER = "tiny-imagenet-200/";

    private static void write(DiskFolders folders) {
        List<String> wnids = List.of("n02124075", "n01443537", "n03126707");
        folders.write(FOLDER + "wnids.txt", String.join("\n", wnids) + "\n");
        folders.write(FOLDER + "words.txt", "n00001740\tentity\nn01443537\tgoldfish, Carassius auratus\nn02124075\tcrane\nn03126707\tcrane\n");
        for (int c = 0; c < 3; c++) {
            String wnid = wnids.get(c);
            folders.write(FOLDER + "train/" + wnid + "/" + wnid + "_boxes.txt", wnid + "_0.JPEG\t0\t0\t62\t63\n");
            folders.write(FOLDER + "train/" + wnid + "/images/" + wnid + "_0.JPEG", MadeImage.jpeg(10 * c));
            folders.write(FOLDER + "train/" + wnid + "/images/" + wnid + "_1.JPEG", MadeImage.jpeg(10 * c + 5));
        }
        folders.write(FOLDER + "val/images/val_0.JPEG", MadeImage.jpeg(100));
        folders.write(FOLDER + "val/images/val_1.JPEG", MadeImage.jpeg(200));
        folders.write(FOLDER + "val/val_annotations.txt", "val_0.JPEG\tn03126707\t0\t32\t44\t62\nval_1.JPEG\tn02124075\t52\t55\t57\t59\n");
        folders.write(FOLDER + "test/images/test_0.JPEG", MadeImage.jpeg(1));
    }

    private static ImageDataset load(DiskFolders folders) {
        return folders.load(LAYOUT, "tiny-imagenet@2");
    }

    @Test
    public void readsTheOfficialLayout() {
        try (DiskFolders folders = new DiskFolders()) {
            write(folders);
            ImageDataset tiny = load(folders);
            // two kinds of cranes
            assertEquals(tiny.info().classNames(), List.of("crane", "goldfish", "crane (n03126707)"));
            assertEquals(tiny.train().labels(), new int[] {0, 0, 1, 1, 2, 2});
            assertEquals(tiny.test().labels(), new int[] {2, 0});
            assertEquals(tiny.info().shape(), new ImageShape(3, 2, 2));
            byte[] greys = new byte[24];
            for (int i = 0; i < 24; i++) {
                greys[i] = (byte) (i < 12 ? 100 : 200);
            }
            assertEquals(tiny.test().pixels(), ByteBuffer.wrap(greys));
            assertEquals(folders.load(LAYOUT, "tiny-imagenet").info().shape(), new ImageShape(3, 64, 64));
        }
    }

    @Test
    public void readsTestImagesThatSomebodySortedIntoClasses() {
        try (DiskFolders folders = new DiskFolders()) {
            write(folders);
            String sha256 = load(folders).sha256();
            folders.delete(FOLDER + "val/val_annotations.txt");
            folders.delete(FOLDER + "val/images/val_0.JPEG");
            folders.delete(FOLDER + "val/images/val_1.JPEG");
            folders.write(FOLDER + "val/n03126707/images/val_0.JPEG", MadeImage.jpeg(100));
            folders.write(FOLDER + "val/n02124075/val_1.JPEG", MadeImage.jpeg(200));
            assertRefused(folders, "val/n01443537: holds no images, though it is the folder of a class");
            folders.write(FOLDER + "val/n01443537/val_2.JPEG", MadeImage.jpeg(50));
            ImageDataset tiny = load(folders);
            assertEquals(tiny.test().labels(), new int[] {0, 1, 2});
            assertEquals(tiny.test().pixels().get(0) & 255, 200);
            assertNotEquals(tiny.sha256(), sha256);
        }
    }

    @Test
    public void namesWhatIsMissingOrDoesNotFit() {
        try (DiskFolders folders = new DiskFolders()) {
            write(folders);
            folders.write(FOLDER + "val/val_annotations.txt", "val_0.JPEG\tn03126707\nval_1.JPEG\tn99999999\n");
            assertRefused(folders, "val/val_annotations.txt: line 2: expected an image, a tab and a class of wnids.txt, found "
                    + "'val_1.JPEG\tn99999999'");
            folders.write(FOLDER + "val/val_annotations.txt", "val_0.JPEG\tn03126707\nval_9.JPEG\tn03126707\n");
            assertRefused(folders, "val/val_annotations.txt: 1 of the 2 images that it lists are missing: " + folders.data() + "/" + FOLDER
                    + "val/images/val_9.JPEG");
            folders.delete(FOLDER + "train/n01443537/images/n01443537_0.JPEG");
            folders.delete(FOLDER + "train/n01443537/images/n01443537_1.JPEG");
            assertRefused(folders, "train/n01443537/images: holds no images, though it is the folder of a class");
            write(folders);
            folders.write(FOLDER + "words.txt", "n02124075\tcrane\n");
            assertRefused(folders, "words.txt: has no words for n01443537 of wnids.txt");
        }
    }

    private static void assertRefused(DiskFolders folders, String message) {
        assertEquals(expectThrows(DatasetException.class, () -> load(folders)).getMessage(), folders.data() + "/" + FOLDER + message);
    }
}
