package org.palimpsest.methods.fscil;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.testng.annotations.Test;

public class ContrastiveLossTest extends NumericTest {
    private static final double TEMPERATURE = 0.07;

    private double loss(double temperature, long[] labels, double... rows) {
        NDArray z = doubles(new Shape(labels.length, rows.length / labels.length), rows);
        return number(ContrastiveLoss.of(z, labels(labels), temperature));
    }

    /** By hand: per anchor 0.000189, 2.912987, 11.428593 and 0.000190. */
    @Test
    public void agreesWithTheFormulaWorkedByHand() {
        assertEquals(loss(TEMPERATURE, new long[] {0, 0, 1, 1}, 1, 0, 0.6, 0.8, 0, 1, -1, 0), 3.585490, 1e-6);
    }

    @Test
    public void onlyDirectionsCount() {
        assertEquals(loss(TEMPERATURE, new long[] {0, 0, 1, 1}, 3, 0, 6, 8, 0, 0.1, -2, 0), 3.585490, 1e-6);
    }

    /** Anchors 0 and 1 have one another, anchor 2 nobody. */
    @Test
    public void anAnchorWithoutPositivesAddsNothingAndStillIsAnothersNegative() {
        double share = Math.exp(0.6) / (Math.exp(0.6) + Math.exp(0));
        double other = Math.exp(0.6) / (Math.exp(0.6) + Math.exp(0.8));
        assertEquals(loss(1, new long[] {5, 5, 7}, 1, 0, 0.6, 0.8, 0, 1), -(Math.log(share) + Math.log(other)) / 3, 1e-6);
        assertEquals(loss(1, new long[] {1, 2, 3}, 1, 0, 0.6, 0.8, 0, 1), 0, 0);
        assertEquals(loss(1, new long[] {1}, 1, 0), 0, 0);
    }

    /** Similarities of up to 1 / 0.001 would overflow an exponential; the only positive is opposite, a negative the same. */
    @Test
    public void staysFiniteAtSmallTemperatures() {
        assertEquals(loss(0.001, new long[] {0, 0, 1, 1}, 1, 0, -1, 0, 1, 0, -1, 0), 2000, 1e-9);
    }

    /** Two views of two images, each of length 1: -log of the share of the own other view among three. */
    @Test
    public void withALabelForEachImageItTellsInstancesApart() {
        NDArray z = doubles(new Shape(4, 2), 1, 0, 0, 1, 0.8, 0.6, 0.6, 0.8);
        NDArray labels = ContrastiveLoss.twice(z, 2);
        assertEquals(labels.toLongArray(), new long[] {0, 1, 0, 1});
        double[] own = {0.8, 0.8, 0.8, 0.8};
        double[][] others = {{0, 0.6}, {0, 0.6}, {0.6, 0.96}, {0.6, 0.96}};
        double expected = 0;
        for (int i = 0; i < 4; i++) {
            double e = Math.exp(own[i] / 0.5);
            expected -= Math.log(e / (e + Math.exp(others[i][0] / 0.5) + Math.exp(others[i][1] / 0.5))) / 4;
        }
        assertEquals(number(ContrastiveLoss.of(z, labels, 0.5)), expected, 1e-6);
    }

    @Test
    public void itsGradientIsThatOfItsDifferences() {
        assertGradient(z -> ContrastiveLoss.of(z, labels(0, 1, 0, 2, 1, 0), 0.3), new Shape(6, 3), DataType.FLOAT64, uneven(18));
    }
}
