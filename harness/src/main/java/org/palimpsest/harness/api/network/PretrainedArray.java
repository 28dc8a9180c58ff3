package org.palimpsest.harness.api.network;

import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;

/** An array of a network that was trained before; its values are read when they are asked for, and not kept. */
public final class PretrainedArray {
    private final Shape shape;
    private final Reader reader;

    /** Where values are. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Reads values in their order, the last dimension varying fastest.
         *
         * @param from index of the first
         * @param to is filled up
         */
        void read(long from, FloatBuffer to);
    }

    /**
     * An array somewhere.
     *
     * @param shape no dimension for a single number
     * @param reader reads the values
     */
    public PretrainedArray(Shape shape, Reader reader) {
        this.shape = shape;
        this.reader = reader;
    }

    /**
     * An array on the host.
     *
     * @param shape the last dimension varies fastest; no dimension for a single number
     * @param values as many as the shape takes; not copied, not to be changed
     */
    public PretrainedArray(Shape shape, float[] values) {
        this(shape, (from, to) -> to.put(values, Math.toIntExact(from), to.remaining()));
        if (shape.size() != values.length) {
            throw new IllegalArgumentException("shape " + shape + " takes " + shape.size() + " values, not " + values.length);
        }
    }

    /** The sides, the last varying fastest; no dimension for a single number. */
    public Shape shape() {
        return shape;
    }

    /**
     * Reads values in their order.
     *
     * @param from index of the first
     * @param to is filled up
     */
    public void read(long from, FloatBuffer to) {
        reader.read(from, to);
    }

    /** All values, read anew. */
    public float[] values() {
        float[] values = new float[Math.toIntExact(shape.size())];
        read(0, FloatBuffer.wrap(values));
        return values;
    }
}
