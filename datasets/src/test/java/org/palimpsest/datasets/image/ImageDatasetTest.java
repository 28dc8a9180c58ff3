package org.palimpsest.datasets.image;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.DatasetException;
import org.testng.annotations.Test;

public class ImageDatasetTest {
    private static final ImageShape SHAPE = new ImageShape(1, 1, 2);
    private static final DatasetInfo INFO = new DatasetInfo(
            "pairs", "Pairs", "none", "made", List.of("a", "b"), SHAPE, 2, 1, new double[1], new double[] {1}, Optional.empty());

    private static LabelledImages images(int... labels) {
        return new LabelledImages(SHAPE, ByteBuffer.allocate(2 * labels.length), labels);
    }

    @Test
    public void acceptsWhatItsInfoSays() {
        assertEquals(new ImageDataset(INFO, images(0, 1), images(1), "").train().label(1), 1);
    }

    @Test
    public void refusesOtherCountsShapesAndLabels() {
        assertMessage(images(0), "pairs: training images: expected 2, found 1");
        assertMessage(images(0, 2), "pairs: label of training image 1: expected below 2, found 2");
        LabelledImages tall = new LabelledImages(new ImageShape(1, 2, 1), ByteBuffer.allocate(4), new int[2]);
        assertMessage(tall, "pairs: shape of the training images: expected 1x1x2, found 1x2x1");
    }

    private static void assertMessage(LabelledImages train, String message) {
        DatasetException wrong =
                expectThrows(DatasetException.class, () -> new ImageDataset(INFO, train, images(1), ""));
        assertEquals(wrong.getMessage(), message);
    }

    @Test
    public void imagesMustFillTheirBytes() {
        ByteBuffer five = ByteBuffer.allocate(5);
        assertThrows(IllegalArgumentException.class, () -> new LabelledImages(SHAPE, five, new int[2]));
        assertThrows(IllegalArgumentException.class, () -> images(0, -1));
    }

    @Test
    public void nobodyCanChangeTheImages() {
        LabelledImages images = images(0, 1);
        assertThrows(ReadOnlyBufferException.class, () -> images.pixels().put((byte) 1));
        images.pixels().get();
        assertEquals(images.pixels().remaining(), 4);
        images.labels()[0] = 9;
        assertEquals(images.label(0), 0);
    }

    @Test
    public void shapesAreNeverEmpty() {
        assertThrows(IllegalArgumentException.class, () -> new ImageShape(0, 1, 1));
        assertThrows(ArithmeticException.class, () -> new ImageShape(1, 1 << 16, 1 << 16));
        assertEquals(new ImageShape(3, 4, 5).size(), 60);
        assertEquals(new ImageShape(3, 4, 5).plane(), 20);
    }

    @Test
    public void infoNeedsOneMeanPerChannelAndKeepsItsOwn() {
        assertThrows(IllegalArgumentException.class, () -> new DatasetInfo(
                "x", "", "", "", List.of(), SHAPE, 0, 0, new double[2], new double[1], Optional.empty()));
        INFO.std()[0] = 5;
        assertEquals(INFO.std(), new double[] {1});
        assertTrue(INFO.classes() == 2);
    }

    @Test
    public void infoNeedsAGroupOfThoseThereAreForEveryClass() {
        ClassGroups one = new ClassGroups(List.of("all"), new int[] {0});
        assertThrows(IllegalArgumentException.class, () -> new DatasetInfo(
                "x", "", "", "", List.of("a", "b"), SHAPE, 0, 0, new double[1], new double[1], Optional.of(one)));
        assertThrows(IllegalArgumentException.class, () -> new ClassGroups(List.of("all"), new int[] {1}));
    }

    @Test
    public void holdsFeaturesOfFourBytesEach() {
        LabelledImages features =
                new LabelledImages(SHAPE, ElementType.FLOAT32, ByteBuffer.allocate(16), new int[] {0, 1});
        assertEquals(features.type(), ElementType.FLOAT32);
        assertThrows(IllegalArgumentException.class, () -> new LabelledImages(
                SHAPE, ElementType.FLOAT32, ByteBuffer.allocate(4), new int[] {0, 1}));
        assertThrows(DatasetException.class, () -> new ImageDataset(INFO, features, images(1), ""));
    }
}
