package org.palimpsest.results.record;

/** Range checks that tables share. What they throw names column, value and range. */
public final class Counts {

    private Counts() {}

    /**
     * Requires a number of at least some size.
     *
     * @throws IllegalArgumentException if it is smaller
     */
    public static void requireAtLeast(String column, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(column + " is " + value + ", below " + least);
        }
    }

    /**
     * Requires a task of the run: {@code first}..T.
     *
     * @param first 1, or 0 where the untrained network counts
     * @throws IllegalArgumentException if it is none
     */
    public static void requireTask(String column, int task, int first, RunInfo run) {
        if (task < first || task > run.tasks()) {
            throw new IllegalArgumentException(column + " is " + task + ", outside " + first + ".." + run.tasks());
        }
    }

    /**
     * Requires so many right ones of n: 0..n.
     *
     * @throws IllegalArgumentException if there are more or less
     */
    public static void requireCorrect(String column, long correct, long n) {
        if (correct < 0 || correct > n) {
            throw new IllegalArgumentException(column + " is " + correct + ", outside 0.." + n);
        }
    }
}
