package org.palimpsest.datasets.decode;

import java.util.Locale;

/**
 * How images of any size become arrays of one.
 *
 * @param size rows and columns of the result, 1 to 1024
 * @param fit what is done with images that are not square
 * @param channels 1 for grey (luma by ITU-R BT.601), 3 for red, green and blue
 */
public record ImageSettings(int size, Fit fit, int channels) {
    private static final int LARGEST = 1024;

    /** What is done with images that are not square. */
    public enum Fit {
        /** The shorter side is scaled to the size, and the middle of the longer one kept. */
        CROP,
        /** Both sides are scaled to the size. */
        SQUASH
    }

    /** Checks the ranges. */
    public ImageSettings {
        if (size < 1 || size > LARGEST) {
            throw new IllegalArgumentException("size " + size + " is not between 1 and " + LARGEST);
        }
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException(channels + " channels are neither grey nor colour");
        }
    }

    /** The same text for the same settings, such as {@code 64-crop-rgb}. */
    public String id() {
        return size + "-" + fit.name().toLowerCase(Locale.ROOT) + (channels == 1 ? "-grey" : "-rgb");
    }
}
