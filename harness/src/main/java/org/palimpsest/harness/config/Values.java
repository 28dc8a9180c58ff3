package org.palimpsest.harness.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** A tree of raw values that remembers where each came from, so that an error can name the file or the option. */
public final class Values {
    private final Map<String, Object> tree;
    private final String source;
    private final Map<String, String> overridden = new LinkedHashMap<>();

    /**
     * Values of one source.
     *
     * @param tree sections are maps; copied
     * @param source file or option, for errors
     */
    public Values(Map<String, Object> tree, String source) {
        this.tree = deepCopy(tree);
        this.source = source;
    }

    /** The tree itself. */
    public Map<String, Object> tree() {
        return tree;
    }

    /** The file, or the option, that the value at a dotted path came from. */
    public String sourceOf(String path) {
        for (String at = path; !at.isEmpty(); at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
            if (overridden.containsKey(at)) {
                return overridden.get(at);
            }
        }
        return source;
    }

    /** The values of one section, which still know where they came from. */
    public Values below(String path, Map<String, Object> section) {
        Values values = new Values(section, sourceOf(path));
        overridden.forEach((at, from) -> {
            if (at.startsWith(path + ".")) {
                values.overridden.put(at.substring(path.length() + 1), from);
            }
        });
        return values;
    }

    /** Sets the value at a dotted path, making sections as needed. */
    @SuppressWarnings("unchecked")
    void override(String path, Object value, String from) {
        overridden.put(path, from);
        Map<String, Object> section = tree;
        String[] keys = path.split("\\.");
        for (int i = 0; i < keys.length - 1; i++) {
            Object next = section.get(keys[i]);
            if (!(next instanceof Map)) {
                // a section may be written as its name alone: "backbone: resnet18"
                Map<String, Object> made = new LinkedHashMap<>();
                if (next != null) {
                    made.put("name", next);
                }
                section.put(keys[i], made);
                next = made;
            }
            section = (Map<String, Object>) next;
        }
        section.put(keys[keys.length - 1], value);
    }

    private static Map<String, Object> deepCopy(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((k, v) -> copy.put(String.valueOf(k), v instanceof Map<?, ?> m ? deepCopy(m) : v));
        return copy;
    }
}
