package org.palimpsest.dist;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON as lines: every leaf by its path, {@code protocol.budget.epochs} or {@code data.0.name}, in the order of the document. */
final class Flat {
    private Flat() {}

    /** The leaves, as JSON; an empty object or array is one. */
    static Map<String, JsonNode> of(JsonNode node) {
        Map<String, JsonNode> leaves = new LinkedHashMap<>();
        add("", node, leaves);
        return leaves;
    }

    private static void add(String path, JsonNode node, Map<String, JsonNode> leaves) {
        String prefix = path.isEmpty() ? "" : path + ".";
        if (node.isValueNode() || node.isEmpty()) {
            leaves.put(path, node);
        } else if (node.isObject()) {
            node.properties().forEach(field -> add(prefix + field.getKey(), field.getValue(), leaves));
        } else {
            for (int i = 0; i < node.size(); i++) {
                add(prefix + i, node.get(i), leaves);
            }
        }
    }
}
