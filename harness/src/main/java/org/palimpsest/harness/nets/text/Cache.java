package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keys and values of all positions so far, of texts side by side, in memory that is set aside once. Texts end at the same place: shorter ones begin later, and
 * what is before them is not looked at.
 */
final class Cache implements AutoCloseable {
    private static final float NEVER = -1e9f; // a weight of zero after the softmax

    private final NDManager manager;
    private final RotationTables tables;
    private final List<NDArray> keys = new ArrayList<>();
    private final List<NDArray> values = new ArrayList<>();
    private final IValue allKeys;
    private final IValue allValues;
    private final IValue allTables;
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
        for (int i = 0; i < shape.layers(); i++) {
            keys.add(manager.create(all, DataType.FLOAT32));
            values.add(manager.create(all, DataType.FLOAT32));
        }
        none = manager.zeros(new Shape(0));
        tables.require(room);
        allKeys = TorchScript.list(keys);
        allValues = TorchScript.list(values);
        allTables = TorchScript.list(List.of(tables.cosines(), tables.sines()));
    }

    /** How many columns the texts before their begin take. */
    int[] starts() {
        return starts;
    }

    /**
     * Gets ready for tokens that follow, as many for each text.
     *
     * @param scratch owner of what is needed for these alone
     * @param tokens text by text
     * @return tokens and their positions in their texts, (2, n, length)
     */
    NDArray expect(NDManager scratch, int[] tokens) {
        int n = starts.length;
        int positions = tokens.length / n;
        int[] read = Arrays.copyOf(tokens, 2 * tokens.length);
        for (int i = 0; i < n; i++) {
            for (int p = 0; p < positions; p++) {
                read[tokens.length + i * positions + p] = Math.max(0, length + p - starts[i]);
            }
        }
        mask = positions == 1 ? stepMask() : causal(scratch, positions);
        return scratch.create(read, new Shape(2, n, positions));
    }

    /**
     * Gets ready for layers that are computed one by one.
     *
     * @param places positions of tokens in their texts, (n, length)
     */
    void turn(NDArray places) {
        Shape perHead = new Shape(starts.length, 1, places.getShape().get(1), tables.cosines().getShape().get(1));
        cosines = places.getNDArrayInternal().embedding(places, tables.cosines(), SparseFormat.DENSE).singletonOrThrow().reshape(perHead);
        sines = places.getNDArrayInternal().embedding(places, tables.sines(), SparseFormat.DENSE).singletonOrThrow().reshape(perHead);
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
        return keys.get(layer);
    }

    NDArray values(int layer) {
        return values.get(layer);
    }

    IValue allKeys() {
        return allKeys;
    }

    IValue allValues() {
        return allValues;
    }

    /** Cosines and sines of all positions. */
    IValue tables() {
        return allTables;
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

    @Override
    public void close() {
        allKeys.close();
        allValues.close();
        allTables.close();
    }
}
