package org.palimpsest.methods.regularisation;

import ai.djl.ndarray.NDArray;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.api.training.WeightArrays;

/**
 * Bounds how hard a penalty pulls at a weight. A step of SGD against h / 2 (w - w*)^2 goes learning rate x h of the way to w*: past it above 1,
 * and ever further away above 2 until nothing is finite, however good the other steps are. So h counts as 1 / learning rate at most, by which a step
 * takes the weight just to w*, as an exact solution would for any larger h.
 */
final class Stiffness {
    private Stiffness() {}

    /** The largest h that counts; no bound for Adam, whose steps do not grow with the gradient. */
    static double most(Optimiser optimiser) {
        return optimiser.options().name() == OptimiserOptions.Rule.SGD ? 1 / optimiser.lr() : Double.POSITIVE_INFINITY;
    }

    /** The largest number of each array. */
    static float[] highest(WeightArrays arrays) {
        float[] highest = new float[arrays.count()];
        for (int i = 0; i < highest.length; i++) {
            try (NDArray max = arrays.get(i).max()) {
                highest[i] = max.getFloat();
            }
        }
        return highest;
    }
}
