package org.palimpsest.results.record;

import com.google.auto.service.AutoService;
import java.util.List;

/**
 * How the answers to the test examples of one task did, asked after another.
 *
 * @param trainedTask the task just learned, 1..T; 0 for the model before any training
 * @param task the task whose examples were asked, 1..T
 * @param responses the answers
 */
public record ResponseRow(int trainedTask, int task, Responses responses) {
    /** {@code responses.csv}. */
    public static final Table<ResponseRow> TABLE = new ResponseTable();

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public ResponseRow {
        Counts.requireAtLeast("trained_task", trainedTask, 0);
        Counts.requireAtLeast("task", task, 1);
    }

    /** The table; {@link #TABLE} is the one to use. */
    @SuppressWarnings("rawtypes") // the service file names the raw type
    @AutoService(Table.class)
    public static final class ResponseTable extends Table<ResponseRow> {
        /** For the service loader. */
        public ResponseTable() {
            super("responses", 2, Responses.columns("trained_task", "task"));
        }

        @Override
        protected List<String> write(ResponseRow row) {
            return cells(row.responses.cells(row.trainedTask, row.task));
        }

        @Override
        protected ResponseRow read(Cells cells) {
            return new ResponseRow(cells.integer("trained_task"), cells.integer("task"), Responses.read(cells));
        }

        @Override
        protected void check(ResponseRow row, RunInfo run) {
            Counts.requireTask("trained_task", row.trainedTask, 0, run);
            Counts.requireTask("task", row.task, 1, run);
        }
    }
}
