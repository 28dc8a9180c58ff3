package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Turns stored pixels into network input: (pixel / 255 - mean) / sd, per channel. */
public final class Normalisation {
    private final NDArray factor;
    private final NDArray shift;

    /**
     * Normalisation for pictures.
     *
     * @param manager owner of the two small arrays
     * @param mean mean of pixel / 255, one value per channel
     * @param sd standard deviation of pixel / 255, one value per channel, positive
     */
    public Normalisation(NDManager manager, double[] mean, double[] sd) {
        float[] factors = new float[mean.length];
        float[] shifts = new float[mean.length];
        for (int c = 0; c < mean.length; c++) {
            factors[c] = (float) (1 / (255 * sd[c]));
            shifts[c] = (float) (mean[c] / sd[c]);
        }
        Shape perChannel = new Shape(mean.length, 1, 1);
        factor = manager.create(factors, perChannel);
        shift = manager.create(shifts, perChannel);
    }

    /** Shape (n, channels, height, width) in, the same shape out, FLOAT32. */
    NDArray apply(NDArray stored) {
        // a conversion from floats to floats would be no copy, but what is stored must not change
        boolean floats = stored.getDataType() == DataType.FLOAT32;
        NDArray scaled = floats ? stored.mul(factor) : stored.toType(DataType.FLOAT32, false).muli(factor);
        return scaled.subi(shift);
    }
}
