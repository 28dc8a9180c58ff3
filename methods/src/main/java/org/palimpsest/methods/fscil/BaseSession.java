package org.palimpsest.methods.fscil;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Losses;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.Training;

/** The first session: the network is trained, with what the tricks add to the loss, and the classes get their vectors. */
final class BaseSession {
    private final Training training;
    private final FewShotModel bag;
    private final TrickWeights weights;

    BaseSession(Training training, FewShotModel bag, TrickWeights weights) {
        this.training = training;
        this.bag = bag;
        this.weights = weights;
    }

    void learn(TaskData task, Budget budget) {
        bag.instanceContrast().ifPresent(contrast -> contrast.pretrain(task, budget));
        bag.assignPrototypes(task);
        int[] rows = bag.versions().rows(task.classes());
        bag.replacedHead().ifPresent(directions -> bag.table().put(rows, directions.of(rows)));
        layMasks();
        try (Optimiser ofTricks = training.optimiser().sibling(training.manager(), weights.all())) {
            training.passes(task, budget, batch -> step(batch, ofTricks), new Trained(training, weights, ofTricks, masks().isEmpty()));
        }
        bag.subnet().ifPresent(subnet -> training.scoped(subnet::select));
        bag.tabulate(task);
    }

    private Optional<Subnet> masks() {
        return bag.subnet().filter(Subnet::learnsScores);
    }

    private void layMasks() {
        masks().ifPresent(subnet -> training.scoped(subnet::lay));
    }

    private void step(Batch batch, Optimiser ofTricks) {
        training.step(batch, this::loss, () -> update(ofTricks));
        layMasks();
        training.stepDone(batch.size());
    }

    private void update(Optimiser ofTricks) {
        masks().ifPresent(subnet -> subnet.lift(training.optimiser(), ofTricks));
        ofTricks.lr(training.optimiser().lr());
        ofTricks.step();
    }

    /** Everything goes through the network together, so that its normalisation sees one batch. */
    private NDArray loss(Batch batch) {
        Batch view = training.augmented(batch);
        Batch views = bag.versions().of(bag.supCon().isPresent() ? view.concat(training.augmented(batch)) : view);
        Optional<Batch> turned = bag.rotation().map(rotation -> rotation.turned(view));
        NDArray all = training.network().trainingFeatures(turned.map(views::concat).orElse(views).examples());
        NDArray features = all.get(":" + views.size());
        NDArray loss = classification(features, views);
        if (bag.supCon().isPresent()) {
            loss = loss.add(bag.supCon().get().loss(features, views));
        }
        if (turned.isPresent()) {
            loss = loss.add(bag.rotation().get().loss(all.get(views.size() + ":"), turned.get()));
        }
        return loss;
    }

    /** Cross-entropy over the pseudo-classes, the drawing to prototypes, or both. */
    private NDArray classification(NDArray features, Batch views) {
        if (bag.replacedHead().isPresent()) {
            return bag.replacedHead().get().loss(bag.encoder().embed(features), views.hostLabels());
        }
        NDArray loss = Losses.crossEntropy(bag.table().logits(bag.encoder().embed(features), training.network().seenClasses()), views.labels());
        if (bag.prototypes().isPresent()) {
            Prototypes prototypes = bag.prototypes().get();
            loss = loss.add(prototypes.loss(prototypes.neck().apply(features), views.hostLabels()));
        }
        return loss;
    }
}
