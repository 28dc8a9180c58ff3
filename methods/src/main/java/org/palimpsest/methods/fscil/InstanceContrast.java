package org.palimpsest.methods.fscil;

import ai.djl.ndarray.NDArray;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.OptionalInt;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.Training;

/**
 * Self-supervised pre-training (Chen et al., A Simple Framework for Contrastive Learning of Visual Representations, ICML 2020): before it
 * sees a label, the network learns to find the other view of an image among all others of the batch.
 */
final class InstanceContrast {
    private final Training training;
    private final Options options;
    private final Projection projection;
    private final TrickWeights weights;

    InstanceContrast(Training training, Randomness random, Options options) {
        this.training = training;
        this.options = options;
        this.weights = new TrickWeights(training.manager(), random);
        this.projection = new Projection(weights, "ssl", training.network().features(), options.width);
    }

    /** Options. */
    record Options(
            @Doc("passes over the base images before training with labels, 0: as many as the benchmark gives the base session; not stated by "
                    + "the paper") @PositiveOrZero @Default("0") int epochs,
            @Doc("temperature of the similarities; SimCLR on CIFAR-10: 0.5, not stated by the paper") @Positive @Default("0.5")
            double temperature,
            @Doc("width of the projection; SimCLR: 128") @Positive @Default("128") int width) {}

    /** Trains the network with the benchmark's rule, batch and schedule; the projection is not used again. */
    void pretrain(TaskData task, Budget budget) {
        Budget own = options.epochs == 0 ? budget : new Budget(options.epochs, budget.batch(), 0, OptionalInt.empty());
        try (Optimiser ofProjection = training.optimiser().sibling(training.manager(), weights.all())) {
            training.passes(task, own, batch -> {
                training.step(batch, this::loss, () -> step(ofProjection));
                training.stepDone(batch.size());
            }, new Trained(training, weights, ofProjection, true));
        }
        training.optimiser().restart();
    }

    private NDArray loss(Batch batch) {
        Batch views = training.augmented(batch).concat(training.augmented(batch));
        NDArray features = training.network().trainingFeatures(views.examples());
        return ContrastiveLoss.of(projection.apply(features), ContrastiveLoss.twice(features, batch.size()), options.temperature);
    }

    private void step(Optimiser ofProjection) {
        ofProjection.lr(training.optimiser().lr());
        ofProjection.step();
    }
}
