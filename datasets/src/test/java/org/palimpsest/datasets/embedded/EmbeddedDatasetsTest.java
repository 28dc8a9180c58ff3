package org.palimpsest.datasets.embedded;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.LabelledImages;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The images among them. */
public class EmbeddedDatasetsTest {
    private final EmbeddedFiles files = EmbeddedFiles.packaged();

    @DataProvider
    public Object[][] sources() {
        return EmbeddedDatasets.sources().stream().filter(EmbeddedImages.class::isInstance).map(source -> new Object[] {source}).toArray(Object[][]::new);
    }

    private static ImageDataset load(DatasetSource source) {
        return (ImageDataset) source.load(DatasetName.parse(source.card().name()));
    }

    @Test(dataProvider = "sources")
    public void holdWhatTheirInfoSays(DatasetSource source) {
        DatasetCard card = source.card();
        ImageDataset dataset = load(source);
        DatasetInfo info = dataset.info();
        assertEquals(card, info.embeddedCard());
        assertTrue(card.embedded());
        assertEquals(source.state(DatasetName.parse(card.name())).kind(), DatasetState.Kind.EMBEDDED);
        assertEquals(info.classes(), 10);
        assertFalse(info.licence().isBlank() || info.origin().isBlank() || info.title().isBlank());
        assertEquals(dataset.train().size(), info.train());
        assertEquals(dataset.test().size(), info.test());
    }

    @Test(dataProvider = "sources")
    public void haveTheMeanAndDeviationThatTheirInfoSays(DatasetSource source) {
        DatasetInfo info = load(source).info();
        ByteBuffer pixels = load(source).train().pixels();
        long n = pixels.remaining();
        long sum = 0;
        long squares = 0;
        while (pixels.hasRemaining()) {
            int pixel = Byte.toUnsignedInt(pixels.get());
            sum += pixel;
            squares += (long) pixel * pixel;
        }
        double mean = (double) sum / n;
        assertEquals(info.mean()[0], mean / 255, 1e-12);
        assertEquals(info.std()[0], Math.sqrt((double) squares / n - mean * mean) / 255, 1e-12);
    }

    @Test
    public void fashionHasTwelveHundredTrainingAndTwoHundredTestImagesOfEachClass() {
        ImageDataset fashion = load(FashionMnistCompact.in(files));
        assertEquals(counts(fashion.train()), IntStream.generate(() -> 1_200).limit(10).toArray());
        assertEquals(counts(fashion.test()), IntStream.generate(() -> 200).limit(10).toArray());
        // the official files begin with an ankle boot, in training and test alike
        assertEquals(fashion.train().label(0), 9);
        assertEquals(fashion.test().label(0), 9);
    }

    @Test
    public void digitsKeepFourFifthsOfEachClassForTraining() {
        ImageDataset digits = load(Digits.in(files));
        int[] test = {35, 36, 35, 36, 36, 36, 36, 35, 34, 36};
        int[] all = {178, 182, 177, 183, 181, 182, 181, 179, 174, 180};
        assertEquals(counts(digits.test()), test);
        assertEquals(counts(digits.train()), IntStream.range(0, 10).map(c -> all[c] - test[c]).toArray());
    }

    @Test
    public void digitsSpreadSixteenShadesOverAByte() {
        ByteBuffer pixels = load(Digits.in(files)).train().pixels();
        byte[] firstRow = new byte[8];
        pixels.get(firstRow);
        // the file's first row begins 0,0,5,13,9,1,0,0
        assertEquals(firstRow, new byte[] {0, 0, 80, (byte) 207, (byte) 143, 16, 0, 0});
        boolean[] seen = new boolean[256];
        while (pixels.hasRemaining()) {
            seen[Byte.toUnsignedInt(pixels.get())] = true;
        }
        assertEquals(IntStream.range(0, 256).filter(v -> seen[v]).toArray(), new int[] {
            0, 16, 32, 48, 64, 80, 96, 112, 128, 143, 159, 175, 191, 207, 223, 239, 255
        });
    }

    @Test
    public void digitsShareNoImageBetweenTrainingAndTest() {
        ImageDataset digits = load(Digits.in(files));
        Set<ByteBuffer> train = Set.copyOf(images(digits.train()));
        List<ByteBuffer> test = images(digits.test());
        assertEquals(test.stream().filter(train::contains).toList(), List.of());
    }

    private static int[] counts(LabelledImages images) {
        int[] counts = new int[10];
        Arrays.stream(images.labels()).forEach(label -> counts[label]++);
        return counts;
    }

    private static List<ByteBuffer> images(LabelledImages images) {
        int size = images.shape().size();
        return IntStream.range(0, images.size()).mapToObj(i -> images.pixels().slice(i * size, size)).toList();
    }
}
