package org.palimpsest.harness.gauges;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * What the units of one layer gave for a number of examples. A unit of a convolution is a channel, over all positions of the
 * image (Sokar et al., ICML 2023, section 3).
 */
final class Units {
    private double[] sums = new double[0];
    private long zeros;
    private long outputs;

    /** Adds the outputs for some more examples, shape (n, units) or (n, units, ...). */
    void add(NDArray output) {
        Shape shape = output.getShape();
        add(output.toFloatArray(), (int) shape.get(1), (int) shape.slice(2).size());
    }

    /** Adds outputs that follow each other by example, then unit, then position. */
    void add(float[] values, int units, int positions) {
        if (sums.length == 0) {
            sums = new double[units];
        }
        for (int i = 0; i < values.length; i++) {
            sums[i / positions % units] += Math.abs((double) values[i]);
            if (values[i] == 0) {
                zeros++;
            }
        }
        outputs += values.length;
    }

    /**
     * The share of units whose score is at most {@code threshold}: the score of unit i is E|h_i| / mean_k E|h_k|, and 0 where the
     * whole layer is silent (Sokar et al., ICML 2023, definitions 3.1 and 3.2).
     */
    double dormant(double threshold) {
        double mean = Arrays.stream(sums).sum() / sums.length;
        if (Double.isNaN(mean)) {
            return mean;
        }
        return (double) Arrays.stream(sums).filter(sum -> mean == 0 || sum / mean <= threshold).count() / sums.length;
    }

    /** 1 - the share of outputs that are 0. */
    double active() {
        return 1 - (double) zeros / outputs;
    }
}
