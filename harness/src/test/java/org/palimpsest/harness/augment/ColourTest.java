package org.palimpsest.harness.augment;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.augment.ColourJitter.Change;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Changes of colour, against formulas by hand. */
public class ColourTest extends AugmentTest {
    private static final double[] RED = {255, 0, 0};
    private static final double[] GREEN = {0, 255, 0};
    private static final double[] BLUE = {0, 0, 255};

    private NDArray pixel(double... rgb) {
        return floats(new Shape(1, 3, 1, 1), rgb);
    }

    private NDArray amount(double value) {
        return Colour.perImage(manager(), narrow(value));
    }

    @Test
    public void lumaWeighsTheColours() {
        assertClose(Colour.luma(pixel(RED)), new double[] {0.299 * 255}, 1e-4);
        assertClose(Colour.luma(pixel(10, 20, 30)), new double[] {0.299 * 10 + 0.587 * 20 + 0.114 * 30}, 1e-4);
        assertClose(Colour.luma(floats(new Shape(1, 1, 1, 1), 77)), new double[] {77}, 0);
    }

    @DataProvider
    public Object[][] hues() {
        return new Object[][] {
            {RED, 1.0 / 3, GREEN}, {GREEN, 1.0 / 3, BLUE}, {BLUE, 1.0 / 3, RED}, {RED, -1.0 / 3, BLUE}, {GREEN, -1.0 / 3, RED},
            {RED, 0.5, new double[] {0, 255, 255}}, {RED, 1.0 / 6, new double[] {255, 255, 0}}, {RED, 1.0 / 12, new double[] {255, 127.5, 0}},
            {new double[] {200, 100, 50}, 1.0 / 3, new double[] {50, 200, 100}}, {new double[] {90, 90, 90}, 0.3, new double[] {90, 90, 90}},
            {new double[] {0, 0, 0}, 0.3, new double[] {0, 0, 0}}};
    }

    @Test(dataProvider = "hues")
    public void aTurnOfTheHueGoesFromRedByGreenToBlue(double[] from, double turns, double[] to) {
        assertClose(Colour.turnHue(pixel(from), amount(turns)), to, 1e-3);
    }

    @Test
    public void noTurnAndAWholeTurnChangeNothing() {
        NDArray images = noise(4, 3, 8, 8);
        for (float turns : new float[] {0, 1}) {
            NDArray turned = Colour.turnHue(Colour.floats(images), Colour.perImage(manager(), new float[] {turns, turns, turns, turns}));
            assertTrue(turned.sub(Colour.floats(images)).abs().max().getFloat() < 1e-3);
        }
    }

    @Test
    public void brightnessMultipliesAndClips() {
        NDArray floats = floats(new Shape(2, 1, 1, 2), 10, 200, 10, 200);
        assertClose(Change.BRIGHTNESS.apply(floats, Colour.perImage(manager(), new float[] {1.5f, 0.5f})), new double[] {15, 255, 5, 100}, 1e-4);
    }

    @Test
    public void contrastLeadsAwayFromTheMeanLumaOfEachImage() {
        NDArray floats = floats(new Shape(2, 1, 1, 2), 100, 140, 0, 200);
        assertClose(Change.CONTRAST.apply(floats, Colour.perImage(manager(), new float[] {2, 0})), new double[] {80, 160, 100, 100}, 1e-4);
    }

    @Test
    public void saturationLeadsAwayFromTheLumaOfEachPixel() {
        double luma = 0.299 * 100 + 0.587 * 50 + 0.114 * 20;
        double[] expected = {1.4 * 100 - 0.4 * luma, 1.4 * 50 - 0.4 * luma, 1.4 * 20 - 0.4 * luma};
        assertClose(Change.SATURATION.apply(pixel(100, 50, 20), amount(1.4)), expected, 1e-3);
        assertClose(Change.SATURATION.apply(pixel(100, 50, 20), amount(0)), new double[] {luma, luma, luma}, 1e-3);
    }

    private static Augmentation jitter(double brightness, double contrast, double saturation, double hue, double p) {
        return new ColourJitter().create(new ColourJitter.Options(brightness, contrast, saturation, hue, p), COLOUR);
    }

    @Test
    public void jitterStaysWithinWhatAPixelCanBe() {
        NDArray jittered = jitter(2, 2, 2, 0.5, 1).apply(noise(64, 3, 6, 6), random(1));
        assertEquals(jittered.getDataType(), DataType.FLOAT32);
        assertTrue(jittered.min().getFloat() >= 0 && jittered.max().getFloat() <= 255);
    }

    @Test
    public void brightnessFactorsAreUniformAndEachImageHasItsOwn() {
        int n = 3000;
        NDArray grey = bytes(new Shape(1, 3, 1, 1), 100, 100, 100).repeat(0, n);
        float[] values = jitter(0.4, 0, 0, 0, 1).apply(grey, random(2)).toFloatArray();
        int[] counts = new int[8];
        for (int i = 0; i < n; i++) {
            counts[(int) Math.floor((values[3 * i] - 60) / 10)]++;
        }
        assertTrue(chiSquare(counts) < 24.3, "chi-square of 7 degrees, 99.9 %: " + chiSquare(counts));
    }

    @Test
    public void someImagesAreNotJitteredAtAll() {
        int n = 2000;
        NDArray images = bytes(new Shape(1, 3, 1, 1), 90, 120, 60).repeat(0, n);
        float[] values = jitter(0.4, 0.4, 0.4, 0.1, 0.8).apply(images, random(3)).toFloatArray();
        int same = 0;
        for (int i = 0; i < n; i++) {
            boolean unchanged = Math.abs(values[3 * i] - 90) < 1e-3 && Math.abs(values[3 * i + 1] - 120) < 1e-3 && Math.abs(values[3 * i + 2] - 60) < 1e-3;
            same += unchanged ? 1 : 0;
        }
        assertEquals(same / (double) n, 0.2, 3.3 * Math.sqrt(0.16 / n));
    }

    @Test
    public void allOrdersOfTheFourChangesAreEquallyLikely() {
        UniformRandomProvider random = random(4);
        Map<List<Change>, Integer> seen = new HashMap<>();
        for (int i = 0; i < 2400; i++) {
            seen.merge(ColourJitter.order(random), 1, Integer::sum);
        }
        assertEquals(seen.size(), 24);
        double chiSquare = chiSquare(seen.values().stream().mapToInt(count -> count).toArray());
        assertTrue(chiSquare < 49.7, "chi-square of 23 degrees, 99.9 %: " + chiSquare);
    }

    @Test
    public void greyImagesHaveBrightnessAndContrastButNoColour() {
        ColourJitter module = new ColourJitter();
        assertEquals(module.problem(new ColourJitter.Options(0.4, 0.4, 0, 0, 1), info(1, 8, 8)), Optional.empty());
        assertEquals(module.problem(new ColourJitter.Options(0.4, 0.4, 0, 0.1, 1), info(1, 8, 8)),
                Optional.of("needs colour images; these have 1 channel(s), so saturation and hue must be 0"));
        assertTrue(module.problem(new ColourJitter.Options(0.4, 0.4, 0.4, 0.1, 1), info(2, 8, 8)).isPresent());
        assertTrue(new Grayscale().problem(new Grayscale.Options(0.2), info(1, 8, 8)).isPresent());
        assertTrue(new AutoAugment().problem(new AutoAugment.Options(0), info(1, 8, 8)).isPresent());
        NDArray grey = noise(5, 1, 4, 4);
        assertEquals(module.create(new ColourJitter.Options(0.4, 0.4, 0, 0, 1), info(1, 4, 4)).apply(grey, random(5)).getShape(), grey.getShape());
    }

    @Test
    public void grayscaleReplacesAllChannelsByTheLumaAsOftenAsSaid() {
        int n = 2000;
        NDArray images = bytes(new Shape(1, 3, 1, 1), 200, 100, 50).repeat(0, n);
        float[] values = new Grayscale().create(new Grayscale.Options(0.2), COLOUR).apply(images, random(6)).toFloatArray();
        double luma = 0.299 * 200 + 0.587 * 100 + 0.114 * 50;
        int grey = 0;
        for (int i = 0; i < n; i++) {
            boolean kept = values[3 * i] == 200 && values[3 * i + 1] == 100 && values[3 * i + 2] == 50;
            if (!kept) {
                grey++;
                for (int c = 0; c < 3; c++) {
                    assertEquals(values[3 * i + c], luma, 1e-3);
                }
            }
        }
        assertEquals(grey / (double) n, 0.2, 3.3 * Math.sqrt(0.16 / n));
    }
}
