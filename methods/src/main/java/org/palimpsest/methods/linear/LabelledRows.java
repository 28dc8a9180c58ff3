package org.palimpsest.methods.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;

/** Rows of features with their classes, made when they are needed and not all at once. */
public interface LabelledRows {
    /** Number of rows. */
    int size();

    /** Width of a row, d. */
    int width();

    /** Class of a row, from 0. */
    int label(int row);

    /** Some of the rows, shape (n, d), FLOAT32, owned by the manager. */
    NDArray rows(int[] numbers, NDManager manager);

    /** The classes of some of the rows. */
    default int[] labels(int[] numbers) {
        return Arrays.stream(numbers).map(this::label).toArray();
    }
}
