package org.palimpsest.harness.api.network;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Function;
import org.palimpsest.harness.NativeTest;
import org.testng.annotations.Test;

/** The building blocks of normalisers against their formulas, and their gradients against differences. */
public class ChannelsTest extends NativeTest {
    private static final Shape SHAPE = new Shape(2, 4, 1, 3);
    private static final int N = 24;

    private double[] values(int seed) {
        double[] values = new double[N];
        for (int i = 0; i < N; i++) {
            values[i] = Math.sin(seed + 1.7 * i) * 2 + 0.3 * (i % 5);
        }
        return values;
    }

    private NDArray array(double... values) {
        return values.length == N ? floats(SHAPE, values) : floats(new Shape(values.length), values);
    }

    private static double[] standardised(double[] x, int groups) {
        double[] out = new double[N];
        int size = N / 2 / groups;
        for (int from = 0; from < N; from += size) {
            double mean = 0;
            for (int i = from; i < from + size; i++) {
                mean += x[i] / size;
            }
            double variance = 0;
            for (int i = from; i < from + size; i++) {
                variance += (x[i] - mean) * (x[i] - mean) / size;
            }
            for (int i = from; i < from + size; i++) {
                out[i] = (x[i] - mean) / Math.sqrt(variance + 1e-3);
            }
        }
        return out;
    }

    @Test
    public void affineIsScaleTimesXPlusShiftByChannel() {
        double[] scale = {2, -1, 0.5, 3};
        double[] shift = {0, 1, -4, 0.25};
        double[] x = values(1);
        double[] expected = new double[N];
        for (int i = 0; i < N; i++) {
            int channel = i / 3 % 4;
            expected[i] = scale[channel] * x[i] + shift[channel];
        }
        assertClose(Channels.affine(array(x), array(scale), array(shift)), expected, 1e-6);
    }

    @Test
    public void standardiseIsMeanZeroAndVarianceOneInEveryGroupOfEveryExample() {
        for (int groups : new int[] {1, 2, 4}) {
            double[] x = values(groups);
            assertClose(Channels.standardise(array(x), groups, 1e-3f), standardised(x, groups), 1e-5);
        }
    }

    /** The gradient of sum_i w_i y_i, with fixed weights w, by central differences. */
    private void assertGradient(double[] point, Function<NDArray, NDArray> function) {
        NDArray weights = floats(SHAPE, values(9));
        NDArray x = array(point);
        x.setRequiresGradient(true);
        backward(() -> function.apply(x).mul(weights).sum());
        float[] gradient = JniUtils.getGradient((PtNDArray) x).toFloatArray();
        double step = 1e-2;
        for (int i = 0; i < point.length; i++) {
            double[] moved = point.clone();
            moved[i] += step;
            double up = function.apply(array(moved)).mul(weights).sum().getFloat();
            moved[i] -= 2 * step;
            double down = function.apply(array(moved)).mul(weights).sum().getFloat();
            assertEquals(gradient[i], (up - down) / (2 * step), 5e-3, "gradient " + i);
        }
    }

    @Test
    public void gradientsFlowToAllThatTheyDependOn() {
        double[] scale = {2, -1, 0.5, 3};
        double[] shift = {0, 1, -4, 0.25};
        assertGradient(values(1), x -> Channels.affine(x, array(scale), array(shift)));
        assertGradient(scale, s -> Channels.affine(array(values(1)), s, array(shift)));
        assertGradient(shift, s -> Channels.affine(array(values(1)), array(scale), s));
        assertGradient(values(2), x -> Channels.standardise(x, 2, 1e-3f));
    }
}
