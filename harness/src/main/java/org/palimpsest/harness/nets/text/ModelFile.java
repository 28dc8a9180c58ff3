package org.palimpsest.harness.nets.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Values of a model's {@code config.json}; one that is null is as good as missing. */
final class ModelFile {
    private final String name;
    private final JsonNode json;

    /**
     * Values of a file, or of a section of it.
     *
     * @param name for messages
     */
    ModelFile(String name, JsonNode json) {
        this.name = name;
        this.json = json;
    }

    boolean has(String key) {
        return json.hasNonNull(key);
    }

    /** Values below a key; none if it is missing. */
    ModelFile section(String key) {
        return new ModelFile(name + ": " + key, has(key) ? json.get(key) : MissingNode.getInstance());
    }

    /**
     * A positive whole number.
     *
     * @throws IllegalArgumentException if it is missing, or no such number
     */
    int count(String key) {
        if (!has(key)) {
            throw wrong(key, "is missing");
        }
        JsonNode value = json.get(key);
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.asInt() < 1) {
            throw wrong(key, "is no positive whole number: " + value);
        }
        return value.asInt();
    }

    /** As {@link #count(String)}, with a value for when it is missing. */
    int count(String key, int otherwise) {
        return has(key) ? count(key) : otherwise;
    }

    /**
     * A number.
     *
     * @throws IllegalArgumentException if it is missing, or no number
     */
    double number(String key) {
        if (!has(key)) {
            throw wrong(key, "is missing");
        }
        if (!json.get(key).isNumber()) {
            throw wrong(key, "is no number: " + json.get(key));
        }
        return json.get(key).asDouble();
    }

    /** As {@link #number(String)}, with a value for when it is missing. */
    double number(String key, double otherwise) {
        return has(key) ? number(key) : otherwise;
    }

    /** True or false, with a value for when it is missing. */
    boolean truth(String key, boolean otherwise) {
        if (has(key) && !json.get(key).isBoolean()) {
            throw wrong(key, "is neither true nor false: " + json.get(key));
        }
        return has(key) ? json.get(key).asBoolean() : otherwise;
    }

    /** Text, with a value for when it is missing. */
    String text(String key, String otherwise) {
        return has(key) ? json.get(key).asText() : otherwise;
    }

    /** An exception that says what is wrong with a key. */
    IllegalArgumentException wrong(String key, String what) {
        return new IllegalArgumentException(name + ": " + key + ": " + what);
    }
}
