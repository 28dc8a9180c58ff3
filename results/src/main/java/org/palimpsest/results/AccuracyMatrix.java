package org.palimpsest.results;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The accuracy matrix R[t][i]: accuracy in [0, 1] on the test data of task i after task t, t and i in 1..T, and b_i,
 * that of the randomly initialised network. An entry that was not measured is absent, which is not the same as 0.
 */
public final class AccuracyMatrix {

    private final double[][] accuracy; // [0..T][1..T], row 0 is the untrained network; NaN is absent

    private AccuracyMatrix(int tasks) {
        accuracy = new double[tasks + 1][tasks + 1];
        for (double[] row : accuracy) {
            Arrays.fill(row, Double.NaN);
        }
    }

    /** The matrix of a run; rows with no test example are absent. */
    public static AccuracyMatrix of(RunRecord record, View view) {
        AccuracyMatrix matrix = new AccuracyMatrix(record.info().tasks());
        for (AccuracyRow row : record.accuracy()) {
            if (row.n() > 0) {
                matrix.accuracy[row.trainedTask()][row.task()] = (double) row.correct(view) / row.n();
            }
        }
        return matrix;
    }

    /**
     * A matrix from numbers.
     *
     * @param r r[t-1][i-1] = R[t][i], one row a task; short rows and NaN are absent entries
     * @param untrained untrained[i-1] = b_i; may be short or empty
     */
    public static AccuracyMatrix of(double[][] r, double[] untrained) {
        AccuracyMatrix matrix = new AccuracyMatrix(r.length);
        System.arraycopy(untrained, 0, matrix.accuracy[0], 1, untrained.length);
        for (int t = 1; t <= r.length; t++) {
            System.arraycopy(r[t - 1], 0, matrix.accuracy[t], 1, r[t - 1].length);
        }
        return matrix;
    }

    /** T. */
    public int tasks() {
        return accuracy.length - 1;
    }

    /** R[t][i], t and i in 1..T. */
    public OptionalDouble get(int t, int i) {
        if (t < 1 || i < 1) {
            throw new IndexOutOfBoundsException("R[" + t + "][" + i + "], tasks begin at 1");
        }
        return entry(t, i);
    }

    /** b_i, i in 1..T. */
    public OptionalDouble untrained(int i) {
        return entry(0, i);
    }

    private OptionalDouble entry(int t, int i) {
        return Double.isNaN(accuracy[t][i]) ? OptionalDouble.empty() : OptionalDouble.of(accuracy[t][i]);
    }
}
