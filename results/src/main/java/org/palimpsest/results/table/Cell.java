package org.palimpsest.results.table;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What stands in a place of a table.
 *
 * @param text for people
 * @param data for programs: what is added to the column's name, nothing or for example {@code .low}, to a number or a word; nothing where it is missing
 */
public record Cell(String text, Map<String, Object> data) {
    /** What is not there. */
    public static final Cell MISSING = new Cell(TextTable.MISSING, Map.of());

    /** Copies the data, keeping their order. */
    public Cell {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    /** Words; a blank is nothing to programs. */
    public static Cell words(String text) {
        return new Cell(text, text.isBlank() ? Map.of() : Map.of("", text));
    }

    /** A number, which people are shown in other digits. */
    public static Cell number(double value, String text) {
        return new Cell(text, Map.of("", value));
    }

    /** This with an interval. */
    public Cell within(OptionalDouble low, OptionalDouble high) {
        return with(".low", low).with(".high", high);
    }

    /** This with one more number, if there is one. */
    public Cell with(String suffix, OptionalDouble value) {
        if (value.isEmpty()) {
            return this;
        }
        Map<String, Object> more = new LinkedHashMap<>(data);
        more.put(suffix, value.getAsDouble());
        return new Cell(text, more);
    }
}
