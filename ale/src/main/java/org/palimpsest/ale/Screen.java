package org.palimpsest.ale;

/**
 * Makes frames of 84x84 of the grey screens of the console: of two of them, the brighter of each pixel, because many objects are shown in every
 * second frame only (Mnih et al., Nature 2015); then the mean over the area that a pixel of the frame covers, to the nearest whole number, of
 * two the even one.
 */
final class Screen {
    /** Rows and columns of a frame. */
    static final int SIZE = 84;
    /** Of a quotient as a product: exact for the sums that there are, which are below 255 times the area and a half. */
    private static final int SHIFT = 40;

    private final int height;
    private final int[] firstRow;
    private final int[][] rows;
    private final int[] firstColumn;
    private final int[][] columns;
    private final int area;
    private final long inverse;
    private final int[] line = new int[Emulator.WIDTH];

    /** For screens of so many rows. */
    Screen(int height) {
        this.height = height;
        firstRow = firsts(height);
        rows = weights(height);
        firstColumn = firsts(Emulator.WIDTH);
        columns = weights(Emulator.WIDTH);
        area = sum(rows[0]) * sum(columns[0]);
        inverse = (1L << SHIFT) / area + 1;
    }

    /** The first pixel of the screen that each of the frame covers some of. */
    private static int[] firsts(int length) {
        int[] firsts = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            firsts[i] = i * length / SIZE;
        }
        return firsts;
    }

    /** How much each pixel of the frame covers of that one and of those that follow, in whole parts of a pixel. */
    private static int[][] weights(int length) {
        int unit = divisor(length, SIZE);
        int[][] weights = new int[SIZE][];
        for (int i = 0; i < SIZE; i++) {
            int from = i * length;
            int to = from + length;
            int first = from / SIZE;
            int last = (to - 1) / SIZE;
            weights[i] = new int[last - first + 1];
            for (int k = first; k <= last; k++) {
                weights[i][k - first] = (Math.min(to, (k + 1) * SIZE) - Math.max(from, k * SIZE)) / unit;
            }
        }
        return weights;
    }

    private static int divisor(int a, int b) {
        return b == 0 ? a : divisor(b, a % b);
    }

    private static int sum(int[] weights) {
        int sum = 0;
        for (int weight : weights) {
            sum += weight;
        }
        return sum;
    }

    /** Room for a screen. */
    byte[] room() {
        return new byte[height * Emulator.WIDTH];
    }

    /** Leaves the brighter of each pixel of two screens in the first one. */
    static void brighter(byte[] screen, byte[] other) {
        for (int i = 0; i < screen.length; i++) {
            screen[i] = (byte) Math.max(screen[i] & 255, other[i] & 255);
        }
    }

    /** Writes a screen as a frame. */
    void frame(byte[] screen, byte[] target, int offset) {
        for (int y = 0; y < SIZE; y++) {
            sumRows(screen, firstRow[y] * Emulator.WIDTH, rows[y]);
            for (int x = 0; x < SIZE; x++) {
                int[] weights = columns[x];
                int from = firstColumn[x];
                int sum = area / 2;
                for (int k = 0; k < weights.length; k++) {
                    sum += weights[k] * line[from + k];
                }
                int mean = (int) (sum * inverse >>> SHIFT);
                boolean tie = mean * area == sum; // of two numbers that are as near, the even one
                target[offset + y * SIZE + x] = (byte) (tie ? mean & ~1 : mean);
            }
        }
    }

    private void sumRows(byte[] screen, int from, int[] weights) {
        for (int x = 0; x < Emulator.WIDTH; x++) {
            line[x] = weights[0] * (screen[from + x] & 255);
        }
        for (int k = 1; k < weights.length; k++) {
            int start = from + k * Emulator.WIDTH;
            int weight = weights[k];
            for (int x = 0; x < Emulator.WIDTH; x++) {
                line[x] += weight * (screen[start + x] & 255);
            }
        }
    }
}
