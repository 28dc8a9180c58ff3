package org.palimpsest.harness.augment;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import org.palimpsest.harness.augment.Warp.Sampling;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Moving pixels: against values by hand, and against a loop over every pixel. */
public class ResamplerTest extends AugmentTest {
    private static final Sampling BLACK = Sampling.of(Interpolation.NEAREST, 0);
    private static final double[] FLIP = {-1, 0, 0, 0, 1, 0};

    private static Warp warp(Sampling sampling, double[]... maps) {
        Warp warp = new Warp(maps.length, sampling);
        for (int i = 0; i < maps.length; i++) {
            warp.set(i, maps[i]);
        }
        return warp;
    }

    private static double[] shift(int right, int down) {
        return new double[] {1, 0, right, 0, 1, down};
    }

    private static Warp turns(int times, int n) {
        Warp warp = new Warp(n, Sampling.PERMUTATION);
        for (int i = 0; i < n; i++) {
            QuarterTurns.turn(warp, i, times);
        }
        return warp;
    }

    /** Each pixel of a plane from the one so far to the right and below, or the fill. */
    private static int[] shifted(int[] plane, int height, int width, int right, int down, int fill) {
        int[] result = new int[plane.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int row = y + down;
                int column = x + right;
                boolean inside = row >= 0 && row < height && column >= 0 && column < width;
                result[y * width + x] = inside ? plane[row * width + column] : fill;
            }
        }
        return result;
    }

    @DataProvider
    public Object[][] shifts() {
        return new Object[][] {{0, 0}, {1, 0}, {0, -1}, {-2, 3}, {4, -3}, {5, 0}, {9, 9}};
    }

    @Test(dataProvider = "shifts")
    public void aShiftBringsInTheFillAndLosesWhatItPushesOut(int right, int down) {
        for (int fill : new int[] {0, 77}) {
            NDArray images = noise(2, 3, 4, 5);
            NDArray moved = Resampler.apply(images, warp(Sampling.of(Interpolation.NEAREST, fill), shift(right, down), shift(0, 0)));
            assertEquals(moved.getDataType(), DataType.UINT8);
            for (int c = 0; c < 3; c++) {
                assertEquals(ints(moved.get(0, c)), shifted(ints(images.get(0, c)), 4, 5, right, down, fill));
            }
            assertEquals(image(moved, 1), image(images, 1));
        }
    }

    @Test
    public void aFlipExchangesLeftAndRightAndTwoMakeNone() {
        NDArray images = bytes(new Shape(1, 1, 2, 3), 1, 2, 3, 4, 5, 255);
        Warp flip = warp(Sampling.PERMUTATION, FLIP);
        NDArray flipped = Resampler.apply(images, flip);
        assertEquals(ints(flipped), new int[] {3, 2, 1, 255, 5, 4});
        assertPixels(Resampler.apply(flipped, flip), images);
        assertPixels(Resampler.apply(images, flip.then(flip).orElseThrow()), images);
    }

    @Test
    public void quarterTurnsGoCounterClockwise() {
        NDArray images = bytes(new Shape(1, 1, 2, 2), 1, 2, 3, 4);
        int[][] expected = {{1, 2, 3, 4}, {2, 4, 1, 3}, {4, 3, 2, 1}, {3, 1, 4, 2}};
        for (int times = 0; times < 4; times++) {
            assertEquals(ints(Resampler.apply(images, turns(times, 1))), expected[times], times + " turns");
        }
    }

    @Test
    public void fourQuarterTurnsAreNone() {
        NDArray images = noise(3, 3, 5, 5);
        NDArray turned = images;
        for (int i = 0; i < 4; i++) {
            turned = Resampler.apply(turned, turns(1, 3));
        }
        assertPixels(turned, images);
        assertPixels(Resampler.apply(Resampler.apply(images, turns(3, 3)), turns(1, 3)), images);
    }

    @Test
    public void aRotationByNinetyDegreesIsAQuarterTurn() {
        NDArray images = noise(2, 3, 6, 6);
        for (Interpolation interpolation : Interpolation.values()) {
            Warp rotation = new Warp(2, Sampling.of(interpolation, 0));
            Rotation.turn(rotation, 0, 90);
            Rotation.turn(rotation, 1, -90);
            NDArray turned = Resampler.apply(images, rotation);
            NDArray once = Resampler.apply(images, turns(1, 2));
            NDArray thrice = Resampler.apply(images, turns(3, 2));
            assertClose(turned.get(0).toType(DataType.FLOAT32, true), doubles(once.get(0)), 1e-2);
            assertClose(turned.get(1).toType(DataType.FLOAT32, true), doubles(thrice.get(1)), 1e-2);
        }
    }

    private static double[] doubles(NDArray array) {
        float[] values = array.toType(DataType.FLOAT32, true).toFloatArray();
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    @Test
    public void betweenPixelsBilinearValuesAreMeansAndOutsideCountsAsFill() {
        NDArray images = bytes(new Shape(1, 1, 2, 3), 0, 100, 200, 40, 80, 120);
        Warp half = warp(Sampling.of(Interpolation.BILINEAR, 60), new double[] {1, 0, 0.5, 0, 1, 0});
        assertClose(Resampler.apply(images, half), new double[] {50, 150, 130, 60, 100, 90}, 1e-5);
        Warp both = warp(Sampling.of(Interpolation.BILINEAR, 0), new double[] {1, 0, 0.5, 0, 1, 0.25});
        assertClose(Resampler.apply(images, both), new double[] {52.5, 137.5, 90, 45, 75, 45}, 1e-5);
    }

    @Test
    public void floatsStayFloatsAndAreNotRounded() {
        NDArray images = floats(new Shape(1, 1, 1, 3), 0.25, 1.5, 254.75);
        assertClose(Resampler.apply(images, warp(BLACK, shift(1, 0))), new double[] {1.5, 254.75, 0}, 0);
        assertClose(images, new double[] {0.25, 1.5, 254.75}, 0);
    }

    @DataProvider
    public Object[][] pairs() {
        Warp crop = warp(BLACK, shift(2, -1), shift(-3, 2));
        Warp cropOfAnotherFill = warp(Sampling.of(Interpolation.NEAREST, 9), shift(1, 1), shift(-1, 0));
        Warp flip = warp(Sampling.PERMUTATION, FLIP, shift(0, 0));
        Warp stretch = new Warp(2, Sampling.of(Interpolation.BILINEAR, 0));
        new RandomResizedCrop.Box(1, 0, 3, 2).cut(stretch, 0, info(3, 6, 6));
        new RandomResizedCrop.Box(2, 1, 4, 5).cut(stretch, 1, info(3, 6, 6));
        return new Object[][] {
            {flip, crop}, {crop, flip}, {turns(1, 2), crop}, {crop, turns(1, 2)}, {flip, turns(3, 2)}, {turns(1, 2), flip},
            {cropOfAnotherFill, flip}, {stretch, flip}, {stretch, turns(1, 2)}, {flip, stretch}, {turns(1, 2), stretch},
            {turns(2, 2), turns(3, 2)}};
    }

    @Test(dataProvider = "pairs")
    public void twoMovesJoinedAreTheOneAndThenTheOther(Warp first, Warp second) {
        NDArray images = noise(2, 3, 6, 6);
        NDArray inTurn = Resampler.apply(Resampler.apply(images, first), second);
        NDArray atOnce = Resampler.apply(images, first.then(second).orElseThrow());
        assertEquals(atOnce.getDataType(), inTurn.getDataType());
        assertClose(atOnce.toType(DataType.FLOAT32, true), doubles(inTurn), 1e-3);
    }

    @Test
    public void movesThatBothLosePixelsAreNotJoined() {
        assertEquals(warp(BLACK, shift(1, 0)).then(warp(BLACK, shift(-1, 0))), Optional.empty());
        assertTrue(warp(BLACK, shift(1, 0)).then(warp(Sampling.PERMUTATION, FLIP)).isPresent());
    }
}
