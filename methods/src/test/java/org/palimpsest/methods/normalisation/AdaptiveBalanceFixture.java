package org.palimpsest.methods.normalisation;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.palimpsest.harness.api.Batch;

/** A layer of adab2n, examples of two tasks for it, and a loss of its output. */
abstract class AdaptiveBalanceFixture {
    static final double TOLERANCE = 1e-5;
    static final int[] LABELS = {3, 0, 1, 3, 2, 0, 3};
    static final int[] TASKS = {1, 0, 0, 1, 1, 0, 1};
    static final int[][] IMAGES = {{1, 3, 2, 4}, {6, 2, 9, 1}, {3, 3, 0, 7}, {5, 8, 4, 4}, {2, 0, 6, 6}, {7, 1, 3, 2}, {0, 4, 8, 5}};
    static final double[] COEFFICIENTS = {0.7, -1.1, 0.4, 1.3};

    static Layer layer(double kappa, double lambda, int adaT0, boolean weighted, boolean renormalise) {
        return new Layer(new AdaptiveBalanceNormaliser(), new AdaptiveBalanceNormaliser.Options(kappa, lambda, adaT0, weighted, renormalise));
    }

    static Batch batch(Layer layer) {
        return layer.batch(LABELS, IMAGES);
    }

    static void assertClose(float[] actual, double[] expected, double tolerance) {
        assertEquals(actual.length, expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(actual[i], expected[i], tolerance, "number " + i);
        }
    }

    /** A loss in which every number counts differently. */
    static NDArray weightedSum(NDArray y) {
        int n = (int) y.getShape().get(0);
        float[] factors = new float[n * Layer.NUMBERS];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = (float) (COEFFICIENTS[i % 4] * (1 + i / 4 % 3));
        }
        return y.mul(y.getManager().create(factors, new Shape(n, Layer.NUMBERS))).sum();
    }
}
