package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** Reading and writing rows of a device array by number. */
public final class Rows {
    private final NDArray array;
    private final NDArray flat;
    private final Shape row;

    /** The rows of an array of shape (m, ...), owned by the caller; changes to the array are seen. */
    public Rows(NDArray array) {
        this.array = array;
        // the width is told, for the engine cannot infer that of no rows
        this.row = array.getShape().slice(1);
        this.flat = array.reshape(array.getShape().get(0), row.size());
    }

    /** The array itself. */
    public NDArray array() {
        return array;
    }

    /** How many there are, m. */
    public int count() {
        return (int) array.getShape().get(0);
    }

    /** Copies the numbered rows; shape (rows.length, ...), owned by the manager. */
    public NDArray select(NDManager manager, int[] rows) {
        // of all native calls that pick rows the embedding look-up is the fastest by far; its result lives where the index lives
        PtNDArray picked = JniUtils.embedding((PtNDArray) index(manager, rows), (PtNDArray) flat, false);
        if (row.dimension() == 1) {
            return picked;
        }
        long[] shape = new long[1 + row.dimension()];
        shape[0] = rows.length;
        System.arraycopy(row.getShape(), 0, shape, 1, row.dimension());
        return JniUtils.reshape(picked, shape);
    }

    /** Overwrites the numbered rows, which must differ from one another, with values of shape (rows.length, ...). */
    public void put(int[] rows, NDArray values) {
        try (NDArray index = index(values.getManager(), rows)) {
            array.set(new NDIndex("{}", index), values);
        }
    }

    private static NDArray index(NDManager manager, int[] rows) {
        long[] wide = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            wide[i] = rows[i];
        }
        return manager.create(wide, new Shape(wide.length));
    }
}
