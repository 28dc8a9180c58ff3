package org.palimpsest.datasets.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Scales images, down the columns first and then along the rows, without aliasing; see {@link Taps}. The channels of a pixel
 * lie in three lanes of one long, so that a single multiplication weighs all of them: 8 bits of shade, 2 more between the passes
 * and 11 of weight are the 21 bits of a lane.
 */
final class Resizer {
    private static final int LANE = 21;
    private static final long EACH = 1L << 2 * LANE | 1L << LANE | 1;
    /** Bits after the point that are kept between the two passes. */
    private static final int KEPT = 2;
    private static final int FIRST_SHIFT = Taps.BITS - KEPT;
    private static final long FIRST_HALF = EACH << FIRST_SHIFT - 1;
    private static final long FIRST_MASK = EACH * ((1 << 8 + KEPT) - 1);
    private static final int SECOND_SHIFT = Taps.BITS + KEPT;
    private static final long SECOND_HALF = EACH << SECOND_SHIFT - 1;

    /** Four bytes of a row at once, of which a pixel is three: a third of the loads. */
    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final Bitmap source;
    private final int size;
    private final Taps down;
    private final Taps along;
    /** The columns that outputs are made of, from this one on. */
    private final int left;
    private final long[][] rows;
    private final int[] rowAt;

    private Resizer(Bitmap source, ImageSettings settings) {
        this.source = source;
        this.size = settings.size();
        int shorter = Math.min(source.width(), source.height());
        boolean crop = settings.fit() == ImageSettings.Fit.CROP;
        int width = crop ? scaled(source.width(), shorter) : size;
        int height = crop ? scaled(source.height(), shorter) : size;
        down = Taps.of(source.height(), height, (height - size) / 2, size);
        along = Taps.of(source.width(), width, (width - size) / 2, size);
        left = along.start()[0];
        int used = along.start()[size - 1] + along.weight().length - left;
        rows = new long[down.weight().length][used];
        rowAt = new int[rows.length];
        Arrays.fill(rowAt, -1);
    }

    /**
     * Scales an image as the settings say.
     *
     * @return size * size * channels unsigned bytes, channel by row by column
     */
    static byte[] resize(Bitmap image, ImageSettings settings) {
        return new Resizer(image.withChannels(settings.channels()), settings).planes();
    }

    private int scaled(int side, int shorter) {
        return (int) Math.max(size, Math.round((double) side * size / shorter));
    }

    private byte[] planes() {
        byte[] planes = new byte[source.channels() * size * size];
        long[] row = new long[rows[0].length];
        long[] sums = new long[size];
        for (int y = 0; y < size; y++) {
            down(y, row);
            along(row, sums);
            if (source.lumaAndChroma()) {
                colours(sums, planes, y);
            } else {
                shades(sums, planes, y);
            }
        }
        return planes;
    }

    /** One row of the result as it is; red is its first channel and the third of the source. */
    private void shades(long[] sums, byte[] planes, int y) {
        for (int c = 0; c < source.channels(); c++) {
            int at = (c * size + y) * size;
            int shift = (source.channels() - 1 - c) * LANE + SECOND_SHIFT;
            for (int x = 0; x < sums.length; x++) {
                planes[at + x] = (byte) (sums[x] >>> shift);
            }
        }
    }

    /** One row of the result, from luma and chroma: scaling is linear, so it may come before the conversion as well as after. */
    private void colours(long[] sums, byte[] planes, int y) {
        int plane = size * size;
        for (int x = 0; x < sums.length; x++) {
            int luma = (int) (sums[x] >>> SECOND_SHIFT) & 255;
            int blueness = (int) (sums[x] >>> LANE + SECOND_SHIFT) & 255;
            int redness = (int) (sums[x] >>> 2 * LANE + SECOND_SHIFT) & 255;
            int at = y * size + x;
            planes[at] = (byte) JpegColours.red(luma, redness);
            planes[plane + at] = (byte) JpegColours.green(luma, blueness, redness);
            planes[2 * plane + at] = (byte) JpegColours.blue(luma, blueness);
        }
    }

    /** One output row at the width of the source. */
    private void down(int y, long[] row) {
        Arrays.fill(row, FIRST_HALF);
        for (int k = 0; k < rows.length; k += 2) {
            long[] first = samples(down.start()[y] + k);
            long[] second = samples(down.start()[y] + k + 1);
            long firstWeight = down.weight()[k][y];
            long secondWeight = down.weight()[k + 1][y];
            for (int x = 0; x < row.length; x++) {
                row[x] += firstWeight * first[x] + secondWeight * second[x];
            }
        }
        for (int x = 0; x < row.length; x++) {
            row[x] = row[x] >>> FIRST_SHIFT & FIRST_MASK;
        }
    }

    private void along(long[] row, long[] sums) {
        int[] start = along.start();
        Arrays.fill(sums, SECOND_HALF);
        for (int k = 0; k < along.weight().length; k += 2) {
            int[] first = along.weight()[k];
            int[] second = along.weight()[k + 1];
            int offset = k - left;
            for (int x = 0; x < sums.length; x++) {
                int at = start[x] + offset;
                sums[x] += first[x] * row[at] + second[x] * row[at + 1];
            }
        }
    }

    /** A source row in lanes; rows are asked for in ascending order, and as many are kept as an output row needs. */
    private long[] samples(int row) {
        int slot = row % rows.length;
        if (rowAt[slot] != row && row < source.height()) {
            rowAt[slot] = row;
            load(row, rows[slot]);
        }
        return rows[slot];
    }

    private void load(int row, long[] lanes) {
        byte[] samples = source.samples();
        int at = (row * source.width() + left) * source.channels();
        int count = Math.min(lanes.length, source.width() - left);
        if (source.channels() == 1) {
            for (int x = 0; x < count; x++) {
                lanes[x] = samples[at + x] & 255;
            }
        } else {
            int readable = Math.min(count, (samples.length - at - 1) / 3);
            for (int x = 0; x < readable; x++) {
                lanes[x] = spread((int) FOUR.get(samples, at + 3 * x));
            }
            for (int x = readable; x < count; x++) {
                int p = at + 3 * x;
                lanes[x] = spread(samples[p] & 255 | (samples[p + 1] & 255) << 8 | (samples[p + 2] & 255) << 16);
            }
        }
    }

    /** The three lower bytes in three lanes. */
    private static long spread(int pixel) {
        return pixel & 0xff | (pixel & 0xff00L) << LANE - 8 | (pixel & 0xff0000L) << 2 * LANE - 16;
    }
}
