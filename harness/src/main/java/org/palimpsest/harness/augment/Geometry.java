package org.palimpsest.harness.augment;

import ai.djl.ndarray.NDArray;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.Augmentation;

/** An augmentation that only moves pixels; several in a row can become one look-up. */
@FunctionalInterface
interface Geometry extends Augmentation {
    /** Draws where the pixels of n pictures come from. */
    Warp draw(int n, UniformRandomProvider random);

    @Override
    default NDArray apply(NDArray pictures, UniformRandomProvider random) {
        return Resampler.apply(pictures, draw((int) pictures.getShape().get(0), random));
    }
}
