package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Cosines and sines of positions, of as many as have been asked for. */
final class RotationTables {
    private static final int FEWEST = 256;

    private final Rotation rotation;
    private NDManager manager;
    private NDArray cosines;
    private NDArray sines;

    RotationTables(Rotation rotation) {
        this.rotation = rotation;
    }

    /** They belong to this manager from now on. */
    void initialize(NDManager weights) {
        manager = weights.newSubManager();
        cosines = null;
    }

    /** Sees to it that there are so many positions. */
    void require(int positions) {
        if (cosines != null && cosines.getShape().get(0) >= positions) {
            return;
        }
        int rows = Math.max(FEWEST, Integer.highestOneBit(positions - 1) << 1);
        if (cosines != null) {
            cosines.close();
            sines.close();
        }
        cosines = table(rotation.cosines(rows), rows);
        sines = table(rotation.sines(rows), rows);
    }

    private NDArray table(float[] values, int rows) {
        // the first array is a window on a Java buffer, which gradients cannot be computed from once it is closed
        try (NDArray window = manager.create(values, new Shape(rows, values.length / rows))) {
            return window.duplicate();
        }
    }

    /** Shape (positions, head size). */
    NDArray cosines() {
        return cosines;
    }

    /** Shape (positions, head size). */
    NDArray sines() {
        return sines;
    }
}
