package org.palimpsest.results.record;

import com.google.auto.service.AutoService;
import java.util.List;

/**
 * How the answers to some test examples of a task did, asked while another is learned.
 *
 * @param trainingTask the task being learned, 1..T
 * @param step updates made inside that task, from 1
 * @param task the task whose examples were asked, 1..T
 * @param responses the answers
 */
public record ResponseProbeRow(int trainingTask, long step, int task, Responses responses) {
    /** {@code response_probes.csv}. */
    public static final Table<ResponseProbeRow> TABLE = new ResponseProbeTable();

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public ResponseProbeRow {
        Counts.requireAtLeast("training_task", trainingTask, 1);
        Counts.requireAtLeast("step", step, 1);
        Counts.requireAtLeast("task", task, 1);
    }

    /** The table; {@link #TABLE} is the one to use. */
    @SuppressWarnings("rawtypes") // the service file names the raw type
    @AutoService(Table.class)
    public static final class ResponseProbeTable extends Table<ResponseProbeRow> {
        /** For the service loader. */
        public ResponseProbeTable() {
            super("response_probes", 3, Responses.columns("training_task", "step", "task"));
        }

        @Override
        protected List<String> write(ResponseProbeRow row) {
            return cells(row.responses.cells(row.trainingTask, row.step, row.task));
        }

        @Override
        protected ResponseProbeRow read(Cells cells) {
            return new ResponseProbeRow(cells.integer("training_task"), cells.whole("step"), cells.integer("task"), Responses.read(cells));
        }

        @Override
        protected void check(ResponseProbeRow row, RunInfo run) {
            Counts.requireTask("training_task", row.trainingTask, 1, run);
            Counts.requireTask("task", row.task, 1, run);
        }
    }
}
