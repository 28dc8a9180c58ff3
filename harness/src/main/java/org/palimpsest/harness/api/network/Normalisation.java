package org.palimpsest.harness.api.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Turns what is stored into network input: (pixel / 255 - mean) / sd or (feature - mean) / sd, per channel; or leaves it alone. */
public final class Normalisation {
    private static final double WHITE = 255;

    /** What is stored is what the network reads, as are tokens. */
    public static final Normalisation NONE = new Normalisation();

    private final NDArray factor; // null where nothing is changed
    private final NDArray shift;

    private Normalisation() {
        factor = null;
        shift = null;
    }

    /**
     * A normalisation.
     *
     * @param manager owner of the two small arrays
     * @param stored UINT8 for pixels, FLOAT32 for features
     * @param mean mean of pixel / 255, or of the feature, one value per channel
     * @param sd standard deviation of the same, one value per channel, positive
     */
    public Normalisation(NDManager manager, DataType stored, double[] mean, double[] sd) {
        double range = stored == DataType.UINT8 ? WHITE : 1;
        float[] factors = new float[mean.length];
        float[] shifts = new float[mean.length];
        for (int c = 0; c < mean.length; c++) {
            factors[c] = (float) (1 / (range * sd[c]));
            shifts[c] = (float) (mean[c] / sd[c]);
        }
        Shape perChannel = new Shape(mean.length, 1, 1);
        factor = manager.create(factors, perChannel);
        shift = manager.create(shifts, perChannel);
    }

    /** Shape (n, channels, height, width) in, the same shape out, FLOAT32. */
    NDArray apply(NDArray stored) {
        if (factor == null) {
            return stored;
        }
        // a conversion from floats to floats would be no copy, but what is stored must not change
        boolean floats = stored.getDataType() == DataType.FLOAT32;
        NDArray scaled = floats ? stored.mul(factor) : stored.toType(DataType.FLOAT32, false).muli(factor);
        return scaled.subi(shift);
    }
}
