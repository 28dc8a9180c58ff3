package org.palimpsest.datasets.image;

/**
 * The shape of one image.
 *
 * @param channels 1 for grey, 3 for colour
 * @param height rows
 * @param width columns
 */
public record ImageShape(int channels, int height, int width) {
    /** Checks that every side is at least 1 and the image's size an int. */
    public ImageShape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("image shape " + channels + "x" + height + "x" + width + " is empty");
        }
        Math.multiplyExact(channels, Math.multiplyExact(height, width));
    }

    /** Values in one image: channels * height * width. */
    public int size() {
        return channels * plane();
    }

    /** Positions in one channel: height * width. */
    public int plane() {
        return height * width;
    }

    /** {@code CxHxW}. */
    @Override
    public String toString() {
        return channels + "x" + height + "x" + width;
    }
}
