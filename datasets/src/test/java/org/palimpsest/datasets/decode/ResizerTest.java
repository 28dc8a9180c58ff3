package org.palimpsest.datasets.decode;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.palimpsest.datasets.decode.ImageSettings.Fit;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class ResizerTest {
    private static Bitmap bitmap(int width, int height, int channels, long seed) {
        byte[] samples = new byte[width * height * channels];
        new Random(seed).nextBytes(samples);
        return new Bitmap(width, height, channels, samples);
    }

    private static Bitmap filled(int width, int height, int channels, int shade) {
        byte[] samples = new byte[width * height * channels];
        Arrays.fill(samples, (byte) shade);
        return new Bitmap(width, height, channels, samples);
    }

    private static int[] resize(Bitmap image, int size, Fit fit) {
        byte[] planes = Resizer.resize(image, new ImageSettings(size, fit, image.channels()));
        int[] shades = new int[planes.length];
        Arrays.setAll(shades, i -> planes[i] & 255);
        return shades;
    }

    /** The same filter, straight from its definition, in floating point. */
    private static double[] reference(Bitmap image, int size, Fit fit) {
        int shorter = Math.min(image.width(), image.height());
        int width = fit == Fit.CROP ? (int) Math.max(size, Math.round((double) image.width() * size / shorter)) : size;
        int height = fit == Fit.CROP ? (int) Math.max(size, Math.round((double) image.height() * size / shorter)) : size;
        double[] planes = new double[image.channels() * size * size];
        for (int c = 0; c < image.channels(); c++) {
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    double sum = 0;
                    double weights = 0;
                    for (int j = 0; j < image.height(); j++) {
                        double wy = triangle(j, y + (height - size) / 2, image.height(), height);
                        for (int i = 0; wy > 0 && i < image.width(); i++) {
                            double w = wy * triangle(i, x + (width - size) / 2, image.width(), width);
                            int channel = image.channels() - 1 - c;
                            sum += w * (image.samples()[(j * image.width() + i) * image.channels() + channel] & 255);
                            weights += w;
                        }
                    }
                    planes[(c * size + y) * size + x] = sum / weights;
                }
            }
        }
        return planes;
    }

    private static double triangle(int input, int output, int from, int to) {
        double scale = (double) from / to;
        double centre = (output + 0.5) * scale - 0.5;
        return Math.max(0, 1 - Math.abs(input - centre) / Math.max(1, scale));
    }

    @DataProvider
    public Object[][] shapes() {
        return new Object[][] {
            {20, 20, 3, 20, Fit.CROP}, {20, 20, 3, 7, Fit.CROP}, {33, 20, 3, 16, Fit.CROP}, {20, 33, 3, 16, Fit.CROP}, {21, 64, 1, 9, Fit.CROP},
            {21, 64, 1, 9, Fit.SQUASH}, {64, 21, 3, 30, Fit.SQUASH}, {5, 7, 3, 28, Fit.CROP}, {1, 9, 3, 4, Fit.CROP}, {9, 1, 1, 4, Fit.SQUASH},
            {1, 1, 3, 6, Fit.CROP}, {40, 30, 3, 1, Fit.CROP}, {105, 105, 1, 28, Fit.CROP}, {50, 37, 3, 22, Fit.CROP},
        };
    }

    @Test(dataProvider = "shapes")
    public void isTheTriangleFilterToWithinAShade(int width, int height, int channels, int size, Fit fit) {
        Bitmap image = bitmap(width, height, channels, width * 31L + height);
        int[] shades = resize(image, size, fit);
        double[] expected = reference(image, size, fit);
        for (int i = 0; i < shades.length; i++) {
            assertEquals(shades[i], expected[i], 1.0, "value " + i);
        }
    }

    @Test
    public void theSameSizeIsTheImageItself() {
        Bitmap image = bitmap(17, 17, 3, 5);
        int[] shades = resize(image, 17, Fit.CROP);
        for (int p = 0; p < 17 * 17; p++) {
            for (int c = 0; c < 3; c++) {
                assertEquals(shades[c * 17 * 17 + p], image.samples()[p * 3 + 2 - c] & 255, "red first");
            }
        }
    }

    @Test
    public void oneShadeStaysThatShade() {
        for (int shade = 0; shade < 256; shade += 5) {
            for (int size : new int[] {1, 3, 16, 29, 64}) {
                int expected = shade;
                assertTrue(Arrays.stream(resize(filled(37, 23, 3, shade), size, Fit.CROP)).allMatch(s -> s == expected), shade + " at " + size);
            }
        }
    }

    @Test
    public void aCheckerboardShrunkByFourIsGrey() {
        byte[] board = new byte[64 * 64];
        for (int i = 0; i < board.length; i++) {
            board[i] = (byte) ((i % 64 + i / 64) % 2 == 0 ? 255 : 0);
        }
        for (int shade : resize(new Bitmap(64, 64, 1, board), 16, Fit.CROP)) {
            assertEquals(shade, 127.5, 1.5);
        }
    }

    @Test
    public void aRampStaysARamp() {
        byte[] ramp = new byte[64 * 64];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (byte) (i % 64 * 4);
        }
        int[] shades = resize(new Bitmap(64, 64, 1, ramp), 32, Fit.CROP);
        for (int x = 1; x < 31; x++) {
            assertEquals(shades[5 * 32 + x], 4 * (2 * x + 0.5), 1.0);
        }
    }

    @Test
    public void croppingKeepsTheMiddle() {
        byte[] bars = new byte[30 * 10];
        for (int i = 0; i < bars.length; i++) {
            bars[i] = (byte) (i % 30 / 10 == 1 ? 200 : 0);
        }
        int[] shades = resize(new Bitmap(30, 10, 1, bars), 10, Fit.CROP);
        assertTrue(Arrays.stream(shades).allMatch(s -> s == 200));
    }

    @Test
    public void greyIsLumaAndColourOfGreyIsThreeTimesTheSame() {
        byte[] red = {0, 0, (byte) 255};
        byte[] grey = Resizer.resize(new Bitmap(1, 1, 3, red), new ImageSettings(1, Fit.CROP, 1));
        assertEquals(grey[0] & 255, Math.round(0.299 * 255));
        byte[] three = Resizer.resize(new Bitmap(1, 1, 1, new byte[] {77}), new ImageSettings(1, Fit.CROP, 3));
        assertEquals(three, new byte[] {77, 77, 77});
    }
}
