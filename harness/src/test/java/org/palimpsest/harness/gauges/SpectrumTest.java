package org.palimpsest.harness.gauges;

import static org.testng.Assert.assertEquals;

import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Ranks against numbers worked out by hand. */
public class SpectrumTest {
    private static final double EXACT = 1e-12;

    @Test
    public void threeTwoOne() {
        Spectrum spectrum = new Spectrum(1, 3, 2);
        // p = 1/2, 1/3, 1/6
        assertEquals(spectrum.effectiveRank(), 2.749459, 1e-6);
        assertEquals(spectrum.effectiveRank(), Math.sqrt(2) * Math.cbrt(3) * Math.pow(6, 1 / 6.0), EXACT);
        assertEquals(spectrum.srank(), 3.0);
        // squares 9, 4, 1: the first two hold 13/14 = 0.929 of the sum
        assertEquals(spectrum.approximateRank(), 3.0);
        assertEquals(spectrum.stableRank(), 14 / 9.0, EXACT);
    }

    @Test
    public void squaresAndSumsFallBelowTheSameShareAtDifferentPlaces() {
        Spectrum spectrum = new Spectrum(10, 0.9, 0.2);
        // 100 of 100.85 is 0.9916; 10 of 11.1 is 0.9009, 10.9 of 11.1 is 0.982
        assertEquals(spectrum.approximateRank(), 1.0);
        assertEquals(spectrum.srank(), 3.0);
        assertEquals(new Spectrum(98, 1, 1).srank(), 2.0, "exactly 0.99 is enough");
    }

    @Test
    public void equalValuesHaveFullRank() {
        Spectrum spectrum = new Spectrum(2, 2, 2, 2);
        assertEquals(spectrum.effectiveRank(), 4, EXACT);
        assertEquals(spectrum.stableRank(), 4, EXACT);
        assertEquals(spectrum.approximateRank(), 4.0);
        assertEquals(spectrum.srank(), 4.0);
    }

    @Test
    public void aSingleDirectionHasRankOneAndNoDirectionRankZero() {
        assertRanks(new Spectrum(5, 0, 0), 1);
        assertRanks(new Spectrum(0, 0), 0);
        assertRanks(Spectrum.of(new double[] {1, 2, Double.NaN, 4}, 2, 2), Double.NaN);
        assertRanks(Spectrum.of(new double[] {1, 2, Double.POSITIVE_INFINITY, 4}, 2, 2), Double.NaN);
    }

    private static void assertRanks(Spectrum spectrum, double rank) {
        assertEquals(spectrum.effectiveRank(), rank, EXACT);
        assertEquals(spectrum.approximateRank(), rank, EXACT);
        assertEquals(spectrum.srank(), rank, EXACT);
        assertEquals(spectrum.stableRank(), rank, EXACT);
    }

    @DataProvider
    public Object[][] matrices() {
        double r = Math.sqrt(0.5);
        return new Object[][] {
            {new double[] {0, 3, 0, 0, 0, 2, 1, 0, 0}, 3, 3},
            // diag(3, 2, 1) turned in the first two columns: wide and tall
            {new double[] {3 * r, -3 * r, 0, 0, 2 * r, 2 * r, 0, 0, 0, 0, 0, 1}, 3, 4},
            {new double[] {3 * r, 2 * r, 0, -3 * r, 2 * r, 0, 0, 0, 0, 0, 0, 1}, 4, 3},
        };
    }

    @Test(dataProvider = "matrices")
    public void singularValuesOfAMatrix(double[] rows, int n, int d) {
        Spectrum spectrum = Spectrum.of(rows.clone(), n, d);
        assertEquals(spectrum.effectiveRank(), 2.749459, 1e-6);
        assertEquals(spectrum.stableRank(), 14 / 9.0, 1e-9);
        assertEquals(spectrum.srank(), 3.0);
    }
}
