package org.palimpsest.methods.fscil;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.expectThrows;

import java.util.Arrays;
import org.testng.annotations.Test;

public class AssignmentTest {
    private static double sum(double[][] similarity, int[] columns) {
        double sum = 0;
        for (int i = 0; i < columns.length; i++) {
            sum += similarity[i][columns[i]];
        }
        return sum;
    }

    /** Each row by itself would take column 0; the best sum is 0.8 + 0.7 + 0.3. */
    @Test
    public void theSumIsLargestAndNotEveryRowsOwn() {
        assertEquals(Assignment.best(new double[][] {{0.9, 0.8, 0.1}, {0.9, 0.2, 0.7}, {0.3, -0.5, -0.9}}), new int[] {1, 2, 0});
    }

    @Test
    public void columnsMayBeLeftOver() {
        assertEquals(Assignment.best(new double[][] {{-0.9, -0.2, -0.5, -0.3}, {-1, -0.1, -0.4, -0.9}}), new int[] {3, 1});
        assertEquals(Assignment.best(new double[0][]), new int[0]);
        assertEquals(expectThrows(IllegalArgumentException.class, () -> Assignment.best(new double[][] {{1}, {1}})).getMessage(),
                "2 rows for 1 columns");
    }

    /** Against all 120 permutations. */
    @Test
    public void noOtherAssignmentIsBetter() {
        double[] values = NumericTest.uneven(25);
        double[][] similarity = new double[5][];
        Arrays.setAll(similarity, i -> Arrays.copyOfRange(values, 5 * i, 5 * i + 5));
        assertEquals(sum(similarity, Assignment.best(similarity)), best(similarity, new int[5], 0, 0), 1e-12);
    }

    private static double best(double[][] similarity, int[] columns, int row, int taken) {
        if (row == columns.length) {
            return sum(similarity, columns);
        }
        double best = Double.NEGATIVE_INFINITY;
        for (int column = 0; column < columns.length; column++) {
            if ((taken & 1 << column) == 0) {
                columns[row] = column;
                best = Math.max(best, best(similarity, columns, row + 1, taken | 1 << column));
            }
        }
        return best;
    }
}
