package org.palimpsest.results.record;

import com.google.auto.service.AutoService;
import java.util.List;

/**
 * What an agent got in the environment of one task while it was learning one, without exploring.
 *
 * @param trainingTask the task being learned, 1..T
 * @param step steps made in its environments, from 1
 * @param task the task whose environment was played, 1..T
 * @param played the episodes
 */
public record ReturnProbeRow(int trainingTask, long step, int task, Episodes played) {
    /** {@code return_probes.csv}. */
    public static final Table<ReturnProbeRow> TABLE = new ReturnProbeTable();

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public ReturnProbeRow {
        Counts.requireAtLeast("training_task", trainingTask, 1);
        Counts.requireAtLeast("step", step, 1);
        Counts.requireAtLeast("task", task, 1);
    }

    /** The table; {@link #TABLE} is the one to use. */
    @SuppressWarnings("rawtypes") // the service file names the raw type
    @AutoService(Table.class)
    public static final class ReturnProbeTable extends Table<ReturnProbeRow> {
        /** For the service loader. */
        public ReturnProbeTable() {
            super("return_probes", 3, Episodes.columns("training_task", "step", "task"));
        }

        @Override
        protected List<String> write(ReturnProbeRow row) {
            return cells(row.played.cells(row.trainingTask, row.step, row.task));
        }

        @Override
        protected ReturnProbeRow read(Cells cells) {
            return new ReturnProbeRow(cells.integer("training_task"), cells.whole("step"), cells.integer("task"), Episodes.read(cells));
        }

        @Override
        protected void check(ReturnProbeRow row, RunInfo run) {
            Counts.requireTask("training_task", row.trainingTask, 1, run);
            Counts.requireTask("task", row.task, 1, run);
        }
    }
}
