package org.palimpsest.results.record;

import org.palimpsest.results.metric.Range;

/** Range checks shared by the rows. */
final class Counts {

    private Counts() {}

    static void requireTask(String column, int task, int first) {
        if (task < first) {
            throw new IllegalArgumentException(column + " is " + task + ", below " + first);
        }
    }

    static void requireCorrect(String column, int correct, int n) {
        if (correct < 0 || correct > n) {
            throw new IllegalArgumentException(column + " is " + correct + ", outside 0.." + n);
        }
    }
}
