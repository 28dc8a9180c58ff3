package org.palimpsest.results.record;

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
        Counts.requireTask("task", task, 1);
        if (updates < 1) {
            throw new IllegalArgumentException("updates is " + updates + ", below 1");
        }
        if (end.n() > all.n()) {
            throw new IllegalArgumentException("end_n is " + end.n() + ", more than the n = " + all.n() + " of the task");
        }
    }
}
