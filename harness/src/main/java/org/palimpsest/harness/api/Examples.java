package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.stream.IntStream;

/**
 * A selection of labelled examples that live on the device: rows of one array that may hold more than this selection.
 */
public final class Examples {
    private final Rows source;
    private final int[] rows;
    private final int[] labels;

    /**
     * Selects rows; nothing is copied.
     *
     * @param source shape (m, ...), owned by the caller
     * @param rows n row numbers below m
     * @param labels n labels
     */
    public Examples(NDArray source, int[] rows, int[] labels) {
        this(new Rows(source), rows, labels);
    }

    /** As {@link #Examples(NDArray, int[], int[])}, of the first n rows in their order. */
    public Examples(NDArray source, int[] labels) {
        this(source, IntStream.range(0, labels.length).toArray(), labels);
    }

    /** As {@link #Examples(NDArray, int[], int[])}, for one of many selections from the same array. */
    public Examples(Rows source, int[] rows, int[] labels) {
        if (rows.length != labels.length) {
            throw new IllegalArgumentException(rows.length + " rows, " + labels.length + " labels");
        }
        this.source = source;
        this.rows = rows;
        this.labels = labels;
    }

    /** Number of examples, n. */
    public int size() {
        return rows.length;
    }

    /** Label of example {@code i}. */
    public int label(int i) {
        return labels[i];
    }

    /**
     * Copies some of the examples into a batch by one index-select.
     *
     * @param manager owner of the batch
     * @param positions numbers from 0 to n - 1
     */
    public Batch batch(NDManager manager, int... positions) {
        return batch(manager, positions, 0, positions.length);
    }

    /** As {@link #batch(NDManager, int...)}, with {@code positions[from .. to - 1]}. */
    public Batch batch(NDManager manager, int[] positions, int from, int to) {
        int[] chosenRows = new int[to - from];
        int[] chosenLabels = new int[to - from];
        for (int i = 0; i < chosenRows.length; i++) {
            chosenRows[i] = rows[positions[from + i]];
            chosenLabels[i] = labels[positions[from + i]];
        }
        return new Batch(source.select(manager, chosenRows), chosenLabels);
    }
}
