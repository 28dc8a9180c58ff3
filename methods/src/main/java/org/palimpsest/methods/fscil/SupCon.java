package org.palimpsest.methods.fscil;

import ai.djl.ndarray.NDArray;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;

/**
 * Supervised contrast in the base session (Khosla et al., NeurIPS 2020): two views of every image, projected and compared, those of one
 * class against all others.
 */
final class SupCon {
    private final Projection projection;
    private final Options options;

    SupCon(TrickWeights weights, int features, Options options) {
        this.projection = new Projection(weights, "supcon", features, options.width);
        this.options = options;
    }

    /** Options. */
    record Options(
            @Doc("weight of the contrastive loss; 1 in the authors' later code, not stated by the paper") @PositiveOrZero @Default("1")
            double weight,
            @Doc("temperature of the similarities; 0.07 in the source of the trick and the authors' later code") @Positive
            @Default("0.07") double temperature,
            @Doc("width of the projection; SAVC: 128, and 32 on CIFAR-100") @Positive @Default("128") int width) {}

    /** The weighted loss; features of the views, shape (n, d). */
    NDArray loss(NDArray features, Batch views) {
        return ContrastiveLoss.of(projection.apply(features), views.labels(), options.temperature).mul(options.weight);
    }
}
