package org.palimpsest.results.record;

import com.google.auto.service.AutoService;
import java.util.List;

/**
 * How a task went while it was learned: what the network made of every batch of the stream before the update on it, in training
 * mode. The end of a task is its last tenth of updates, or its last pass over the data where that is shorter.
 *
 * @param task the task learned, 1..T; of a learner that gets several at once the last of them
 * @param updates updates of the task that were scored
 * @param all all of them
 * @param end those of the end
 */
public record TrainingRow(int task, long updates, Part all, Part end) {

    /** {@code training.csv}. */
    public static final Table<TrainingRow> TABLE = new TrainingTable();

    /**
     * Some updates together.
     *
     * @param n stream examples
     * @param correct those whose own label had the highest score of all outputs, 0..n
     * @param loss mean cross-entropy over the examples; NaN or infinite, an empty cell, where it is no number
     */
    public record Part(long n, long correct, double loss) {
        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException if a number is out of its range
         */
        public Part {
            if (n < 1 || correct < 0 || correct > n) {
                throw new IllegalArgumentException("correct is " + correct + " of n = " + n);
            }
        }

        /** The share of right ones. */
        public double accuracy() {
            return (double) correct / n;
        }
    }

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public TrainingRow {
        Counts.requireAtLeast("task", task, 1);
        Counts.requireAtLeast("updates", updates, 1);
        if (end.n() > all.n()) {
            throw new IllegalArgumentException("end_n is " + end.n() + ", more than the n = " + all.n() + " of the task");
        }
    }

    /** The table; {@link #TABLE} is the one to use. */
    @SuppressWarnings("rawtypes") // the service file names the raw type
    @AutoService(Table.class)
    public static final class TrainingTable extends Table<TrainingRow> {

        /** For the service loader. */
        public TrainingTable() {
            super("training", 1, "task", "updates", "n", "correct", "accuracy", "loss", "end_n", "end_correct", "end_accuracy", "end_loss");
        }

        @Override
        protected List<String> write(TrainingRow row) {
            return cells(
                    row.task, row.updates, row.all.n, row.all.correct, row.all.accuracy(), row.all.loss,
                    row.end.n, row.end.correct, row.end.accuracy(), row.end.loss);
        }

        @Override
        protected TrainingRow read(Cells cells) {
            return new TrainingRow(cells.integer("task"), cells.whole("updates"), part(cells, ""), part(cells, "end_"));
        }

        private static Part part(Cells cells, String prefix) {
            return new Part(cells.whole(prefix + "n"), cells.whole(prefix + "correct"), cells.real(prefix + "loss"));
        }

        @Override
        protected void check(TrainingRow row, RunInfo run) {
            Counts.requireTask("task", row.task, 1, run);
        }
    }
}
