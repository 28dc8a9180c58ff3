package org.palimpsest.harness.augment;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The operations of AutoAugment, each on images small enough to do it by hand. */
public class OperationTest extends AugmentTest {
    private static int[] plane(Operation operation, NDArray images, double magnitude) {
        double[] magnitudes = new double[(int) images.getShape().get(0)];
        Arrays.fill(magnitudes, magnitude);
        NDArray changed = operation.apply(images, magnitudes, 9);
        assertEquals(changed.getDataType(), DataType.UINT8, operation.toString());
        assertEquals(changed.getShape(), images.getShape(), operation.toString());
        return ints(changed.get(0, 0));
    }

    /** Three equal channels. */
    private NDArray grey(int height, int width, int... values) {
        return bytes(new Shape(1, 1, height, width), values).repeat(1, 3);
    }

    @DataProvider
    public Object[][] byHand() {
        int[] square = {1, 2, 3, 4, 5, 6, 7, 8, 10};
        return new Object[][] {
            // row y shifts by (y + 1/2) / 2 pixels, to the nearest
            {Operation.SHEAR_X, 0.5, 3, square, new int[] {1, 2, 3, 5, 6, 9, 8, 10, 9}},
            {Operation.SHEAR_X, -0.5, 3, square, new int[] {1, 2, 3, 9, 4, 5, 9, 7, 8}},
            {Operation.SHEAR_Y, 0.5, 3, square, new int[] {1, 5, 6, 4, 8, 10, 7, 9, 9}},
            {Operation.TRANSLATE_X, 0.34, 3, square, new int[] {9, 1, 2, 9, 4, 5, 9, 7, 8}},
            {Operation.TRANSLATE_X, -0.34, 3, square, new int[] {2, 3, 9, 5, 6, 9, 8, 10, 9}},
            {Operation.TRANSLATE_X, 0.3, 3, square, square},
            {Operation.TRANSLATE_Y, 0.67, 3, square, new int[] {9, 9, 9, 9, 9, 9, 1, 2, 3}},
            {Operation.ROTATE, 90, 3, square, new int[] {3, 6, 10, 2, 5, 8, 1, 4, 7}},
            {Operation.ROTATE, 10, 3, square, square},
            {Operation.BRIGHTNESS, 1.5, 2, new int[] {0, 10, 101, 200}, new int[] {0, 15, 152, 255}},
            {Operation.BRIGHTNESS, 0.1, 2, new int[] {0, 10, 101, 200}, new int[] {0, 1, 10, 20}},
            {Operation.COLOUR, 1.9, 2, new int[] {0, 10, 101, 200}, new int[] {0, 10, 101, 200}},
            {Operation.CONTRAST, 2, 2, new int[] {80, 120, 90, 110}, new int[] {60, 140, 80, 120}},
            {Operation.CONTRAST, 0.5, 2, new int[] {80, 120, 90, 110}, new int[] {90, 110, 95, 105}},
            {Operation.POSTERIZE, 4, 2, new int[] {15, 16, 200, 255}, new int[] {0, 16, 192, 240}},
            {Operation.POSTERIZE, 8, 2, new int[] {15, 16, 200, 255}, new int[] {15, 16, 200, 255}},
            {Operation.SOLARIZE, 128, 2, new int[] {0, 127, 128, 255}, new int[] {0, 127, 127, 0}},
            {Operation.SOLARIZE, 256, 2, new int[] {0, 127, 128, 255}, new int[] {0, 127, 128, 255}},
            {Operation.AUTO_CONTRAST, 0, 2, new int[] {50, 60, 75, 100}, new int[] {0, 51, 128, 255}},
            {Operation.AUTO_CONTRAST, 0, 2, new int[] {50, 50, 50, 50}, new int[] {50, 50, 50, 50}},
            {Operation.EQUALIZE, 0, 2, new int[] {50, 60, 75, 100}, new int[] {50, 60, 75, 100}},
            {Operation.INVERT, 0, 2, new int[] {0, 10, 128, 255}, new int[] {255, 245, 127, 0}},
            // in the middle (8 neighbours of 10, itself 75 + 5 * 75 ...): (80 + 5 * 75) / 13 = 35
            {Operation.SHARPNESS, 0, 3, new int[] {10, 10, 10, 10, 75, 10, 10, 10, 10}, new int[] {10, 10, 10, 10, 35, 10, 10, 10, 10}},
            {Operation.SHARPNESS, 1.5, 3, new int[] {10, 10, 10, 10, 75, 10, 10, 10, 10}, new int[] {10, 10, 10, 10, 95, 10, 10, 10, 10}},
            {Operation.SHARPNESS, 1, 3, square, square},
        };
    }

    @Test(dataProvider = "byHand")
    public void anOperationDoesWhatThePaperSays(Operation operation, double magnitude, int side, int[] before, int[] after) {
        assertEquals(plane(operation, grey(side, side, before), magnitude), after);
    }

    @Test
    public void colourLeadsAwayFromTheRoundedLuma() {
        NDArray image = bytes(new Shape(1, 3, 1, 1), 200, 100, 50); // luma 124.2
        assertEquals(ints(Operation.COLOUR.apply(image, new double[] {0.5}, 0)), new int[] {162, 112, 87});
        assertEquals(ints(Operation.COLOUR.apply(image, new double[] {1.5}, 0)), new int[] {238, 88, 13});
    }

    @Test
    public void channelsAreStretchedAndLevelledByThemselves() {
        NDArray image = bytes(new Shape(1, 3, 1, 2), 0, 100, 40, 50, 7, 7);
        assertEquals(ints(Operation.AUTO_CONTRAST.apply(image, new double[] {0}, 0)), new int[] {0, 255, 0, 255, 7, 7});
    }

    /** Histogram by histogram, in whole numbers. */
    private static int[] equalized(int[] plane) {
        int[] histogram = new int[256];
        Arrays.stream(plane).forEach(v -> histogram[v]++);
        int step = (plane.length - histogram[Arrays.stream(plane).max().orElseThrow()]) / 255;
        if (step == 0) {
            return plane;
        }
        int[] table = new int[256];
        int sum = step / 2;
        for (int v = 0; v < 256; v++) {
            table[v] = Math.min(255, sum / step);
            sum += histogram[v];
        }
        return Arrays.stream(plane).map(v -> table[v]).toArray();
    }

    @Test
    public void equalizeLevelsTheHistogramOfEveryChannel() {
        NDArray noise = noise(3, 3, 40, 32);
        NDArray dark = noise.toType(DataType.FLOAT32, true).square().div(800).floor().toType(DataType.UINT8, true);
        for (NDArray images : new NDArray[] {noise, dark}) {
            NDArray levelled = Operation.EQUALIZE.apply(images, new double[3], 0);
            for (int n = 0; n < 3; n++) {
                for (int c = 0; c < 3; c++) {
                    assertEquals(ints(levelled.get(n, c)), equalized(ints(images.get(n, c))));
                }
            }
        }
    }

    @Test
    public void smoothingIsThatOfALoopOverPixels() {
        NDArray image = noise(1, 3, 5, 6);
        int[] before = ints(image.get(0, 0));
        int[] expected = before.clone();
        for (int y = 1; y < 4; y++) {
            for (int x = 1; x < 5; x++) {
                int sum = 4 * before[y * 6 + x];
                for (int i = 0; i < 9; i++) {
                    sum += before[(y + i / 3 - 1) * 6 + x + i % 3 - 1];
                }
                expected[y * 6 + x] = (int) Math.round(sum / 13.0);
            }
        }
        assertEquals(plane(Operation.SHARPNESS, image, 0), expected);
    }

    @Test
    public void everyImageHasItsOwnMagnitude() {
        NDArray images = bytes(new Shape(2, 3, 1, 1), 100, 100, 100, 100, 100, 100);
        assertEquals(ints(Operation.BRIGHTNESS.apply(images, new double[] {0.5, 2}, 0)), new int[] {50, 50, 50, 200, 200, 200});
    }

    @Test
    public void levelsSpanTheRangesOfThePaper() {
        assertEquals(Operation.SHEAR_X.magnitude(9, false), 0.3);
        assertEquals(Operation.SHEAR_Y.magnitude(9, true), -0.3);
        assertEquals(Operation.TRANSLATE_X.magnitude(9, false) * 331, 150, 1e-9);
        assertEquals(Operation.ROTATE.magnitude(3, true), -10, 1e-9);
        assertEquals(Operation.CONTRAST.magnitude(9, false), 1.9, 1e-12);
        assertEquals(Operation.SHARPNESS.magnitude(9, true), 0.1, 1e-12);
        assertEquals(Operation.COLOUR.magnitude(0, true), 1.0);
        assertEquals(IntStream.range(0, 10).mapToDouble(l -> Operation.POSTERIZE.magnitude(l, false)).toArray(),
                new double[] {8, 8, 7, 7, 6, 6, 5, 5, 4, 4});
        assertEquals(Operation.SOLARIZE.magnitude(0, false), 256.0);
        assertEquals(Operation.SOLARIZE.magnitude(9, true), 0.0);
        assertTrue(Arrays.stream(Operation.values()).noneMatch(o -> Double.isNaN(o.magnitude(4, true))));
    }
}
