package org.palimpsest.datasets;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Arrays of a network that somebody trained before.
 *
 * @param name what they were asked for by
 * @param sha256 digest of their file, or over all of their files
 * @param arrays by the names that they have there, in its order; read when they are asked for
 */
public record PretrainedWeights(String name, String sha256, Map<String, WeightArray> arrays) {
    /** What the names of those begin with that are in a folder of a user's; its path follows. */
    public static final String FOLDER = "folder:";

    /** Copies the map. */
    public PretrainedWeights {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }

    /**
     * An array by name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public WeightArray array(String array) {
        WeightArray found = arrays.get(array);
        if (found == null) {
            String near = Names.nearest(array, arrays.keySet()).map(n -> "; the nearest it has is '" + n + "'").orElse("");
            throw new IllegalArgumentException(name + " has no array '" + array + "'" + near);
        }
        return found;
    }

    /** Whether the name is that of a folder of a user's. */
    public boolean inFolder() {
        return name.startsWith(FOLDER);
    }
}
