package org.palimpsest.harness.api.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Arrays of a network that somebody trained before.
 *
 * @param name what they were asked for by
 * @param arrays by the names that they have in their file, in its order
 */
public record PretrainedWeights(String name, Map<String, PretrainedArray> arrays) {
    /** Copies the map. */
    public PretrainedWeights {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }

    /**
     * An array by name.
     *
     * @throws IllegalArgumentException if there is none; the message names the nearest
     */
    public PretrainedArray array(String array) {
        if (!arrays.containsKey(array)) {
            String near = arrays.keySet().stream().reduce((best, other) -> shared(other, array) > shared(best, array) ? other : best)
                    .map(n -> "; the nearest it has is '" + n + "'").orElse("");
            throw new IllegalArgumentException(name + " has no array '" + array + "'" + near);
        }
        return arrays.get(array);
    }

    /** Letters that two names have in common at their beginnings and ends: names of arrays are paths. */
    private static int shared(String name, String other) {
        int shorter = Math.min(name.length(), other.length());
        int start = 0;
        while (start < shorter && name.charAt(start) == other.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < shorter - start && name.charAt(name.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
            end++;
        }
        return start + end;
    }

    /** The same with one array in place of another. */
    public PretrainedWeights with(String array, PretrainedArray values) {
        Map<String, PretrainedArray> changed = new LinkedHashMap<>(arrays);
        changed.put(array, values);
        return new PretrainedWeights(name, changed);
    }
}
