package org.palimpsest.results.report;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.testng.annotations.Test;

/** Long curves lose points, but no fall. */
public class ThinningTest {
    @Test
    public void aShortCurveStaysAsItIs() {
        assertEquals(Thinning.keep(new double[] {3, 2, Double.NaN, 1}, 4), new int[] {0, 1, 2, 3});
    }

    /** Two stretches, 0-4 and 5-9: the first point, the lowest of each and the last of each. */
    @Test
    public void ofEachStretchTheLowestAndTheLastAreKept() {
        assertEquals(Thinning.keep(new double[] {9, 8, 1, 8, 9, 7, 7, 2, 7, 8}, 4), new int[] {0, 2, 4, 7, 9});
    }

    @Test
    public void aFallOfOnePointIsKeptWhereverItIs() {
        for (int place = 0; place < 1000; place++) {
            double[] curve = new double[1000];
            Arrays.fill(curve, 0.9);
            curve[place] = 0.1;
            int fall = place;
            int[] kept = Thinning.keep(curve, 40);
            assertTrue(Arrays.stream(kept).anyMatch(i -> i == fall), "the fall at " + place);
            assertTrue(kept.length <= 41, kept.length + " points");
        }
    }

    @Test
    public void whereThereIsNoValueAnyOtherIsLower() {
        double[] curve = IntStream.range(0, 10).mapToDouble(i -> Double.NaN).toArray();
        curve[3] = 5;
        assertTrue(Arrays.stream(Thinning.keep(curve, 4)).anyMatch(i -> i == 3));
    }
}
