package org.palimpsest.datasets;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Arrays of a network that somebody trained before.
 *
 * @param name what they were asked for by
 * @param sha256 digest of their file
 * @param arrays by the names that they have there, in its order
 */
public record PretrainedWeights(String name, String sha256, Map<String, FloatArray> arrays) {
    /** Copies the map. */
    public PretrainedWeights {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }

    /**
     * An array by name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public FloatArray array(String array) {
        FloatArray found = arrays.get(array);
        if (found == null) {
            String near = Names.nearest(array, arrays.keySet()).map(n -> "; the nearest it has is '" + n + "'").orElse("");
            throw new IllegalArgumentException(name + " has no array '" + array + "'" + near);
        }
        return found;
    }

    /** The same with one array in place of another. */
    public PretrainedWeights with(String array, FloatArray values) {
        Map<String, FloatArray> changed = new LinkedHashMap<>(arrays);
        changed.put(array, values);
        return new PretrainedWeights(name, sha256, changed);
    }
}
