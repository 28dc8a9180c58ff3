package org.palimpsest.datasets.disk.cub;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.disk.DiskFolders;
import org.palimpsest.datasets.disk.MadeImage;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ImageShape;
import org.testng.annotations.Test;

/** The authors' layout, with three tiny images of each of 200 species, the last of which is a test image. */
public class CubLayoutTest {
    private static final String FOLDER = "CUB_200_2011/";

    private static String species(int label) {
        return "%03d.Bird_%d".formatted(label + 1, label + 1);
    }

    private static String path(int id) {
        int label = (id - 1) / 3;
        return species(label) + "/Bird_%d_%04d.jpg".formatted(label + 1, id);
    }

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> i + " " + line.apply(i) + "\n").collect(Collectors.joining());
    }

    private static void write(DiskFolders folders, int classes) {
        int images = 3 * classes;
        folders.write(FOLDER + "classes.txt", lines(classes, i -> species(i - 1)));
        folders.write(FOLDER + "images.txt", lines(images, CubLayoutTest::path));
        folders.write(FOLDER + "image_class_labels.txt", lines(images, i -> Integer.toString((i - 1) / 3 + 1)));
        folders.write(FOLDER + "train_test_split.txt", lines(images, i -> i % 3 == 0 ? "0" : "1"));
        byte[][] greys = IntStream.range(0, 256).mapToObj(MadeImage::jpeg).toArray(byte[][]::new);
        for (int id = 1; id <= images; id++) {
            folders.write(FOLDER + "images/" + path(id), greys[id % 256]);
        }
    }

    private static ImageDataset load(DiskFolders folders) {
        return folders.load(CubLayout.whole(), "cub200@8");
    }

    @Test
    public void readsTheAuthorsLayout() {
        try (DiskFolders folders = new DiskFolders()) {
            write(folders, 200);
            ImageDataset birds = load(folders);
            assertEquals(birds.info().name(), "cub200@8");
            assertEquals(birds.info().shape(), new ImageShape(3, 8, 8));
            assertEquals(birds.info().classNames().get(199), "200.Bird_200");
            assertEquals(birds.train().size(), 400);
            assertEquals(birds.test().size(), 200);
            for (int i = 0; i < 400; i++) {
                assertEquals(birds.train().label(i), i / 2);
                int id = i / 2 * 3 + i % 2 + 1;
                assertEquals(birds.train().pixels().get(i * 192 + 100) & 255, id % 256, 1);
            }
            assertTrue(birds.shots().isEmpty());
            assertEquals(folders.state(CubLayout.whole(), "cub200").kind(), DatasetState.Kind.UNVERIFIED);
            assertEquals(folders.state(CubLayout.half(), "cub100").kind(), DatasetState.Kind.MISSING);
        }
    }

    @Test
    public void takesListsOnlyIfAllTheirImagesAreHere() {
        try (DiskFolders folders = new DiskFolders()) {
            write(folders, 200);
            folders.write("index_list/cub200/session_1.txt", "CUB_200_2011/images/" + path(1) + "\n");
            folders.write("index_list/cub200/session_2.txt", "CUB_200_2011/images/" + path(302) + "\nCUB_200_2011/images/" + path(301) + "\n");
            List<int[]> sessions = load(folders).shots().orElseThrow().sessions();
            assertEquals(sessions.size(), 1);
            assertEquals(sessions.get(0), new int[] {201, 200});
            // a test image, and one that there is not
            for (String path : List.of(path(303), "001.Bird_1/none.jpg")) {
                folders.write("index_list/cub200/session_2.txt", "CUB_200_2011/images/" + path + "\n");
                assertTrue(load(folders).shots().isEmpty());
            }
        }
    }

    @Test
    public void namesWhatIsMissingOrDoesNotFit() {
        try (DiskFolders folders = new DiskFolders()) {
            write(folders, 200);
            String split = lines(600, i -> i % 3 == 0 ? "0" : "1");
            folders.write(FOLDER + "train_test_split.txt", split.replace("\n7 1\n", "\n"));
            assertRefused(folders, "train_test_split.txt: has no line of number 7");
            folders.write(FOLDER + "train_test_split.txt", split.replace("\n7 1\n", "\n7 2\n"));
            assertRefused(folders, "train_test_split.txt: image 7: expected 0 or 1, found '2'");
            folders.write(FOLDER + "train_test_split.txt", split.replace("\n7 1\n", "\n8 1\n"));
            assertRefused(folders, "train_test_split.txt: line 8 is the second of number 8");
            folders.write(FOLDER + "train_test_split.txt", split);
            String labels = lines(600, i -> Integer.toString((i - 1) / 3 + 1));
            folders.write(FOLDER + "image_class_labels.txt", labels.replace("\n600 200\n", "\n600 201\n"));
            assertRefused(folders, "image_class_labels.txt: class of image 600: expected 1 to 200, found 201");
            folders.write(FOLDER + "image_class_labels.txt", labels.replace("\n600 200\n", "\n600 3\n"));
            assertRefused(folders, "image_class_labels.txt: class of image 600, " + path(600) + ": expected 200.Bird_200, found 003.Bird_3");
            folders.write(FOLDER + "image_class_labels.txt", labels.replace("\n600 200\n", "\nsix\n"));
            assertRefused(folders, "image_class_labels.txt: line 600: expected a number, a blank and more, found 'six'");
            folders.write(FOLDER + "image_class_labels.txt", labels);
            folders.delete(FOLDER + "images/" + path(2));
            assertRefused(folders, "images.txt: 1 of the 600 images that it lists are missing: " + folders.data() + "/" + FOLDER + "images/" + path(2));
            for (int id = 3; id <= 12; id++) {
                folders.delete(FOLDER + "images/" + path(id));
            }
            String message = expectThrows(DatasetException.class, () -> load(folders)).getMessage();
            assertTrue(message.contains(": 11 of the 600 images ") && message.endsWith(path(11) + " and 1 more"), message);
        }
    }

    private static void assertRefused(DiskFolders folders, String message) {
        assertEquals(expectThrows(DatasetException.class, () -> load(folders)).getMessage(), folders.data() + "/" + FOLDER + message);
    }
}
