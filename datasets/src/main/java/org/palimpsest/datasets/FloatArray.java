package org.palimpsest.datasets;

import java.util.List;

/**
 * Numbers in any number of dimensions.
 *
 * @param shape the sides, the last varying fastest; none for a single number
 * @param values as many as the product of the sides; not copied, not to be changed
 */
public record FloatArray(List<Integer> shape, float[] values) {
    /** Checks that the values fill the shape. */
    public FloatArray {
        shape = List.copyOf(shape);
        int size = shape.contains(0) ? 0 : shape.stream().reduce(1, Math::multiplyExact);
        if (size != values.length) {
            throw new IllegalArgumentException("shape " + shape + " takes " + size + " values, not " + values.length);
        }
    }
}
