package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/** Reading and writing rows of a device array by number, one native operation each. */
public final class Rows {
    private Rows() {}

    /** Copies the numbered rows; shape (rows.length, ...), owned by the manager. */
    public static NDArray select(NDArray source, NDManager manager, int[] rows) {
        return source.get(manager, new NDIndex("{}", index(manager, rows)));
    }

    /** Overwrites the numbered rows of the target; the numbers must differ from one another. */
    public static void put(NDArray target, int[] rows, NDArray values) {
        target.set(new NDIndex("{}", index(values.getManager(), rows)), values);
    }

    private static NDArray index(NDManager manager, int[] rows) {
        long[] wide = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            wide[i] = rows[i];
        }
        return manager.create(wide, new Shape(wide.length));
    }
}
