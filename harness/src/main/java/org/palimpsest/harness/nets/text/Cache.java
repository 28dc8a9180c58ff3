package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.Arrays;
import java.util.List;

/**
 * Keys and values of all positions so far, of texts side by side, in memory that is set aside once. Texts end at the same place: shorter ones begin later, and
 * what is before them is not looked at.
 */
final class Cache {
    private static final float NEVER = -1e9f; // a weight of zero after the softmax

    private final NDManager manager;
    private final RotationTables tables;
    private final NDArray[] keys;
    private final NDArray[] values;
    private final int[] starts;
    private final int room;
    private final NDArray none;
    private NDArray stepMask; // for one position, (n, 1, 1, room)
    private NDArray mask;
    private NDArray cosines;
    private NDArray sines;
    private int length;

    /**
     * An empty cache.
     *
     * @param manager owner of its arrays
     * @param lengths of the texts that it begins with
     * @param room positions that there may be
     */
    Cache(NDManager manager, DecoderShape shape, RotationTables tables, List<Integer> lengths, int room) {
        this.manager = manager;
        this.tables = tables;
        this.room = room;
        int longest = lengths.stream().mapToInt(Integer::intValue).max().orElseThrow();
        starts = lengths.stream().mapToInt(own -> longest - own).toArray();
        Shape all = new Shape(starts.length, shape.keyHeads(), room, shape.headSize());
        keys = new NDArray[shape.layers()];
        values = new NDArray[shape.layers()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = manager.create(all, DataType.FLOAT32);
            values[i] = manager.create(all, DataType.FLOAT32);
        }
        none = manager.zeros(new Shape(0));
        tables.require(room);
    }

    /** How many columns the texts before their begin take. */
    int[] starts() {
        return starts;
    }

    /**
     * Gets ready for positions that follow.
     *
     * @param scratch owner of what is needed for these positions alone
     */
    void expect(NDManager scratch, int positions) {
        int n = starts.length;
        long[] places = new long[n * positions];
        for (int i = 0; i < n; i++) {
            for (int p = 0; p < positions; p++) {
                places[i * positions + p] = Math.max(0, length + p - starts[i]);
            }
        }
        NDArray rows = scratch.create(places, new Shape(n, positions));
        Shape perHead = new Shape(n, 1, positions, tables.cosines().getShape().get(1));
        cosines = rows.getNDArrayInternal().embedding(rows, tables.cosines(), SparseFormat.DENSE).singletonOrThrow().reshape(perHead);
        sines = rows.getNDArrayInternal().embedding(rows, tables.sines(), SparseFormat.DENSE).singletonOrThrow().reshape(perHead);
        mask = positions == 1 ? stepMask() : causal(scratch, positions);
    }

    private NDArray stepMask() {
        if (Arrays.stream(starts).allMatch(start -> start == 0)) {
            return none;
        }
        if (stepMask == null) {
            float[] hidden = new float[starts.length * room];
            for (int i = 0; i < starts.length; i++) {
                Arrays.fill(hidden, i * room, i * room + starts[i], NEVER);
            }
            stepMask = manager.create(hidden, new Shape(starts.length, 1, 1, room));
        }
        return stepMask;
    }

    private NDArray causal(NDManager scratch, int positions) {
        int columns = length + positions;
        float[] hidden = new float[starts.length * positions * columns];
        for (int i = 0; i < starts.length; i++) {
            for (int p = 0; p < positions; p++) {
                int row = (i * positions + p) * columns;
                Arrays.fill(hidden, row, row + starts[i], NEVER);
                Arrays.fill(hidden, row + length + p + 1, row + columns, NEVER);
            }
        }
        return scratch.create(hidden, new Shape(starts.length, 1, positions, columns));
    }

    /** The positions are in. */
    void grow(int positions) {
        length += positions;
    }

    /** Positions so far. */
    int length() {
        return length;
    }

    NDArray keys(int layer) {
        return keys[layer];
    }

    NDArray values(int layer) {
        return values[layer];
    }

    /** What is added to products, see {@link DecoderScript#extend}. */
    NDArray mask() {
        return mask;
    }

    NDArray cosines() {
        return cosines;
    }

    NDArray sines() {
        return sines;
    }
}
