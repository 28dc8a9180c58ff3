package org.palimpsest.harness.augment;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Collections;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.Randomness;

/** Small images and chance for the tests of augmentation. */
abstract class AugmentTest extends NativeTest {
    static final ImageInfo COLOUR = info(3, 32, 32);

    static ImageInfo info(int channels, int height, int width) {
        return new ImageInfo(channels, height, width, Collections.nCopies(channels, 100.0));
    }

    static UniformRandomProvider random(long... key) {
        return new Randomness(5).get("test", key);
    }

    /** Random bytes. */
    final NDArray noise(long... shape) {
        Shape as = new Shape(shape);
        byte[] values = new byte[(int) as.size()];
        random(0).nextBytes(values);
        int[] wide = new int[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return bytes(as, wide);
    }

    /** Values of any type as whole numbers. */
    static int[] ints(NDArray array) {
        return array.toType(DataType.INT32, true).toIntArray();
    }

    static void assertPixels(NDArray actual, NDArray expected) {
        assertEquals(actual.getShape(), expected.getShape());
        assertEquals(ints(actual), ints(expected));
    }

    /** The values of the n-th image. */
    static int[] image(NDArray images, int n) {
        return ints(images.get(n));
    }

    /** Pearson's statistic of equally likely outcomes. */
    static double chiSquare(int[] counts) {
        double total = Arrays.stream(counts).sum();
        double expected = total / counts.length;
        return Arrays.stream(counts).mapToDouble(c -> (c - expected) * (c - expected) / expected).sum();
    }
}
