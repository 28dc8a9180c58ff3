package org.palimpsest.datasets.stream;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import org.palimpsest.datasets.image.ImageShape;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class PixelMapTest {
    private static final ImageShape SQUARE = new ImageShape(1, 3, 3);
    private static final byte[] PLANE = {10, 20, 30, 40, 50, 60, 70, 80, 90};

    @Test
    public void identityLeavesEveryPixel() {
        PixelMap map = PixelMap.identity(SQUARE);
        assertTrue(map.isIdentity());
        assertTrue(map.isPermutation());
        assertEquals(map.apply(PLANE), PLANE);
        assertEquals(map.taps(), 1);
    }

    @Test
    public void permutationReadsEveryPixelFromItsPlace() {
        PixelMap map = PixelMap.permutation(new int[] {8, 7, 6, 5, 4, 3, 2, 0, 1});
        assertFalse(map.isIdentity());
        assertTrue(map.isPermutation());
        assertEquals(map.apply(PLANE), new byte[] {90, 80, 70, 60, 50, 40, 30, 10, 20});
    }

    @Test
    public void permutationMustReadEveryPixelOnce() {
        assertThrows(IllegalArgumentException.class, () -> PixelMap.permutation(new int[] {0, 1, 1}));
        assertThrows(IllegalArgumentException.class, () -> PixelMap.permutation(new int[] {0, 1, 3}));
        assertThrows(IllegalArgumentException.class, () -> PixelMap.permutation(new int[] {0, -1, 1}));
    }

    @DataProvider
    public Object[][] quarterTurns() {
        return new Object[][] {
            {0, new byte[] {10, 20, 30, 40, 50, 60, 70, 80, 90}},
            {90, new byte[] {30, 60, 90, 20, 50, 80, 10, 40, 70}},
            {180, new byte[] {90, 80, 70, 60, 50, 40, 30, 20, 10}},
            {270, new byte[] {70, 40, 10, 80, 50, 20, 90, 60, 30}},
            {360, new byte[] {10, 20, 30, 40, 50, 60, 70, 80, 90}},
            {-90, new byte[] {70, 40, 10, 80, 50, 20, 90, 60, 30}},
        };
    }

    @Test(dataProvider = "quarterTurns")
    public void turnsAnticlockwiseByExactQuarters(double degrees, byte[] turned) {
        assertEquals(PixelMap.rotation(SQUARE, degrees).apply(PLANE), turned);
    }

    @Test
    public void turnsImagesOfEvenSideByExactQuarters() {
        PixelMap quarter = PixelMap.rotation(new ImageShape(1, 2, 2), 90);
        assertEquals(quarter.apply(new byte[] {1, 2, 3, 4}), new byte[] {2, 4, 1, 3});
    }

    @Test
    public void keepsOnlyWhatStaysInsideAnOblong() {
        PixelMap quarter = PixelMap.rotation(new ImageShape(1, 1, 3), 90);
        assertEquals(quarter.apply(new byte[] {1, 2, 3}), new byte[] {0, 2, 0});
    }

    @Test
    public void readsBetweenPixelsByBilinearInterpolation() {
        // at 45 degrees the upper middle pixel reads sqrt(1/2) right of and above the centre
        int part = (int) Math.round((1 + Math.sqrt(0.5)) * 256) - 256;
        PixelMap eighth = PixelMap.rotation(SQUARE, 45);
        double x = part / 256.0;
        double y = (256 - part) / 256.0;
        double upper = (1 - x) * 20 + x * 30;
        double lower = (1 - x) * 50 + x * 60;
        assertEquals(eighth.apply(PLANE)[1], (byte) Math.rint((1 - y) * upper + y * lower));
        assertEquals(eighth.apply(PLANE)[4], 50);
        assertFalse(eighth.isIdentity());
        assertFalse(eighth.isPermutation());
    }

    @DataProvider
    public Object[][] angles() {
        return new Object[][] {{1}, {30}, {45}, {60}, {90}, {137}, {180}, {333}};
    }

    @Test(dataProvider = "angles")
    public void weightsAreExactFractionsThatSumToOneInsideAndLessOutside(int degrees) {
        ImageShape shape = new ImageShape(1, 28, 28);
        PixelMap map = PixelMap.rotation(shape, degrees);
        assertEquals(map.taps(), 4);
        boolean whole = false;
        for (int p = 0; p < map.positions(); p++) {
            double sum = 0;
            for (int k = 0; k < map.taps(); k++) {
                float weight = map.weight()[k][p];
                assertTrue(weight >= 0, "negative weight");
                assertEquals(weight * 65_536 % 1, 0f, "not a multiple of 2^-16");
                assertTrue(map.index()[k][p] >= 0 && map.index()[k][p] < shape.plane(), "outside");
                sum += weight;
            }
            assertTrue(sum <= 1, "weights sum to " + sum);
            double x = p % 28 - 13.5;
            double y = p / 28 - 13.5;
            if (Math.hypot(x, y) < 13) {
                assertEquals(sum, 1.0, "inside, at " + p);
            }
            whole |= sum == 1;
        }
        assertTrue(whole);
    }

    @Test
    public void keepsAnEvenImageEvenInsideItsCircle() {
        byte[] white = new byte[28 * 28];
        Arrays.fill(white, (byte) 255);
        byte[] turned = PixelMap.rotation(new ImageShape(1, 28, 28), 37).apply(white);
        assertEquals(turned[14 * 28 + 14], (byte) 255);
        assertEquals(turned[0], 0);
    }

    @Test
    public void roundsHalvesToEvenAndClips() {
        PixelMap half = new PixelMap(new int[][] {{0, 1}}, new float[][] {{0.5f, 0.5f}});
        assertEquals(half.apply(new byte[] {1, 3}), new byte[] {0, 2});
        PixelMap wide = new PixelMap(new int[][] {{0, 0}}, new float[][] {{2, -1}});
        assertEquals(wide.apply(new byte[] {(byte) 200, 0}), new byte[] {(byte) 255, 0});
    }

    @Test
    public void refusesWhatDoesNotFit() {
        assertThrows(IllegalArgumentException.class, () -> PixelMap.identity(SQUARE).apply(new byte[8]));
        assertThrows(IllegalArgumentException.class, () -> PixelMap.rotation(SQUARE, Double.NaN));
        assertThrows(
                IllegalArgumentException.class, () -> new PixelMap(new int[][] {{0, 1}}, new float[][] {{1}}));
        assertThrows(IllegalArgumentException.class, () -> new PixelMap(new int[0][], new float[0][]));
    }
}
