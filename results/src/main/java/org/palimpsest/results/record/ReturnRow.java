package org.palimpsest.results.record;

import com.google.auto.service.AutoService;
import java.util.List;

/**
 * What an agent got in the environment of one task, asked after another, without exploring and without learning.
 *
 * @param trainedTask the task just learned, 1..T; 0 for the agent before any training
 * @param task the task whose environment was played, 1..T
 * @param played the episodes
 */
public record ReturnRow(int trainedTask, int task, Episodes played) {
    /** {@code returns.csv}. */
    public static final Table<ReturnRow> TABLE = new ReturnTable();

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public ReturnRow {
        Counts.requireAtLeast("trained_task", trainedTask, 0);
        Counts.requireAtLeast("task", task, 1);
    }

    /** The table; {@link #TABLE} is the one to use. */
    @SuppressWarnings("rawtypes") // the service file names the raw type
    @AutoService(Table.class)
    public static final class ReturnTable extends Table<ReturnRow> {
        /** For the service loader. */
        public ReturnTable() {
            super("returns", 2, Episodes.columns("trained_task", "task"));
        }

        @Override
        protected List<String> write(ReturnRow row) {
            return cells(row.played.cells(row.trainedTask, row.task));
        }

        @Override
        protected ReturnRow read(Cells cells) {
            return new ReturnRow(cells.integer("trained_task"), cells.integer("task"), Episodes.read(cells));
        }

        @Override
        protected void check(ReturnRow row, RunInfo run) {
            Counts.requireTask("trained_task", row.trainedTask, 0, run);
            Counts.requireTask("task", row.task, 1, run);
        }
    }
}
