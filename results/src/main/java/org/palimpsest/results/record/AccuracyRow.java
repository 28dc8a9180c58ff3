package org.palimpsest.results.record;

import com.google.auto.service.AutoService;
import java.util.List;

/**
 * One entry of the accuracy matrix: test data of one task, scored after another.
 *
 * @param trainedTask the task just learned, 1..T; 0 for the network before any training
 * @param task the task whose test data was scored, 1..T
 * @param n test examples
 * @param classIlCorrect right ones among all classes, 0..n
 * @param taskIlCorrect right ones among the task's classes, 0..n
 */
public record AccuracyRow(int trainedTask, int task, int n, int classIlCorrect, int taskIlCorrect) {

    /** {@code accuracy.csv}. */
    public static final Table<AccuracyRow> TABLE = new AccuracyTable();

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public AccuracyRow {
        Counts.requireAtLeast("trained_task", trainedTask, 0);
        Counts.requireAtLeast("task", task, 1);
        Counts.requireCorrect("class_il_correct", classIlCorrect, n);
        Counts.requireCorrect("task_il_correct", taskIlCorrect, n);
    }

    /** The table; {@link #TABLE} is the one to use. */
    @SuppressWarnings("rawtypes") // the service file names the raw type
    @AutoService(Table.class)
    public static final class AccuracyTable extends Table<AccuracyRow> {

        /** For the service loader. */
        public AccuracyTable() {
            super("accuracy", 2, "trained_task", "task", "n", "class_il_correct", "class_il", "task_il_correct", "task_il");
        }

        @Override
        protected List<String> write(AccuracyRow row) {
            return cells(
                    row.trainedTask, row.task, row.n, row.classIlCorrect, share(row.classIlCorrect, row.n),
                    row.taskIlCorrect, share(row.taskIlCorrect, row.n));
        }

        @Override
        protected AccuracyRow read(Cells cells) {
            return new AccuracyRow(
                    cells.integer("trained_task"), cells.integer("task"), cells.integer("n"),
                    cells.integer("class_il_correct"), cells.integer("task_il_correct"));
        }

        @Override
        protected void check(AccuracyRow row, RunInfo run) {
            Counts.requireTask("trained_task", row.trainedTask, 0, run);
            Counts.requireTask("task", row.task, 1, run);
        }
    }
}
