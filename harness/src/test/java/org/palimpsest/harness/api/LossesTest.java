package org.palimpsest.harness.api;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.palimpsest.harness.NativeTest;
import org.testng.annotations.Test;

public class LossesTest extends NativeTest {
    private static final double[][] LOGITS = {{1, -2, 0.5}, {0, 3, -1}, {2, 2, 2}, {-4, 0.25, 1.5}};
    private static final long[] LABELS = {0, 2, 1, 1};
    private static final Shape SHAPE = new Shape(4, 3);

    /** The mean of log(sum of exponentials) minus the label's logit. */
    private static double crossEntropy(double[][] logits) {
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            double exponentials = 0;
            for (double logit : logits[i]) {
                exponentials += Math.exp(logit);
            }
            sum += Math.log(exponentials) - logits[i][(int) LABELS[i]];
        }
        return sum / logits.length;
    }

    private static double[] flat(double[][] rows) {
        double[] flat = new double[12];
        for (int i = 0; i < 12; i++) {
            flat[i] = rows[i / 3][i % 3];
        }
        return flat;
    }

    @Test
    public void crossEntropyIsTheMeanSurpriseAtTheLabels() {
        NDArray loss = Losses.crossEntropy(floats(SHAPE, flat(LOGITS)), manager().create(LABELS));
        assertEquals(loss.getShape(), new Shape());
        assertEquals(loss.getFloat(), crossEntropy(LOGITS), 1e-6);
    }

    @Test
    public void crossEntropyHasTheGradientThatFiniteDifferencesFind() {
        NDArray logits = floats(SHAPE, flat(LOGITS));
        logits.setRequiresGradient(true);
        backward(() -> Losses.crossEntropy(logits, manager().create(LABELS)));
        double[] expected = new double[12];
        double h = 1e-5;
        for (int i = 0; i < 12; i++) {
            double[][] up = {LOGITS[0].clone(), LOGITS[1].clone(), LOGITS[2].clone(), LOGITS[3].clone()};
            double[][] down = {LOGITS[0].clone(), LOGITS[1].clone(), LOGITS[2].clone(), LOGITS[3].clone()};
            up[i / 3][i % 3] += h;
            down[i / 3][i % 3] -= h;
            expected[i] = (crossEntropy(up) - crossEntropy(down)) / (2 * h);
        }
        assertClose(logits.getGradient(), expected, 1e-6);
    }

    @Test
    public void crossEntropyStaysFiniteWhereExponentialsOverflow() {
        NDArray loss = Losses.crossEntropy(floats(new Shape(2, 2), 1000, 0, 0, 1000), manager().create(new long[] {0, 0}));
        assertEquals(loss.getFloat(), 500, 1e-3);
    }
}
