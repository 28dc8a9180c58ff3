package org.palimpsest.results.record;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Maps of maps with a dotted key for each value, as {@code budget.batch}. */
public final class Flat {
    private Flat() {}

    /** The values by their dotted keys, in the order of the map; lists stay whole, and so does an empty map inside. */
    public static Map<String, Object> of(Map<String, ?> map) {
        Map<String, Object> flat = new LinkedHashMap<>();
        collect("", map, flat);
        return flat;
    }

    private static void collect(String prefix, Map<?, ?> map, Map<String, Object> flat) {
        map.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner && !inner.isEmpty()) {
                collect(prefix + key + ".", inner, flat);
            } else {
                flat.put(prefix + key, value);
            }
        });
    }

    /** The keys, sorted, whose values are not the same in both as JSON writes them, or that only one has. */
    public static Set<String> differing(Map<String, ?> a, Map<String, ?> b) {
        Set<String> keys = new TreeSet<>(a.keySet());
        keys.addAll(b.keySet());
        keys.removeIf(key -> a.containsKey(key) && b.containsKey(key) && Json.canonical(a.get(key)).equals(Json.canonical(b.get(key))));
        return keys;
    }
}
