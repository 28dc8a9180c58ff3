package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Changes training pictures at random, a whole batch at a time on its device. What is stored stays as it is: a picture that is seen
 * again, from the stream or from a memory, is changed anew.
 */
@FunctionalInterface
public interface Augmentation {
    /** Leaves every picture as it is. */
    Augmentation NONE = (pictures, random) -> pictures;

    /**
     * Changes every picture of a batch on its own.
     *
     * @param pictures shape (n, channels, height, width), n at least 1, UINT8 or FLOAT32, values 0 to 255; not to be written to
     * @param random the only source of chance; equal numbers give equal pictures
     * @return the same shape, UINT8 or FLOAT32, values 0 to 255, owned by the manager of the pictures; or the pictures themselves
     */
    NDArray apply(NDArray pictures, UniformRandomProvider random);
}
