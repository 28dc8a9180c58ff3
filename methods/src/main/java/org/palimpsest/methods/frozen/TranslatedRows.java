package org.palimpsest.methods.frozen;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Rows;
import org.palimpsest.methods.linear.LabelledRows;

/** Features that are made when they are needed: each is a source row plus an offset, at length 1 if that is wanted. */
final class TranslatedRows implements LabelledRows {
    private final Rows features;
    private final Rows offsets;
    private final int[] sources;
    private final int[] moved;
    private final int[] labels;
    private final boolean unit;

    /**
     * Rows.
     *
     * @param features shape (m, d), owned by the caller
     * @param offsets shape (k, d), owned by the caller
     * @param sources of each row, the number of the feature that it comes from
     * @param moved of each row, the number of the offset that is added to it
     * @param labels of each row, its class
     * @param unit whether the sum is scaled to length 1
     */
    TranslatedRows(NDArray features, NDArray offsets, int[] sources, int[] moved, int[] labels, boolean unit) {
        this.features = new Rows(features);
        this.offsets = new Rows(offsets);
        this.sources = sources;
        this.moved = moved;
        this.labels = labels;
        this.unit = unit;
    }

    /** Features as they are, at length 1 if that is wanted. */
    static TranslatedRows untranslated(NDArray features, int[] labels, boolean unit) {
        NDArray nowhere = features.getManager().zeros(features.getShape().slice(1)).expandDims(0);
        return new TranslatedRows(features, nowhere, IntStream.range(0, labels.length).toArray(), new int[labels.length], labels, unit);
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int width() {
        return (int) features.array().getShape().get(1);
    }

    @Override
    public int label(int row) {
        return labels[row];
    }

    @Override
    public NDArray rows(int[] numbers, NDManager manager) {
        NDArray rows = features.select(manager, pick(sources, numbers)).addi(offsets.select(manager, pick(moved, numbers)));
        return unit ? rows.normalize(2, 1) : rows;
    }

    private static int[] pick(int[] values, int[] numbers) {
        return Arrays.stream(numbers).map(i -> values[i]).toArray();
    }
}
