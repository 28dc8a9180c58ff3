package org.palimpsest.results.record;

import com.google.auto.service.AutoService;
import java.util.List;

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

    /** {@code gauges.csv}. */
    public static final Table<GaugeRow> TABLE = new GaugeTable();

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range or the gauge has no name
     */
    public GaugeRow {
        Counts.requireAtLeast("task", task, 0);
        Counts.requireAtLeast("step", step, 0);
        if (gauge.isEmpty()) {
            throw new IllegalArgumentException("gauge is empty");
        }
    }

    /** The table; {@link #TABLE} is the one to use. */
    @SuppressWarnings("rawtypes") // the service file names the raw type
    @AutoService(Table.class)
    public static final class GaugeTable extends Table<GaugeRow> {

        /** For the service loader. */
        public GaugeTable() {
            super("gauges", 4, "task", "step", "gauge", "layer", "value");
        }

        @Override
        protected List<String> write(GaugeRow row) {
            return cells(row.task, row.step, row.gauge, row.layer, row.value);
        }

        @Override
        protected GaugeRow read(Cells cells) {
            return new GaugeRow(
                    cells.integer("task"), cells.whole("step"), cells.text("gauge"), cells.text("layer"), cells.real("value"));
        }

        @Override
        protected void check(GaugeRow row, RunInfo run) {
            Counts.requireTask("task", row.task, 0, run);
        }
    }
}
