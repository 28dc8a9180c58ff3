package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Data sets and streams from the command line, on a machine that has none but the embedded ones and a folder of images. */
public class DataTest {
    private Palimpsest palimpsest;
    private Path home;

    @BeforeClass
    public void makeImages() throws IOException {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        for (int c = 0; c < 4; c++) {
            for (int i = 0; i < 20; i++) {
                BufferedImage image = new BufferedImage(20, 16, BufferedImage.TYPE_INT_RGB);
                for (int p = 0; p < 320; p++) {
                    image.setRGB(p % 20, p / 20, (c * 60 + i) << (p % 3 * 8));
                }
                Path file = home.resolve("images/shades/shade-" + c + "/" + i + ".png");
                Files.createDirectories(file.getParent());
                ImageIO.write(image, "png", file.toFile());
            }
        }
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    @Test
    public void thePageOfDataHasTheCatalogueAsItIs() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "data.md"));
        String table = palimpsest.run("data", "list", "--markdown").exits(0).out().strip();
        String shown = page.substring(page.indexOf("<!-- data list -->") + 18, page.indexOf("<!-- end of data list -->")).strip();
        assertEquals(shown, table, "the table is made by 'palimpsest data list --markdown'");
    }

    @Test
    public void everyDataSetIsListedWithItsState() {
        JsonNode rows = palimpsest.run("data", "list", "--json").exits(0).json();
        for (JsonNode row : rows) {
            String name = row.get("name").asText();
            boolean embedded = List.of("digits", "fashion-mnist-compact", "clinc150", "banking77").contains(name);
            assertEquals(row.get("state").asText(), embedded ? "embedded" : name.contains(":") ? "your own" : "not found", name);
        }
        List<String> names = rows.findValuesAsText("name");
        assertTrue(names.containsAll(List.of("mnist", "fashion-mnist", "cifar10", "cifar100", "cub200", "mini-imagenet", "tiny-imagenet", "omniglot",
                "imagenet-subset", "image-folder:NAME", "features:NAME", "superni", "long-sequence", "trace", "instruction-file:NAME")), names.toString());
    }

    @Test
    public void aFolderOfImagesOfOnesOwnIsADataSet() {
        palimpsest.run("data", "verify", "image-folder:shades", "--data", "images").exits(0).shows("not verified", "shades");
        Folders.write(home.resolve("shades.yaml"), "id: shades\nversion: 1\nscenario: class-incremental\ndataset: image-folder:shades@12\n"
                + "tasks: 2\nsplit: classes\nclassOrder: natural\n");
        Benchmark.named("own-images").with("stream", "shades.yaml").with("augment", "[random-crop, flip]").in(home);
        palimpsest.run("run", "own-images.yaml", "--methods", "finetune", "--seeds", "1", "--data", "images").exits(0).shows("finetune");
        palimpsest.run("describe", "dataset", "image-folder:shades@12", "--data", "images").exits(0).shows("train: 64", "test: 16", "3x12x12", "shade-0");
    }

    @DataProvider
    public Object[][] misuse() {
        return new Object[][] {
            {"run split-cifar10-online --methods finetune", "cifar10: is not on this machine", "palimpsest data fetch cifar10", "--data"},
            {"data verify cifar10", "", "", ""},
            {"data verify cifar", "unknown data set", "did you mean 'cifar10'", ""},
            {"data fetch mini-imagenet", "cannot be had without asking", "palimpsest data import mini-imagenet", ""},
            {"data fetch nist", "no data set that can be fetched", "did you mean 'mnist'", ""},
            {"data import mnist absent.zip", "there is no such file", "absent.zip", ""},
            {"data import mnist images", "does not hold mnist", "train-images", ""},
            {"data list --data absent", "--data", "absent", "is no folder"},
            {"describe dataset cifar10@32", "are not scaled", "cifar10@32", ""},
            {"stream preview split-digits --out absent/sheet.png", "in no folder that exists", "--out", ""},
            {"stream preview split-digit --out sheet.png", "unknown stream", "did you mean 'split-digits'", ""},
            {"run relabelled-digits --methods joint", "learns several tasks at once", "relabelled-digits", "joint"},
            {"run relabelled-digits --methods cumulative", "learns several tasks at once", "relabelled-digits", "cumulative"},
            {"run split-digits-online --methods er --set evaluation.validation=0.9", "validation", "0.9", ""},
        };
    }

    @Test(dataProvider = "misuse")
    public void whatIsWrongIsSaidInWords(String command, String first, String second, String third) {
        palimpsest.run(command.split(" ")).exits(2).complainsOf(first, second, third);
    }

    @Test
    public void aStreamIsDrawnAsAContactSheet() throws IOException {
        Path sheet = home.resolve("sheet.png");
        palimpsest.run("stream", "preview", "split-digits", "--out", sheet.toString(), "--images", "7").exits(0).shows("sheet.png");
        BufferedImage image = ImageIO.read(sheet.toFile());
        BufferedImage wider = wider(sheet);
        assertTrue(wider.getWidth() > image.getWidth());
        assertEquals(wider.getHeight(), image.getHeight());
        // five rows, each with pixels that are neither white nor text
        assertTrue(image.getHeight() > 5 * 56);
    }

    /** A pipe is given the sheet, a link is followed: neither is replaced. */
    @Test
    public void aSheetReplacesNothingButAFile() throws Exception {
        Path pipe = Folders.fifo(home.resolve("pipe"));
        CompletableFuture<BufferedImage> reader = CompletableFuture.supplyAsync(() -> read(pipe));
        palimpsest.run("stream", "preview", "split-digits", "--out", pipe.toString()).exits(0);
        assertTrue(reader.get(1, TimeUnit.MINUTES).getHeight() > 5 * 56);
        assertTrue(Files.exists(pipe) && !Files.isRegularFile(pipe), "the pipe is still one");

        Path file = Files.createFile(home.resolve("file.png"));
        Path link = Files.createSymbolicLink(home.resolve("link.png"), file);
        palimpsest.run("stream", "preview", "split-digits", "--out", link.toString()).exits(0);
        assertTrue(Files.isSymbolicLink(link));
        assertTrue(read(file).getHeight() > 5 * 56);
        palimpsest.run("stream", "preview", "split-digits", "--out", home.toString()).exits(2).complainsOf("--out", "is a folder");
    }

    private static BufferedImage read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return ImageIO.read(new ByteArrayInputStream(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BufferedImage wider(Path sheet) throws IOException {
        palimpsest.run("stream", "preview", "split-digits", "--out", sheet.toString(), "--images", "9").exits(0);
        return ImageIO.read(sheet.toFile());
    }

    @Test
    public void theFoldersThatAreSearchedAreShownInTheirOrder() {
        Outcome where = palimpsest.run("data", "where", "--data", "images").exits(0);
        assertTrue(where.out().lines().findFirst().orElse("").endsWith("images"), where.toString());
        where.shows(home.resolve("cache/palimpsest").toString());
    }
}
