package org.palimpsest.results.record;

import com.google.auto.service.AutoService;
import java.util.List;

/**
 * One score of a fixed test subset of one task, taken while a task is being learned.
 *
 * @param trainingTask the task being learned, 1..T
 * @param step updates made inside that task, from 1
 * @param task the task whose subset was scored, 1..T
 * @param n examples of the subset
 * @param classIlCorrect right ones among all classes, 0..n
 * @param taskIlCorrect right ones among the task's classes, 0..n
 */
public record ProbeRow(int trainingTask, long step, int task, int n, int classIlCorrect, int taskIlCorrect) {

    /** {@code probe.csv}. */
    public static final Table<ProbeRow> TABLE = new ProbeTable();

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public ProbeRow {
        Counts.requireAtLeast("training_task", trainingTask, 1);
        Counts.requireAtLeast("task", task, 1);
        Counts.requireAtLeast("step", step, 1);
        Counts.requireCorrect("class_il_correct", classIlCorrect, n);
        Counts.requireCorrect("task_il_correct", taskIlCorrect, n);
    }

    /** The table; {@link #TABLE} is the one to use. */
    @SuppressWarnings("rawtypes") // the service file names the raw type
    @AutoService(Table.class)
    public static final class ProbeTable extends Table<ProbeRow> {

        /** For the service loader. */
        public ProbeTable() {
            super("probe", 3, "training_task", "step", "task", "n", "class_il_correct", "class_il", "task_il_correct", "task_il");
        }

        @Override
        protected List<String> write(ProbeRow row) {
            return cells(
                    row.trainingTask, row.step, row.task, row.n, row.classIlCorrect, share(row.classIlCorrect, row.n),
                    row.taskIlCorrect, share(row.taskIlCorrect, row.n));
        }

        @Override
        protected ProbeRow read(Cells cells) {
            return new ProbeRow(
                    cells.integer("training_task"), cells.whole("step"), cells.integer("task"), cells.integer("n"),
                    cells.integer("class_il_correct"), cells.integer("task_il_correct"));
        }

        @Override
        protected void check(ProbeRow row, RunInfo run) {
            Counts.requireTask("training_task", row.trainingTask, 1, run);
            Counts.requireTask("task", row.task, 1, run);
        }
    }
}
