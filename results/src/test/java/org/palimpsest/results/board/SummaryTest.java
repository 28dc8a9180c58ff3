package org.palimpsest.results.board;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class SummaryTest {
    /** Two-sided 95 % quantiles of Student's t from printed tables. */
    @DataProvider
    Object[][] quantiles() {
        return new Object[][] {{2, 12.7062}, {3, 4.3027}, {5, 2.7764}, {10, 2.2622}, {31, 2.0423}};
    }

    @Test(dataProvider = "quantiles")
    public void intervalFollowsStudentsT(int n, double quantile) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = i % 3;
        }
        Summary summary = Summary.of(values);
        double expected = quantile * summary.sd().getAsDouble() / Math.sqrt(n);
        assertEquals(summary.halfInterval().getAsDouble() / expected, 1, 5e-5);
        assertEquals(summary.mean() - summary.low().getAsDouble(), summary.halfInterval().getAsDouble(), 1e-12);
    }

    @Test
    public void summarisesByHand() {
        Summary summary = Summary.of(new double[] {1, 2, 3});
        assertEquals(summary.n(), 3);
        assertEquals(summary.mean(), 2.0);
        assertEquals(summary.sd().getAsDouble(), 1.0, 1e-15);
        assertEquals(summary.low().getAsDouble(), 2 - 2.484138, 1e-6);
        assertEquals(summary.high().getAsDouble(), 2 + 2.484138, 1e-6);
    }

    @Test
    public void oneValueHasNoError() {
        Summary summary = Summary.of(new double[] {.7});
        assertEquals(summary.mean(), .7);
        assertTrue(summary.sd().isEmpty() && summary.low().isEmpty() && summary.high().isEmpty());
        assertTrue(summary.halfInterval().isEmpty());
    }

    @Test
    public void noValuesHaveNoSummary() {
        assertThrows(IllegalArgumentException.class, () -> Summary.of(new double[0]));
    }
}
