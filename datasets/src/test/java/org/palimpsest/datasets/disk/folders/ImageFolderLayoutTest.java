package org.palimpsest.datasets.disk.folders;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.disk.DiskFolders;
import org.palimpsest.datasets.disk.MadeImage;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ImageShape;
import org.testng.annotations.Test;

public class ImageFolderLayoutTest {
    private static final ImageFolderLayout LAYOUT = new ImageFolderLayout();

    private static ImageDataset load(DiskFolders folders) {
        return folders.load(LAYOUT, "image-folder:birds@4");
    }

    @Test
    public void readsFoldersByPartAndClass() {
        try (DiskFolders folders = new DiskFolders()) {
            folders.write("birds/train/robin/b.PNG", MadeImage.png(Color.RED));
            folders.write("birds/train/robin/a.jpg", MadeImage.jpeg(50));
            folders.write("birds/train/robin/notes.txt", "not an image");
            folders.write("birds/train/robin/.hidden.jpg", "not one either");
            folders.write("birds/train/eagle/x.png", MadeImage.png(Color.BLUE));
            folders.write("birds/test/robin/c.png", MadeImage.png(Color.GREEN));
            folders.write("birds/test/eagle/c.png", MadeImage.png(Color.WHITE));
            ImageDataset birds = load(folders);
            assertEquals(birds.info().classNames(), List.of("eagle", "robin"));
            assertEquals(birds.info().name(), "image-folder:birds@4");
            assertEquals(birds.train().labels(), new int[] {0, 1, 1});
            assertEquals(birds.test().labels(), new int[] {0, 1});
            assertEquals(birds.info().shape(), new ImageShape(3, 4, 4));
            // blue, then grey, then red
            assertEquals(new int[] {birds.train().pixels().get(0), birds.train().pixels().get(32) & 255, birds.train().pixels().get(48),
                birds.train().pixels().get(96) & 255}, new int[] {0, 255, 50, 255});
            DatasetState state = folders.state(LAYOUT, "image-folder:birds");
            assertEquals(state.kind(), DatasetState.Kind.UNVERIFIED);
            assertTrue(state.detail().startsWith("5 files; "), state.detail());
            String absolute = folders.data().resolve("birds").toString();
            assertEquals(folders.load(LAYOUT, "image-folder:" + absolute + "@4").sha256(), birds.sha256());
        }
    }

    @Test
    public void eachFifthImageOfAClassIsATestImage() {
        try (DiskFolders folders = new DiskFolders()) {
            for (int i = 0; i < 11; i++) {
                folders.write("birds/robin/%02d.jpg".formatted(i), MadeImage.jpeg(i * 10));
            }
            for (int i = 0; i < 5; i++) {
                folders.write("birds/eagle/" + i + ".jpg", MadeImage.jpeg(200 + i * 10));
            }
            ImageDataset birds = load(folders);
            assertEquals(birds.train().labels(), new int[] {0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1});
            assertEquals(birds.test().labels(), new int[] {0, 1, 1});
            assertEquals(birds.test().pixels().get(0) & 255, 240);
            assertEquals(birds.test().pixels().get(48), 40);
            assertEquals(birds.test().pixels().get(96), 90);
        }
    }

    @Test
    public void saysWhatDoesNotFit() {
        try (DiskFolders folders = new DiskFolders()) {
            String message = expectThrows(DatasetException.class, () -> load(folders)).getMessage();
            assertTrue(message.startsWith("image-folder:birds@4: is not on this machine. Looked in " + folders.data()), message);
            Path few = folders.write("birds/robin/a.jpg", MadeImage.jpeg(0)).getParent();
            assertRefused(folders, few + ": holds 1 of the 5 or more images that a class needs, since each fifth is a test image. Else "
                    + "part them into the folders train and test");
            folders.write("birds/train/robin/a.jpg", MadeImage.jpeg(0));
            folders.write("birds/test/eagle/a.jpg", MadeImage.jpeg(0));
            assertRefused(folders, folders.data().resolve("birds/test") + ": does not have the classes of " + folders.data().resolve("birds/train")
                    + ": without robin, but with eagle");
            folders.write("birds/test/robin/readme.txt", "");
            folders.write("birds/train/eagle/a.jpg", MadeImage.jpeg(0));
            assertRefused(folders, folders.data().resolve("birds/test/robin") + ": holds no images, though it is the folder of a class");
            folders.write("birds/test/robin/a.jpg", "no image");
            message = expectThrows(DatasetException.class, () -> load(folders)).getMessage();
            assertTrue(message.startsWith("1 damaged image: " + folders.data().resolve("birds/test/robin/a.jpg: ")), message);
        }
    }

    @Test
    public void everyPictureIsReadWhateverItsFormatAndHoweverDeep() throws IOException {
        try (DiskFolders folders = new DiskFolders()) {
            byte[] webp = resource("lossless.webp");
            byte[] tiff = resource("rgb.tif");
            byte[] ppm = resource("rgb.ppm");
            folders.write("birds/train/ant/b.webp", webp);
            folders.write("birds/train/ant/a.TIF", tiff);
            folders.write("birds/train/ant/old.jpg/deep/c.ppm", ppm);
            folders.write("birds/train/ant/@eaDir/a.jpg", "a thumbnail");
            folders.write("birds/train/ant/__MACOSX/._a.jpg", "no image");
            folders.write("birds/train/ant/Thumbs.db", "no image");
            folders.write("birds/test/ant/a.tiff", tiff);
            ImageDataset ants = load(folders);
            assertEquals(ants.train().size(), 3);
            ByteBuffer pixels = ants.train().pixels();
            assertEquals(pixels.slice(0, 48), pixels.slice(48, 48));
            assertEquals(pixels.slice(0, 48), pixels.slice(96, 48));
            assertEquals(pixels.slice(0, 48), ants.test().pixels());
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = ImageFolderLayoutTest.class.getResourceAsStream("/palimpsest/pictures/" + name)) {
            return in.readAllBytes();
        }
    }

    @Test
    public void whatLooksLikeAPictureAndIsNotReadIsRefusedByNameAndNumber() {
        try (DiskFolders folders = new DiskFolders()) {
            for (int i = 0; i < 5; i++) {
                folders.write("birds/ant/" + i + ".jpg", MadeImage.jpeg(i));
                folders.write("birds/ant/more/" + i + ".heic", "whatever");
                folders.write("birds/bee/" + i + ".jpg", MadeImage.jpeg(i));
                folders.write("birds/bee/" + i + ".txt", "a note");
            }
            folders.write("birds/bee/picture", MadeImage.jpeg(0));
            folders.write("birds/bee/9.zip", "whatever");
            Path birds = folders.data().resolve("birds");
            assertRefused(folders, birds.resolve("ant") + ": 5 files are of a format that is not read (.heic); " + birds.resolve("bee")
                    + ": 2 files are of a format that is not read (.zip, no ending): read are JPEG, PNG, GIF, BMP, TIFF, WebP, Netpbm; convert them "
                    + "or take them away");
        }
    }

    @Test
    public void partsHaveAnyOfTheNamesOfTheField() {
        try (DiskFolders folders = new DiskFolders()) {
            for (String test : List.of("val", "valid", "validation", "Test", "testing")) {
                for (String train : List.of("train", "Training")) {
                    String set = test + train;
                    folders.write(set + "/" + train + "/a/1.jpg", MadeImage.jpeg(1));
                    folders.write(set + "/" + test + "/a/1.jpg", MadeImage.jpeg(1));
                    folders.write(set + "/" + test + "/a/2.jpg", MadeImage.jpeg(2));
                    ImageDataset loaded = folders.load(LAYOUT, "image-folder:" + set + "@4");
                    assertEquals(List.of(loaded.train().size(), loaded.test().size()), List.of(1, 2), set);
                }
            }
            // a test part without classes is none
            folders.write("birds/train/a/1.jpg", MadeImage.jpeg(1));
            folders.write("birds/test/1.jpg", MadeImage.jpeg(1));
            folders.write("birds/val/a/1.jpg", MadeImage.jpeg(1));
            assertEquals(load(folders).test().size(), 1);
        }
    }

    @Test
    public void theNearestLayoutIsNamed() {
        try (DiskFolders folders = new DiskFolders()) {
            Path birds = folders.data().resolve("birds");
            folders.write("birds/a.jpg", MadeImage.jpeg(1));
            assertRefused(folders, birds + ": holds 1 image, but no folders of classes: put the images of each class into a folder of its name");
            folders.delete("birds/a.jpg");
            folders.write("birds/birds/robin/a.jpg", MadeImage.jpeg(1));
            folders.write("birds/birds/eagle/a.jpg", MadeImage.jpeg(1));
            assertRefused(folders, birds + ": holds one folder alone, whose folders seem to be the classes (or the parts): name "
                    + birds.resolve("birds"));
            folders.write("birds/fish/cod/a.jpg", MadeImage.jpeg(1));
            assertRefused(folders, birds + ": has its images two folders deep, so it is not clear whether 'birds' is a class or 'birds/eagle': put "
                    + "those of each class into one folder, all these side by side");
            folders.write("birds/train/robin/a.jpg", MadeImage.jpeg(1));
            assertRefused(folders, birds + ": has the folder train, but none of the test images: looked for test, testing, val, valid, validation. "
                    + "To have each fifth image as a test image, name " + birds.resolve("train") + " itself");
            folders.write("birds/test/robin/a.jpg", MadeImage.jpeg(1));
            folders.write("birds/test/b.jpg", MadeImage.jpeg(1));
            assertRefused(folders, birds.resolve("test") + ": 1 image lies beside the folders of classes, so no class is known of b.jpg; take away "
                    + "what belongs to none");
        }
    }

    @Test
    public void classesThatLookTheSameAreTheSame() {
        try (DiskFolders folders = new DiskFolders()) {
            folders.write("birds/train/caf\u00e9/a.jpg", MadeImage.jpeg(1));
            folders.write("birds/train/zoo/a.jpg", MadeImage.jpeg(1));
            folders.write("birds/test/cafe\u0301/a.jpg", MadeImage.jpeg(1));
            folders.write("birds/test/zoo/a.jpg", MadeImage.jpeg(1));
            ImageDataset loaded = load(folders);
            assertEquals(loaded.info().classNames(), List.of("caf\u00e9", "zoo"));
            assertEquals(loaded.test().labels(), new int[] {0, 1});
        }
    }

    private static void assertRefused(DiskFolders folders, String message) {
        assertEquals(expectThrows(DatasetException.class, () -> load(folders)).getMessage(), message);
    }

    @Test
    public void readsClassesOfImagenet() {
        try (DiskFolders folders = new DiskFolders()) {
            for (String part : List.of("train", "val")) {
                folders.write("imagenet100/" + part + "/n02000000/a.JPEG", MadeImage.jpeg(1));
                folders.write("imagenet100/" + part + "/n01000000/a.JPEG", MadeImage.jpeg(2));
            }
            ImageDataset subset = folders.load(new ImagenetSubsetLayout(), "imagenet-subset");
            assertEquals(subset.info().classNames(), List.of("n01000000", "n02000000"));
            assertEquals(subset.info().shape(), new ImageShape(3, 64, 64));
            assertEquals(subset.train().labels(), new int[] {0, 1});
            assertEquals(subset.test().labels(), new int[] {0, 1});
        }
    }
}
