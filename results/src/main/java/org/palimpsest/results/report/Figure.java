package org.palimpsest.results.report;

import java.util.Map;

/**
 * A chart with its data.
 *
 * @param chart which one
 * @param note what is to be said of these data besides {@link Chart#reading}; may be empty
 * @param data what {@code charts.js} draws, of texts, whole and real numbers, lists, maps and nulls
 */
public record Figure(Chart chart, String note, Map<String, Object> data) {
    /** How it is read, with what is to be said of its data. */
    public String caption() {
        return note.isEmpty() ? chart.reading() : chart.reading() + " " + note;
    }
}
