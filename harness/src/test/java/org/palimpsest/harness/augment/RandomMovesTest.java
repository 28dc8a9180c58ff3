package org.palimpsest.harness.augment;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.augment.RandomResizedCrop.Box;
import org.testng.annotations.Test;

/** What is drawn for moves, and how often. */
public class RandomMovesTest extends AugmentTest {
    private static final int DRAWS = 8100;

    @Test
    public void allWindowsOfARandomCropAreEquallyLikely() {
        Geometry crop = (Geometry) new RandomCrop().create(new RandomCrop.Options(4), COLOUR);
        Warp warp = crop.draw(DRAWS, random(1));
        int[] counts = new int[81];
        float[] right = warp.term(2);
        float[] down = warp.term(5);
        for (int i = 0; i < DRAWS; i++) {
            counts[(int) (right[i] + 4) * 9 + (int) (down[i] + 4)]++;
        }
        double chiSquare = chiSquare(counts);
        assertTrue(chiSquare < 124.8, "chi-square of 80 degrees, 99.9 %: " + chiSquare);
        assertTrue(chiSquare > 46.5, "too even, 0.1 %: " + chiSquare);
    }

    @Test
    public void aCropIsAWindowOfThePaddedImage() {
        NDArray image = bytes(new Shape(1, 1, 2, 2), 1, 2, 3, 4);
        NDArray copies = image.repeat(0, 200);
        NDArray crops = new RandomCrop().create(new RandomCrop.Options(1), info(1, 2, 2)).apply(copies, random(2));
        int[][] padded = {{0, 0, 0, 0}, {0, 1, 2, 0}, {0, 3, 4, 0}, {0, 0, 0, 0}};
        int[] seen = new int[9];
        for (int n = 0; n < 200; n++) {
            int[] crop = image(crops, n);
            int window = IntStream.range(0, 9).filter(w -> {
                int y = w / 3;
                int x = w % 3;
                return Arrays.equals(crop, new int[] {padded[y][x], padded[y][x + 1], padded[y + 1][x], padded[y + 1][x + 1]});
            }).findFirst().orElseThrow(() -> new AssertionError("no window: " + Arrays.toString(crop)));
            seen[window]++;
        }
        assertTrue(Arrays.stream(seen).allMatch(s -> s > 5), Arrays.toString(seen));
    }

    @Test
    public void aFlipHappensAsOftenAsSaid() {
        for (double p : new double[] {0, 0.3, 0.5, 1}) {
            Geometry flip = (Geometry) new Flip().create(new Flip.Options(p), COLOUR);
            float[] signs = flip.draw(DRAWS, random(3)).term(0);
            long flipped = IntStream.range(0, DRAWS).filter(i -> signs[i] == -1).count();
            assertEquals(flipped / (double) DRAWS, p, 3.3 * Math.sqrt(p * (1 - p) / DRAWS) + 1e-9);
        }
    }

    @Test
    public void allQuarterTurnsAreEquallyLikely() {
        Geometry turns = (Geometry) new QuarterTurns().create(new NoOptions(), COLOUR);
        Warp warp = turns.draw(DRAWS, random(4));
        int[] counts = new int[4];
        float[] cosine = warp.term(0);
        float[] sine = warp.term(3);
        for (int i = 0; i < DRAWS; i++) {
            counts[cosine[i] == 1 ? 0 : sine[i] == 1 ? 1 : cosine[i] == -1 ? 2 : 3]++;
        }
        assertTrue(chiSquare(counts) < 16.3, "chi-square of 3 degrees, 99.9 %: " + chiSquare(counts));
    }

    @Test
    public void quarterTurnsNeedSquareImages() {
        assertEquals(new QuarterTurns().problem(new NoOptions(), COLOUR), Optional.empty());
        assertEquals(new QuarterTurns().problem(new NoOptions(), info(3, 20, 30)),
                Optional.of("needs square images; these have 20 rows and 30 columns"));
    }

    @Test
    public void anglesOfARotationAreUniformEitherWay() {
        Geometry rotation = (Geometry) new Rotation().create(new Rotation.Options(20, Interpolation.NEAREST, 0), COLOUR);
        Warp warp = rotation.draw(DRAWS, random(5));
        float[] cosine = warp.term(0);
        float[] sine = warp.term(3);
        int[] counts = new int[10];
        for (int i = 0; i < DRAWS; i++) {
            double degrees = Math.toDegrees(Math.atan2(sine[i], cosine[i]));
            counts[(int) Math.floor((degrees + 20) / 4)]++;
        }
        assertTrue(chiSquare(counts) < 27.9, "chi-square of 9 degrees, 99.9 %: " + chiSquare(counts));
    }

    // random-resized-crop

    private static RandomResizedCrop.Options usual() {
        return new RandomResizedCrop.Options(0.08, 1, 0.75, 4.0 / 3);
    }

    @Test
    public void theWholeImageAtItsOwnAspectIsTheImage() {
        NDArray images = noise(3, 3, 7, 7);
        NDArray same = new RandomResizedCrop().create(new RandomResizedCrop.Options(1, 1, 1, 1), info(3, 7, 7)).apply(images, random(6));
        assertEquals(same.getDataType(), DataType.FLOAT32);
        assertPixels(same, images);
    }

    @Test
    public void areasAndAspectsOfBoxesAreInRangeAndHaveTheirMeans() {
        // boxes of this range always fit, so that none is drawn again
        RandomResizedCrop.Options options = new RandomResizedCrop.Options(0.1, 0.5, 0.75, 4.0 / 3);
        double area = 0;
        double logRatio = 0;
        for (int i = 0; i < DRAWS; i++) {
            Box box = Box.draw(options, info(3, 1000, 1000), random(7, i));
            double share = box.height() * box.width() / 1e6;
            double log = Math.log((double) box.width() / box.height());
            assertTrue(share > 0.099 && share < 0.501 && Math.abs(log) < Math.log(4.0 / 3) + 0.01, box.toString());
            assertTrue(box.top() >= 0 && box.left() >= 0 && box.top() + box.height() <= 1000 && box.left() + box.width() <= 1000, box.toString());
            area += share / DRAWS;
            logRatio += log / DRAWS;
        }
        assertEquals(area, 0.3, 3.3 * 0.4 / Math.sqrt(12 * DRAWS));
        assertEquals(logRatio, 0, 3.3 * 2 * Math.log(4.0 / 3) / Math.sqrt(12 * DRAWS));
    }

    @Test
    public void boxesThatDoNotFitAreDrawnAgain() {
        for (int i = 0; i < 2000; i++) {
            Box box = Box.draw(usual(), info(1, 9, 30), random(8, i));
            assertTrue(box.height() >= 1 && box.top() >= 0 && box.top() + box.height() <= 9, box.toString());
            assertTrue(box.width() >= 1 && box.left() >= 0 && box.left() + box.width() <= 30, box.toString());
        }
        assertEquals(Box.draw(new RandomResizedCrop.Options(1, 1, 0.75, 4.0 / 3), info(1, 9, 30), random(9)), new Box(0, 9, 9, 12));
        assertEquals(Box.draw(new RandomResizedCrop.Options(1, 1, 0.75, 4.0 / 3), info(1, 30, 9), random(9)), new Box(9, 0, 12, 9));
    }

    @Test
    public void aBoxIsStretchedWithoutLookingOutsideIt() {
        NDArray images = bytes(new Shape(1, 1, 4, 4), 255, 255, 255, 255, 255, 0, 100, 255, 255, 40, 60, 255, 255, 255, 255, 255);
        Warp warp = new Warp(1, Warp.Sampling.of(Interpolation.BILINEAR, 0));
        new Box(1, 1, 2, 2).cut(warp, 0, info(1, 4, 4));
        double[] expected = {0, 25, 75, 100, 10, 30, 70, 90, 30, 40, 60, 70, 40, 45, 55, 60};
        assertClose(Resampler.apply(images, warp), expected, 1e-4);
    }

    @Test
    public void rangesTheWrongWayRoundAreRefused() {
        assertTrue(new RandomResizedCrop().problem(new RandomResizedCrop.Options(0.5, 0.4, 1, 1), COLOUR).orElseThrow().contains("minArea"));
        assertTrue(new RandomResizedCrop().problem(new RandomResizedCrop.Options(0.5, 1, 2, 1), COLOUR).orElseThrow().contains("minRatio"));
        assertEquals(new RandomResizedCrop().problem(usual(), COLOUR), Optional.empty());
    }

    // cutout

    @Test
    public void aSquareInsideIsBlottedOutWhollyAndOneAtTheEdgeInPart() {
        NDArray white = bytes(new Shape(2, 1, 4, 5), IntStream.range(0, 40).map(i -> 200).toArray());
        Cutout.Options black = new Cutout.Options(2, Cutout.Fill.ZERO);
        NDArray blotted = Cutout.blot(white, new float[] {1, -1}, new float[] {2, 4}, black, info(1, 4, 5));
        assertEquals(blotted.getDataType(), DataType.UINT8);
        assertEquals(image(blotted, 0),
                new int[] {200, 200, 200, 200, 200, 200, 200, 0, 0, 200, 200, 200, 0, 0, 200, 200, 200, 200, 200, 200});
        assertEquals(Arrays.stream(image(blotted, 1)).filter(v -> v == 0).count(), 1);
        assertEquals(image(blotted, 1)[4], 0);
        NDArray mean = Cutout.blot(white, new float[] {1, -1}, new float[] {2, 4}, new Cutout.Options(2, Cutout.Fill.MEAN), info(1, 4, 5));
        assertEquals(image(mean, 0)[7], 100);
        assertEquals(Arrays.stream(image(mean, 0)).filter(v -> v == 100).count(), 4);
    }

    @Test
    public void aSquareMayBeCentredOnAnyPixel() {
        NDArray white = bytes(new Shape(1, 1, 3, 3), 9, 9, 9, 9, 9, 9, 9, 9, 9).repeat(0, 900);
        NDArray blotted = new Cutout().create(new Cutout.Options(1, Cutout.Fill.ZERO), info(1, 3, 3)).apply(white, random(10));
        int[] counts = new int[9];
        for (int n = 0; n < 900; n++) {
            int[] image = image(blotted, n);
            int[] hit = IntStream.range(0, 9).filter(i -> image[i] == 0).toArray();
            assertEquals(hit.length, 1);
            counts[hit[0]]++;
        }
        assertTrue(chiSquare(counts) < 26.1, "chi-square of 8 degrees, 99.9 %: " + chiSquare(counts));
    }
}
