package org.palimpsest.results.record;

/**
 * One reading of a gauge.
 *
 * @param task the task being learned or just learned, 1..T; 0 for the network before any training
 * @param step updates made inside that task
 * @param gauge id of the gauge
 * @param layer what was looked at, or empty for the network as a whole
 * @param value the reading; NaN, an empty cell, where the gauge has no value
 */
public record GaugeRow(int task, long step, String gauge, String layer, double value) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range or the gauge has no name
     */
    public GaugeRow {
        Counts.requireTask("task", task, 0);
        if (step < 0) {
            throw new IllegalArgumentException("step is " + step + ", below 0");
        }
        if (gauge.isEmpty()) {
            throw new IllegalArgumentException("gauge is empty");
        }
    }
}
