package org.palimpsest.datasets.disk.omniglot;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.disk.DiskFolders;
import org.palimpsest.datasets.image.ClassGroups;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ImageShape;
import org.testng.annotations.Test;

public class OmniglotFilesTest {
    private static final OmniglotLayout LAYOUT = new OmniglotLayout();

    /** Black on white, of one bit a pixel, as the official drawings are; its upper rows are black. */
    private static byte[] drawing(int rows) {
        BufferedImage image = new BufferedImage(105, 105, BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, 105, 105);
        pen.setColor(Color.BLACK);
        pen.fillRect(0, 0, 105, rows);
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Files of some characters, with as many black rows as the person's number. */
    private static Map<String, byte[]> files(String set, int number, String... characters) {
        Map<String, byte[]> files = new TreeMap<>();
        for (String character : characters) {
            for (int person = 1; person <= 20; person++) {
                files.put("%s/%s/%04d_%02d.png".formatted(set, character, number, person), drawing(person));
            }
            number++;
        }
        return files;
    }

    private static byte[] zip(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry("images/"));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Test
    public void readsArchivesInPlaceAndFoldersAlike() {
        Map<String, byte[]> background = files("images_background", 1, "Tagalog/character01", "Greek/character01", "Greek/character02");
        Map<String, byte[]> evaluation = files("images_evaluation", 4, "Angelic/character01");
        try (DiskFolders zipped = new DiskFolders(); DiskFolders unpacked = new DiskFolders()) {
            zipped.write("omniglot/images_background.zip", zip(background));
            zipped.write("omniglot/images_evaluation.zip", zip(evaluation));
            // the whole is there, so that this one does not count
            zipped.write("omniglot/images_background_small1.zip", zip(files("images_background_small1", 9, "Latin/character01")));
            background.forEach((name, bytes) -> unpacked.write("omniglot-py/" + name, bytes));
            evaluation.forEach((name, bytes) -> unpacked.write("omniglot-py/" + name, bytes));

            ImageDataset omniglot = zipped.load(LAYOUT, "omniglot");
            assertEquals(omniglot.info().classNames(),
                    List.of("Greek/character01", "Greek/character02", "Tagalog/character01", "Angelic/character01"));
            ClassGroups alphabets = omniglot.info().groups().orElseThrow();
            assertEquals(alphabets.names(), List.of("Greek", "Tagalog", "Angelic"));
            assertEquals(alphabets.groupOf(), new int[] {0, 0, 1, 2});
            assertEquals(omniglot.train().size(), 60);
            assertEquals(omniglot.test().size(), 20);
            assertEquals(omniglot.info().shape(), new ImageShape(1, 28, 28));
            assertEquals(unpacked.load(LAYOUT, "omniglot").sha256(), omniglot.sha256());
        }
    }

    @Test
    public void drawingsAreLightOnDarkAndPartedByPerson() {
        try (DiskFolders folders = new DiskFolders()) {
            folders.write("images_background.zip", zip(files("images_background", 1, "Greek/character01")));
            ImageDataset omniglot = folders.load(LAYOUT, "omniglot@105");
            for (int person = 1; person <= 20; person++) {
                boolean trains = person <= 15;
                ByteBuffer pixels = (trains ? omniglot.train() : omniglot.test()).pixels();
                int start = (trains ? person - 1 : person - 16) * 105 * 105;
                for (int row = 0; row < 105; row++) {
                    assertEquals(pixels.get(start + row * 105 + 50) & 255, row < person ? 255 : 0);
                }
            }
        }
    }

    @Test
    public void refusesArchivesThatAreDamagedOrIncomplete() {
        try (DiskFolders folders = new DiskFolders()) {
            byte[] sound = zip(files("images_background", 1, "Greek/character01"));
            Path archive = folders.write("omniglot/images_background.zip", Arrays.copyOf(sound, 2000));
            assertRefused(folders, archive + ": is damaged or no archive: ");
            Map<String, byte[]> files = files("images_background", 1, "Greek/character01");
            files.remove("images_background/Greek/character01/0001_07.png");
            folders.write("omniglot/images_background.zip", zip(files));
            assertRefused(folders, folders.data().resolve("omniglot") + ": drawings of Greek/character01: expected those of persons 1 to 20, found "
                    + "[1, 2, 3, 4, 5, 6, 8, ");
            folders.write("omniglot/images_background.zip", zip(Map.of("readme.txt", new byte[1])));
            assertRefused(folders, folders.data().resolve("omniglot") + ": holds no drawings ");
            files.put("images_background/Greek/character01/0001_07.png", new byte[] {1, 2, 3});
            folders.write("omniglot/images_background.zip", zip(files));
            assertRefused(folders, "1 damaged image: " + archive + "!images_background/Greek/character01/0001_07.png: ");
        }
    }

    private static void assertRefused(DiskFolders folders, String beginning) {
        String message = expectThrows(DatasetException.class, () -> folders.load(LAYOUT, "omniglot")).getMessage();
        assertTrue(message.startsWith(beginning), message);
    }

    @Test
    public void readsTheOfficialSmallSets() {
        try (DiskFolders folders = DiskFolders.real("omniglot/images_background_small1.zip")) {
            DatasetState state = folders.state(LAYOUT, "omniglot");
            assertEquals(state.kind(), DatasetState.Kind.VERIFIED, state.detail());
            ImageDataset omniglot = folders.load(LAYOUT, "omniglot");
            assertEquals(omniglot.info().classes(), 242);
            assertEquals(omniglot.info().groups().orElseThrow().names().size(), 8);
            assertEquals(omniglot.train().size(), 242 * 15);
            assertEquals(omniglot.test().size(), 242 * 5);
            // thin strokes: most of a drawing is background
            assertEquals(omniglot.info().mean()[0], 0.08, 0.03);
        }
    }
}
