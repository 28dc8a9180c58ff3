package org.palimpsest.harness.augment;

import ai.djl.ndarray.NDArray;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.image.Augmentation;

/** An augmentation that only moves pixels; several in a row can become one look-up. */
@FunctionalInterface
interface Geometry extends Augmentation {
    /** Draws where the pixels of n images come from. */
    Warp draw(int n, UniformRandomProvider random);

    @Override
    default NDArray apply(NDArray images, UniformRandomProvider random) {
        return Resampler.apply(images, draw((int) images.getShape().get(0), random));
    }
}
