package org.palimpsest.datasets;

import java.nio.FloatBuffer;
import java.util.List;

/** Numbers in any number of dimensions that are read when they are asked for, and not kept: a network may fill most of a machine's memory. */
public final class WeightArray {
    private final List<Integer> shape;
    private final Reader reader;

    /** Where the numbers are. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Reads numbers in their order, the last dimension varying fastest.
         *
         * @param from index of the first
         * @param to is filled up
         * @throws DatasetException if they cannot be read
         */
        void read(long from, FloatBuffer to);
    }

    /**
     * An array somewhere.
     *
     * @param shape the sides, the last varying fastest; none for a single number
     * @param reader reads the numbers
     */
    public WeightArray(List<Integer> shape, Reader reader) {
        this.shape = List.copyOf(shape);
        this.reader = reader;
    }

    /** An array in memory. */
    public static WeightArray of(FloatArray array) {
        float[] values = array.values();
        return new WeightArray(array.shape(), (from, to) -> to.put(values, Math.toIntExact(from), to.remaining()));
    }

    /** The sides, the last varying fastest; none for a single number. */
    public List<Integer> shape() {
        return shape;
    }

    /** How many numbers there are. */
    public long size() {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }

    /**
     * Reads numbers in their order.
     *
     * @param from index of the first
     * @param to is filled up
     * @throws DatasetException if they cannot be read
     */
    public void read(long from, FloatBuffer to) {
        reader.read(from, to);
    }

    /**
     * All numbers, read anew.
     *
     * @throws DatasetException if they cannot be read
     */
    public float[] values() {
        float[] values = new float[Math.toIntExact(size())];
        read(0, FloatBuffer.wrap(values));
        return values;
    }
}
