package org.palimpsest.harness.api.image;

import ai.djl.ndarray.NDArray;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Changes training images at random, a whole batch at a time on its device. What is stored stays as it is: an image that is seen
 * again, from the stream or from a memory, is changed anew.
 */
@FunctionalInterface
public interface Augmentation {
    /** Leaves every image as it is. */
    Augmentation NONE = (images, random) -> images;

    /**
     * Changes every image of a batch on its own.
     *
     * @param images shape (n, channels, height, width), n at least 1, UINT8 or FLOAT32, values 0 to 255; not to be written to
     * @param random the only source of chance; equal numbers give equal images
     * @return the same shape, UINT8 or FLOAT32, values 0 to 255, owned by the manager of the images; or the images themselves
     */
    NDArray apply(NDArray images, UniformRandomProvider random);
}
