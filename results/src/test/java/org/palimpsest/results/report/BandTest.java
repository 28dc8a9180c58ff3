package org.palimpsest.results.report;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.List;
import org.testng.annotations.Test;

/** Curves of several seeds as one with a band. */
public class BandTest {
    private static final double EXACT = 1e-12;

    /** Half the interval of 1, 2, 3: R 4.4.2, {@code qt(0.975, 2) / sqrt(3)} = 2.484138. */
    @Test
    public void threeSeedsHaveTheirStudentInterval() {
        Band band = Band.of(List.of(new double[] {1, 5}, new double[] {2, 5}, new double[] {3, 5}), Band.Kind.INTERVAL);
        assertEquals(band.mean(), new double[] {2, 5}, EXACT);
        assertEquals(band.high()[0] - 2, 2.484138, 1e-6);
        assertEquals(2 - band.low()[0], 2.484138, 1e-6);
        assertEquals(band.high()[1] - band.low()[1], 0, EXACT);
    }

    @Test
    public void aRangeReachesFromTheLowestToTheHighest() {
        Band band = Band.of(List.of(new double[] {1}, new double[] {2}, new double[] {6}), Band.Kind.RANGE);
        assertEquals(new double[] {band.low()[0], band.mean()[0], band.high()[0]}, new double[] {1, 3, 6}, EXACT);
    }

    @Test
    public void twoSeedsHaveTheirRangeAndOneHasNoBand() {
        Band two = Band.of(List.of(new double[] {1}, new double[] {2}), Band.Kind.INTERVAL);
        assertEquals(new double[] {two.low()[0], two.high()[0]}, new double[] {1, 2}, EXACT);
        Band one = Band.of(List.of(new double[] {1}), Band.Kind.INTERVAL);
        assertEquals(one.mean()[0], 1, EXACT);
        assertTrue(Double.isNaN(one.low()[0]) && Double.isNaN(one.high()[0]));
    }

    /** A mean over some of the seeds would hide the others. */
    @Test
    public void whatOneSeedLacksHasNoMean() {
        Band band = Band.of(List.of(new double[] {1, Double.NaN}, new double[] {3, 4}), Band.Kind.RANGE);
        assertEquals(band.mean()[0], 2, EXACT);
        assertTrue(Double.isNaN(band.mean()[1]) && Double.isNaN(band.high()[1]));
    }
}
