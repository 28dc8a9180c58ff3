package org.palimpsest.harness.api.network;

import ai.djl.ndarray.types.Shape;

/**
 * An array of a network that was trained before, on the host.
 *
 * @param shape the last dimension varies fastest; no dimension for a single number
 * @param values as many as the shape takes; not copied, not to be changed
 */
public record PretrainedArray(Shape shape, float[] values) {
    /** Checks that the values fill the shape. */
    public PretrainedArray {
        if (shape.size() != values.length) {
            throw new IllegalArgumentException("shape " + shape + " takes " + shape.size() + " values, not " + values.length);
        }
    }
}
