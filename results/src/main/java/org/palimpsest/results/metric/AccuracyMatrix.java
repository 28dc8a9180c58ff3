package org.palimpsest.results.metric;

import java.util.OptionalDouble;
import org.palimpsest.results.record.RunRecord;

/**
 * The accuracy matrix R[t][i]: accuracy in [0, 1] on the test data of task i after task t, t and i in 1..T, and b_i,
 * that of the randomly initialised network; or, of another {@link Measure}, what it measures. An entry that was not measured is absent,
 * which is not the same as 0.
 */
public final class AccuracyMatrix {

    private final double[][] sum; // [0..T][1..T], row 0 is the untrained network
    private final double[][] n; // 0 is absent

    private AccuracyMatrix(int tasks) {
        sum = new double[tasks + 1][tasks + 1];
        n = new double[tasks + 1][tasks + 1];
    }

    /** The matrix of a run under a measure; scores of nothing are absent. */
    public static AccuracyMatrix of(RunRecord record, Measure measure) {
        AccuracyMatrix matrix = new AccuracyMatrix(record.info().tasks());
        for (Score score : measure.examined().scores(record)) {
            matrix.sum[score.trainedTask()][score.task()] = score.sum();
            matrix.n[score.trainedTask()][score.task()] = score.n();
        }
        return matrix;
    }

    /**
     * A matrix from numbers, of tasks with as many test examples each.
     *
     * @param r r[t-1][i-1] = R[t][i], one row a task; short rows and NaN are absent entries
     * @param untrained untrained[i-1] = b_i; may be short or empty
     */
    public static AccuracyMatrix of(double[][] r, double[] untrained) {
        AccuracyMatrix matrix = new AccuracyMatrix(r.length);
        matrix.fill(0, untrained);
        for (int t = 1; t <= r.length; t++) {
            matrix.fill(t, r[t - 1]);
        }
        return matrix;
    }

    private void fill(int t, double[] accuracies) {
        for (int i = 1; i <= accuracies.length; i++) {
            if (!Double.isNaN(accuracies[i - 1])) {
                sum[t][i] = accuracies[i - 1];
                n[t][i] = 1;
            }
        }
    }

    /** T. */
    public int tasks() {
        return n.length - 1;
    }

    /** R[t][i], t and i in 1..T. */
    public OptionalDouble get(int t, int i) {
        return pooled(t, i, i);
    }

    /**
     * The accuracy after task t on the test examples of the tasks {@code first} to {@code last} taken together, each
     * example of the same weight; empty if one of the entries is absent or there is none.
     */
    public OptionalDouble pooled(int t, int first, int last) {
        if (t < 1 || first < 1) {
            throw new IndexOutOfBoundsException("R[" + t + "][" + first + "], tasks begin at 1");
        }
        return ratio(t, first, last);
    }

    /** b_i, i in 1..T. */
    public OptionalDouble untrained(int i) {
        return ratio(0, i, i);
    }

    private OptionalDouble ratio(int t, int first, int last) {
        double right = 0;
        double all = 0;
        for (int i = first; i <= last; i++) {
            if (n[t][i] == 0) {
                return OptionalDouble.empty();
            }
            right += sum[t][i];
            all += n[t][i];
        }
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of(right / all);
    }
}
