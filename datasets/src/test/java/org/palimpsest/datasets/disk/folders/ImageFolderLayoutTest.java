package org.palimpsest.datasets.disk.folders;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.awt.Color;
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
