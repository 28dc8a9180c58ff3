package org.palimpsest.datasets.stream;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.palimpsest.datasets.image.ImageShape;

/**
 * A linear map over the positions of one channel plane, the same for every channel, or over the features of a row, which are only moved about:
 * {@code out[p] = round(sum over k of weight[k][p] * in[index[k][p]])}, of pixels halves to even, clipped to 0..255.
 *
 * <p>All weights made here are multiples of 2<sup>-16</sup> that sum to at most 1 per position. A sum of them times
 * pixels then needs at most 24 bits, so 32-bit floats hold it exactly in whatever order a device adds: the mapped
 * pixels are the same bytes everywhere.
 *
 * <p>The arrays are not copied: read them, never write.
 *
 * @param index positions read, [taps][height * width], row by row
 * @param weight their weights, [taps][height * width]
 */
public record PixelMap(int[][] index, float[][] weight) {
    /** Parts of a pixel to which rotations round the place they read, as a power of two. */
    private static final int FRACTION_BITS = 8;

    private static final int ONE = 1 << FRACTION_BITS;
    private static final int TAPS = 4;

    /** Checks that there is one weight for every position read and as many in every tap. */
    public PixelMap {
        if (index.length == 0 || index.length != weight.length) {
            throw new IllegalArgumentException(index.length + " taps of positions, " + weight.length + " of weights");
        }
        for (int k = 0; k < index.length; k++) {
            if (index[k].length != index[0].length || weight[k].length != index[0].length) {
                throw new IllegalArgumentException("tap " + k + " differs in length from the first");
            }
        }
    }

    /** The map that leaves every image as it is. */
    public static PixelMap identity(ImageShape shape) {
        int[] order = new int[shape.plane()];
        Arrays.setAll(order, p -> p);
        return permutation(order);
    }

    /**
     * The map that moves pixels, or features, about.
     *
     * @param order for every position, the position that it is read from: each exactly once
     * @return a map of one tap
     * @throws IllegalArgumentException if order is not a permutation
     */
    public static PixelMap permutation(int[] order) {
        boolean[] read = new boolean[order.length];
        for (int from : order) {
            if (from < 0 || from >= order.length || read[from]) {
                throw new IllegalArgumentException("position " + from + " is outside the image or read twice");
            }
            read[from] = true;
        }
        float[] weight = new float[order.length];
        Arrays.fill(weight, 1);
        return new PixelMap(new int[][] {order.clone()}, new float[][] {weight});
    }

    /**
     * The map that turns an image about its centre, anticlockwise as one looks at it, reading between pixels by
     * bilinear interpolation; what comes from outside is 0. The place read is rounded to 1/256 of a pixel, which makes
     * quarter turns of squares exact.
     *
     * @param shape the shape of the images
     * @param degrees the angle; any finite number
     * @return a map of four taps, or the identity for 0 degrees
     * @throws IllegalArgumentException if the angle is not finite
     */
    public static PixelMap rotation(ImageShape shape, double degrees) {
        if (!Double.isFinite(degrees)) {
            throw new IllegalArgumentException("an image cannot be turned by " + degrees + " degrees");
        }
        if (degrees == 0) {
            return identity(shape);
        }
        // StrictMath: Math's sine may differ in the last bit from one machine to another
        double cos = StrictMath.cos(StrictMath.toRadians(degrees));
        double sin = StrictMath.sin(StrictMath.toRadians(degrees));
        double centreX = (shape.width() - 1) / 2.0;
        double centreY = (shape.height() - 1) / 2.0;
        int[][] index = new int[TAPS][shape.plane()];
        float[][] weight = new float[TAPS][shape.plane()];
        for (int p = 0; p < shape.plane(); p++) {
            double x = p % shape.width() - centreX;
            double y = p / shape.width() - centreY;
            long fromX = Math.round((centreX + cos * x - sin * y) * ONE);
            long fromY = Math.round((centreY + sin * x + cos * y) * ONE);
            for (int k = 0; k < TAPS; k++) {
                read(shape, p, fromX, fromY, k % 2, k / 2, index[k], weight[k]);
            }
        }
        return new PixelMap(index, weight);
    }

    /** Sets one of the four neighbours of a place given in 1/256 of a pixel. */
    private static void read(
            ImageShape shape, int p, long fromX, long fromY, int right, int below, int[] index, float[] weight) {
        long column = (fromX >> FRACTION_BITS) + right;
        long row = (fromY >> FRACTION_BITS) + below;
        if (column < 0 || column >= shape.width() || row < 0 || row >= shape.height()) {
            return;
        }
        long partX = fromX & (ONE - 1);
        long partY = fromY & (ONE - 1);
        long share = (right == 1 ? partX : ONE - partX) * (below == 1 ? partY : ONE - partY);
        index[p] = (int) (row * shape.width() + column);
        weight[p] = (float) share / (ONE * ONE);
    }

    /** How many pixels each new pixel is read from. */
    public int taps() {
        return index.length;
    }

    /** How many positions a plane has. */
    public int positions() {
        return index[0].length;
    }

    /** Whether every image stays as it is. */
    public boolean isIdentity() {
        return isPermutation() && IntStream.range(0, positions()).allMatch(p -> index[0][p] == p);
    }

    /** Whether pixels are only moved about: each new one is an old one. */
    public boolean isPermutation() {
        return taps() == 1 && IntStream.range(0, positions()).allMatch(p -> weight[0][p] == 1);
    }

    /**
     * Maps one channel plane: the definition of the map, by which faster ones are tested.
     *
     * @param plane height * width unsigned bytes, row by row
     * @return a new plane
     * @throws IllegalArgumentException if the plane has another size
     */
    public byte[] apply(byte[] plane) {
        if (plane.length != positions()) {
            throw new IllegalArgumentException("a plane of " + plane.length + " is not one of " + positions());
        }
        byte[] mapped = new byte[plane.length];
        for (int p = 0; p < plane.length; p++) {
            float sum = 0;
            for (int k = 0; k < taps(); k++) {
                sum += weight[k][p] * Byte.toUnsignedInt(plane[index[k][p]]);
            }
            mapped[p] = (byte) Math.max(0, Math.min(255, Math.rint(sum)));
        }
        return mapped;
    }
}
