package org.palimpsest.methods.frozen;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;

/** Class means on the device, for scoring features by their distance to them. */
public final class MeanTable implements AutoCloseable {
    private static final float NEVER = -1e30f;

    private final NDArray doubled; // 2 mu_k in column k
    private final NDArray offset; // -|mu_k|^2

    /**
     * A table of means.
     *
     * @param means by class, each of length {@code width}; a class without one is never nearest
     */
    public MeanTable(NDManager manager, List<Optional<double[]>> means, int width) {
        int classes = means.size();
        float[] columns = new float[width * classes];
        float[] squares = new float[classes];
        for (int k = 0; k < classes; k++) {
            double square = 0;
            for (int j = 0; j < width && means.get(k).isPresent(); j++) {
                double value = means.get(k).get()[j];
                columns[j * classes + k] = (float) (2 * value);
                square += value * value;
            }
            squares[k] = means.get(k).isPresent() ? (float) -square : NEVER;
        }
        doubled = manager.create(columns, new Shape(width, classes));
        offset = manager.create(squares);
    }

    /** |f|^2 - |f - mu_k|^2 of features of shape (n, d), for each class: shape (n, classes), largest for the nearest mean. */
    public NDArray scores(NDArray features) {
        return features.matMul(doubled).add(offset);
    }

    @Override
    public void close() {
        doubled.close();
        offset.close();
    }
}
