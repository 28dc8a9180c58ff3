package org.palimpsest.ale;

import static org.testng.Assert.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class ScreenTest {
    @DataProvider
    public Object[][] heights() {
        return new Object[][] {{210}, {214}, {220}, {230}, {250}};
    }

    private static byte[] noise(Screen screen) {
        byte[] bytes = screen.room();
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static byte[] frame(Screen screen, byte[] of) {
        byte[] frame = new byte[Screen.SIZE * Screen.SIZE];
        screen.frame(of, frame, 0);
        return frame;
    }

    /** The mean over an area, by summing up the share of every pixel of the screen. */
    private static double mean(byte[] screen, int height, int row, int column) {
        double top = row * height / 84.0;
        double left = column * 160 / 84.0;
        double sum = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < 160; x++) {
                double rows = Math.max(0, Math.min(y + 1, top + height / 84.0) - Math.max(y, top));
                double columns = Math.max(0, Math.min(x + 1, left + 160 / 84.0) - Math.max(x, left));
                sum += rows * columns * (screen[y * 160 + x] & 255);
            }
        }
        return sum / (height / 84.0 * 160 / 84.0);
    }

    @Test(dataProvider = "heights")
    public void aPixelIsTheMeanOfItsArea(int height) {
        Screen screen = new Screen(height);
        byte[] noise = noise(screen);
        byte[] frame = frame(screen, noise);
        for (int i = 0; i < frame.length; i += 83) {
            assertEquals(frame[i] & 255, mean(noise, height, i / 84, i % 84), 0.5 + 1e-9, "row " + i / 84 + ", column " + i % 84);
        }
    }

    @Test(dataProvider = "heights")
    public void oneGreyStaysThatGrey(int height) {
        Screen screen = new Screen(height);
        for (int grey : new int[] {0, 1, 142, 254, 255}) {
            byte[] flat = screen.room();
            Arrays.fill(flat, (byte) grey);
            for (byte pixel : frame(screen, flat)) {
                assertEquals(pixel & 255, grey);
            }
        }
    }

    /**
     * The first pixel of a frame of 210 rows is the mean of 200 parts, of which the first and the second pixel of the first row have 42 and 38,
     * those of the third row 21 and 19: 42 + 38 + 10 * 21 - 10 * 19 is half of them.
     */
    @Test
    public void betweenTwoNumbersIsTheEvenOne() {
        Screen screen = new Screen(210);
        for (int[] pair : new int[][] {{16, 16}, {17, 18}}) {
            byte[] shades = screen.room();
            Arrays.fill(shades, (byte) pair[0]);
            shades[0] += 1;
            shades[1] += 1;
            shades[2 * Emulator.WIDTH] += 10;
            shades[2 * Emulator.WIDTH + 1] -= 10;
            assertEquals(frame(screen, shades)[0], pair[1]);
            shades[Emulator.WIDTH] += 1;
            assertEquals(frame(screen, shades)[0], pair[0] + 1, "a little more than half");
        }
    }

    @Test
    public void theBrighterOfTwoIsTakenPixelByPixel() {
        byte[] one = {0, 5, (byte) 200, (byte) 255};
        Screen.brighter(one, new byte[] {1, 4, (byte) 130, 0});
        assertEquals(one, new byte[] {1, 5, (byte) 200, (byte) 255});
    }
}
