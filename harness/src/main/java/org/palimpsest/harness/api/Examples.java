package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A selection of labelled examples that live on the device: rows of one array, or of several, that may hold more than this selection.
 */
public final class Examples {
    private final JoinedRows source;
    private final Optional<JoinedRows> targets;
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
        this(new JoinedRows(List.of(source)), Optional.empty(), rows, labels);
    }

    private Examples(JoinedRows source, Optional<JoinedRows> targets, int[] rows, int[] labels) {
        if (rows.length != labels.length) {
            throw new IllegalArgumentException(rows.length + " rows, " + labels.length + " labels");
        }
        this.source = source;
        this.targets = targets;
        this.rows = rows;
        this.labels = labels;
    }

    /** The examples of a batch with labels and targets; nothing is copied. */
    public static Examples of(Batch batch) {
        Examples examples = new Examples(batch.examples(), batch.hostLabels());
        return batch.targets().map(examples::withTargets).orElse(examples);
    }

    /** None. */
    public static Examples none() {
        return new Examples(new JoinedRows(List.of()), Optional.empty(), new int[0], new int[0]);
    }

    /**
     * The same examples with what is asked of the network where that is no class.
     *
     * @param array shape (m, ...), row by row those of the array of examples
     */
    public Examples withTargets(NDArray array) {
        return new Examples(source, Optional.of(new JoinedRows(List.of(new Rows(array)))), rows, labels);
    }

    /** These examples and, from number n on, the others; nothing is copied. */
    public Examples followedBy(Examples others) {
        if (others.size() == 0) {
            return this;
        }
        int start = source.count();
        int[] allRows = IntStream.concat(Arrays.stream(rows), Arrays.stream(others.rows).map(row -> start + row)).toArray();
        int[] allLabels = IntStream.concat(Arrays.stream(labels), Arrays.stream(others.labels)).toArray();
        return new Examples(source.followedBy(others.source), targets.map(own -> own.followedBy(others.targets.orElseThrow())), allRows, allLabels);
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
        Batch batch = new Batch(source.select(manager, chosenRows), chosenLabels);
        return targets.map(all -> batch.withTargets(all.select(manager, chosenRows))).orElse(batch);
    }

    /**
     * Shows examples a few at a time; every batch dies when it has been looked at.
     *
     * @param manager what owns the batches' managers
     * @param positions numbers from 0 to n - 1, in the order in which they are shown
     * @param size of a batch; the last may be smaller
     */
    public void inBatches(NDManager manager, int[] positions, int size, Consumer<Batch> viewer) {
        for (int from = 0; from < positions.length; from += size) {
            try (NDManager scratch = manager.newSubManager()) {
                viewer.accept(batch(scratch, positions, from, Math.min(from + size, positions.length)));
            }
        }
    }
}
