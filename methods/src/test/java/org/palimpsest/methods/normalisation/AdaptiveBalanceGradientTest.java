package org.palimpsest.methods.normalisation;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Gradients through adab2n against differences of its arithmetic in double precision. */
public class AdaptiveBalanceGradientTest extends AdaptiveBalanceFixture {
    private static double weightedSum(double[] y) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += COEFFICIENTS[i % 4] * (1 + i / 4 % 3) * y[i];
        }
        return sum;
    }

    private static double[] mixed(double[] a) {
        double[] x = new double[IMAGES.length * Layer.NUMBERS];
        for (int i = 0; i < IMAGES.length; i++) {
            for (int c = 0; c < 2; c++) {
                for (int w = 0; w < 2; w++) {
                    x[i * 4 + c * 2 + w] = a[c * 2] * IMAGES[i][w] + a[c * 2 + 1] * IMAGES[i][2 + w];
                }
            }
        }
        return x;
    }

    private static void assertGradient(float[] actual, double[] at, ToDoubleFunction<double[]> function, String what) {
        for (int i = 0; i < at.length; i++) {
            double step = 1e-5;
            double[] moved = at.clone();
            moved[i] += step;
            double up = function.applyAsDouble(moved);
            moved[i] -= 2 * step;
            double expected = (up - function.applyAsDouble(moved)) / (2 * step);
            assertEquals(actual[i], expected, 2e-4 * Math.max(1, Math.abs(expected)), what + " " + i);
            assertTrue(Math.abs(expected) > 1e-4, what + " " + i + " has no gradient to be checked: " + expected);
        }
    }

    @DataProvider
    public Object[][] cases() {
        return new Object[][] {{false, 0.0}, {true, 0.0}, {false, 0.3}};
    }

    /** Through statistics and weights, to psi, to the scale, and to what comes before; the running statistics count as constants. */
    @Test(dataProvider = "cases")
    public void gradientsAreThoseOfDifferences(boolean renormalise, double lambda) {
        double[] a = {0.5, -0.25, 0.125, 1};
        double[] gamma = {2, -0.5};
        double[] psi = {0.4, -0.3, 0.8};
        try (Layer layer = layer(0.4, lambda, 0, true, renormalise)) {
            layer.set("backbone.Conv2d", "weight", a);
            layer.setNorm("gamma", gamma);
            layer.setNorm("psi", psi);
            layer.begin(2);
            Reference here = Reference.of(mixed(a), TASKS, psi, gamma, renormalise);
            double rate = Math.pow(0.1, 0.4);
            double[] m = Arrays.stream(here.mean()).map(mean -> rate * mean).toArray();
            double[] v = Arrays.stream(here.variance()).map(variance -> 1 + rate * (variance - 1)).toArray();
            float[][] gradients = new float[3][];
            float loss = layer.step(batch(layer), AdaptiveBalanceFixture::weightedSum, () -> {
                gradients[0] = layer.gradient("backbone.Conv2d", "weight");
                gradients[1] = layer.gradient("backbone.Norm", "gamma");
                gradients[2] = layer.gradient("backbone.Norm", "psi");
            });
            assertEquals(loss, weightedSum(here.y()) + lambda * here.distance(m, v), 1e-4);
            assertClose(layer.norm("runningMean"), m, TOLERANCE);
            assertClose(layer.norm("runningVar"), v, TOLERANCE);
            assertGradient(gradients[0], a, x -> loss(Reference.of(mixed(x), TASKS, psi, gamma, renormalise), lambda, m, v), "weight");
            assertGradient(gradients[1], gamma, x -> loss(Reference.of(mixed(a), TASKS, psi, x, renormalise), lambda, m, v), "gamma");
            assertGradient(Arrays.copyOf(gradients[2], renormalise ? 2 : 3), Arrays.copyOf(psi, renormalise ? 2 : 3),
                    x -> loss(Reference.of(mixed(a), TASKS, new double[] {x[0], x[1], renormalise ? psi[2] : x[2]}, gamma, renormalise), lambda, m, v), "psi");
        }
    }

    private static double loss(Reference reference, double lambda, double[] m, double[] v) {
        return weightedSum(reference.y()) + lambda * reference.distance(m, v);
    }

    /** A channel that is the same everywhere has a variance of 0, where roots have no slope. */
    @Test
    public void aConstantChannelIsFinite() {
        try (Layer layer = layer(0.4, 0.1, 0, true, false)) {
            layer.begin(1);
            int[][] images = {{5, 5, 1, 2}, {5, 5, 3, 4}, {5, 5, 6, 7}};
            float[][] gradient = new float[1][];
            layer.step(layer.batch(new int[] {0, 2, 3}, images), AdaptiveBalanceFixture::weightedSum,
                    () -> gradient[0] = layer.gradient("backbone.Conv2d", "weight"));
            for (float value : gradient[0]) {
                assertTrue(Float.isFinite(value), Arrays.toString(gradient[0]));
            }
        }
    }
}
