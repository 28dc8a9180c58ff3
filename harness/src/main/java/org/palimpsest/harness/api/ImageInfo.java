package org.palimpsest.harness.api;

import java.util.List;

/**
 * What all images of a data set have in common.
 *
 * @param channels 1 for grey, 3 for red, green and blue
 * @param height rows
 * @param width columns
 * @param mean mean of each channel over the training images, from 0 to 255
 */
public record ImageInfo(int channels, int height, int width, List<Double> mean) {
    private static final int COLOURS = 3;

    /** Copies what could be changed and checks that there is one mean per channel. */
    public ImageInfo {
        mean = List.copyOf(mean);
        if (mean.size() != channels) {
            throw new IllegalArgumentException(channels + " channels, " + mean.size() + " means");
        }
    }

    /** Whether there are red, green and blue. */
    public boolean colour() {
        return channels == COLOURS;
    }
}
