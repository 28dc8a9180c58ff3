package org.palimpsest.results.metric;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.testng.annotations.Test;

public class InterquartileMeanTest {
    private static PooledMetric.Pooled pool(double[]... runs) {
        List<List<Double>> all = new ArrayList<>();
        for (double[] run : runs) {
            all.add(Arrays.stream(run).boxed().toList());
        }
        return InterquartileMean.WHOLE.pool(all);
    }

    @Test
    public void aQuarterIsCutOffAtEachEnd() {
        assertEquals(pool(new double[] {8, 1}, new double[] {100, 2}, new double[] {3, -50}, new double[] {4, 5}).value(), (2 + 3 + 4 + 5) / 4.0);
        assertEquals(pool(new double[] {1, 2, 6}).value(), 3, "of three none is cut off");
        assertEquals(pool(new double[] {0, 1, 2, 3, 100}).value(), 2, "of five one at each end");
    }

    /** Of three values three halves are left: a quarter of the outer ones each, and the middle one. */
    @Test
    public void theFractionalOneCutsAQuarterOfAnyNumber() {
        assertEquals(fractional(1, 2, 6), (.25 * 1 + 2 + .25 * 6) / 1.5, 1e-12);
        assertEquals(fractional(7), 7, 1e-12);
        assertEquals(fractional(3, 100, 1, 2, 0), (.75 * 1 + 2 + .75 * 3) / 2.5, 1e-12);
        assertEquals(fractional(8, 1, 100, 2, 3, -50, 4, 5), (2 + 3 + 4 + 5) / 4.0, 1e-12, "as the other where the number divides by four");
    }

    private static double fractional(double... values) {
        return InterquartileMean.FRACTIONAL.of(List.of(Arrays.stream(values).boxed().toList())).value();
    }

    /** Of 1 in three runs of one benchmark and 0 in one of another, every sample has three of one and one of the other. */
    @Test
    public void benchmarksMayHaveDifferentNumbersOfRuns() {
        PooledMetric.Pooled pooled = InterquartileMean.FRACTIONAL.of(List.of(List.of(1.0, 1.0, 1.0), List.of(0.0)));
        assertEquals(List.of(pooled.value(), pooled.low().getAsDouble(), pooled.high().getAsDouble()), List.of(1.0, 1.0, 1.0));
        pooled = InterquartileMean.WHOLE.of(List.of(List.of(0.0, 1.0), List.of(5.0)));
        assertEquals(pooled.value(), 2.0, 1e-12);
        assertEquals(List.of(pooled.low().getAsDouble(), pooled.high().getAsDouble()), List.of(5 / 3.0, 7 / 3.0));
    }

    @Test
    public void aSingleRunHasNoInterval() {
        assertEquals(pool(new double[] {1, 2, 3, 4}).low(), OptionalDouble.empty());
        assertEquals(pool(new double[] {1, 2, 3, 4}).high(), OptionalDouble.empty());
    }

    /** Of two runs of 0 and 1 a sample is 0, 1/2 or 1 with chances 1/4, 1/2, 1/4; where each is the same in all runs none varies. */
    @Test
    public void runsAreDrawnWithReplacement() {
        PooledMetric.Pooled pooled = pool(new double[] {0}, new double[] {1});
        assertEquals(List.of(pooled.value(), pooled.low().getAsDouble(), pooled.high().getAsDouble()), List.of(.5, 0.0, 1.0));
        pooled = pool(new double[] {0, 1, 2, 3}, new double[] {0, 1, 2, 3}, new double[] {0, 1, 2, 3});
        assertEquals(List.of(pooled.low().getAsDouble(), pooled.high().getAsDouble()), List.of(pooled.value(), pooled.value()));
    }

    /**
     * Of two runs, 0 and 1 in each of 64 environments, a sample is the interquartile mean of 128 tosses: k of them are 1, and it is
     * (k - 32) / 64. Were whole runs drawn, not each environment apart, half of the samples would be 0 or 1.
     */
    @Test
    public void environmentsAreDrawnApart() {
        double[] zeros = new double[64];
        double[] ones = new double[64];
        Arrays.fill(ones, 1);
        PooledMetric.Pooled pooled = pool(zeros, ones);
        assertEquals(pooled.value(), .5);
        double half = 1.96 * Math.sqrt(128) / 2 / 64;
        assertEquals(pooled.low().getAsDouble(), .5 - half, .02);
        assertEquals(pooled.high().getAsDouble(), .5 + half, .02);
    }

    /** Of many uniform numbers in one environment: the middle half of (0, 1) has the mean 1/2, and the trimmed mean a known deviation. */
    @Test
    public void theIntervalIsAsWideAsTheLawOfLargeNumbersSays() {
        Random random = new Random(5);
        double[][] runs = new double[400][];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = new double[] {random.nextDouble()};
        }
        PooledMetric.Pooled pooled = pool(runs);
        // the winsorised variance of the uniform distribution over the square of the share kept: (2/64 + 1/96) / (1/4)
        double error = Math.sqrt((2.0 / 64 + 1.0 / 96) / .25 / runs.length);
        assertEquals((pooled.high().getAsDouble() - pooled.low().getAsDouble()) / (2 * 1.96 * error), 1, .15);
        assertTrue(pooled.low().getAsDouble() < .5 && pooled.high().getAsDouble() > .5, pooled.toString());
    }

    @Test
    public void theSameRunsHaveTheSameInterval() {
        double[][] runs = {{.1, .9, .4}, {.3, .5, .2}, {.8, .6, .7}};
        assertEquals(pool(runs), pool(runs));
    }

    /** Fifty thousand samples of another generator in another language: 0.435, 0.31 to 0.595. */
    @Test
    public void anotherProgramFindsTheSame() {
        PooledMetric.Pooled pooled = pool(
                new double[] {.1, .9, .4, .3}, new double[] {.3, .5, .2, .8}, new double[] {.8, .6, .7, .1}, new double[] {.2, .45, .35, .9},
                new double[] {.55, .65, .15, .25});
        assertEquals(pooled.value(), .435, 1e-12);
        assertEquals(pooled.low().getAsDouble(), .31, .01);
        assertEquals(pooled.high().getAsDouble(), .595, .01);
    }
}
