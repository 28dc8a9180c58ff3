package org.palimpsest.methods.fscil;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.Losses;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.api.training.Training;

/**
 * Incremental fine-tuning (as in the code of Song et al., Learning with Fantasy, CVPR 2023): a later session trains the vectors of its
 * classes, the neck and the last stage of the encoder on its shots, by cross-entropy over all classes so far, each at a rate of its own. The
 * vectors of past classes stay, and so do the running statistics of the network. With {@link Subnet}, of the encoder only the weights
 * outside of the major subnetwork move.
 */
final class Tuning {
    private final Training training;
    private final FewShotModel bag;
    private final Options options;
    private final Group vectors;
    private final List<Group> groups = new ArrayList<>();

    /** Options. */
    record Options(
            @Doc("passes over a session's shots, 0: as many as the benchmark gives later tasks; SAVC: 10, not stated by the paper")
            @PositiveOrZero @Default("0") int epochs,
            @Doc("update rule; SAVC: adam on CIFAR-100, sgd elsewhere, not stated by the paper") @Default("adam") OptimiserOptions.Rule rule,
            @Doc("learning rate of the new classes' vectors; SAVC: 0.001 on CIFAR-100, 0.1 on mini-ImageNet, 0.000005 on CUB, not stated by the "
                    + "paper") @Positive @Default("0.001") double lr,
            @Doc("factor on lr for the neck; SAVC: 0.01 on CIFAR-100, 0.05 on mini-ImageNet, not stated by the paper") @PositiveOrZero
            @Default("0.01") double projector,
            @Doc("factor on lr for the last stage of the encoder; SAVC: 0.02 on CIFAR-100, 0.001 on mini-ImageNet, not stated by the paper")
            @PositiveOrZero @Default("0.02") double encoder) {}

    /**
     * Weights of one learning rate.
     *
     * @param factor on the learning rate
     * @param masks of the gradients of each, of the same shape or one that broadcasts; may be empty
     */
    private record Group(double factor, List<Parameter> weights, List<Optional<NDArray>> masks) {
        void step(Optimiser optimiser) {
            for (int i = 0; i < masks.size(); i++) {
                NDArray gradient = optimiser.gradient(i);
                masks.get(i).ifPresent(gradient::muli);
            }
            optimiser.step();
        }
    }

    Tuning(Training training, FewShotModel bag, Options options) {
        this.training = training;
        this.bag = bag;
        this.options = options;
        int rows = (int) bag.table().vectors().getShape().get(0);
        vectors = bag.fixedVectors() ? null
                : group(1, List.of(bag.table().vectors()), List.of(Optional.of(training.manager().zeros(new Shape(rows, 1)))));
        bag.replacedHead().map(p -> p.neck().parameters())
                .ifPresent(neck -> group(options.projector, neck, neck.stream().map(p -> Optional.<NDArray>empty()).toList()));
        List<Parameter> stage = LastStage.of(training.network());
        if (bag.subnet().isPresent()) {
            Subnet subnet = bag.subnet().get();
            List<Parameter> layers = stage.stream().filter(p -> subnet.movable(p).isPresent()).toList();
            group(options.encoder, layers, layers.stream().map(subnet::movable).toList());
        } else {
            group(options.encoder, stage, stage.stream().map(p -> Optional.<NDArray>empty()).toList());
        }
    }

    private Group group(double factor, List<Parameter> weights, List<Optional<NDArray>> masks) {
        if (factor == 0 || weights.isEmpty()) {
            return null;
        }
        Group group = new Group(factor, weights, masks);
        groups.add(group);
        return group;
    }

    void learn(TaskData task, Budget budget) {
        if (vectors != null) {
            markNew(task);
        }
        training.optimiser().freeze(training.network().parameters().size());
        Budget own = options.epochs == 0 ? budget : new Budget(options.epochs, budget.batch(), 0, OptionalInt.empty());
        List<Optimiser> optimisers = groups.stream().map(this::optimiser).toList();
        training.passes(task, own, batch -> {
            training.step(batch, this::loss, () -> {
                for (int i = 0; i < optimisers.size(); i++) {
                    groups.get(i).step(optimisers.get(i));
                }
            });
            training.stepDone(batch.size());
        });
        optimisers.forEach(Optimiser::close);
    }

    private Optimiser optimiser(Group group) {
        OptimiserOptions rule = new OptimiserOptions(options.rule, group.factor * options.lr, 0, 0);
        return training.optimiser().sibling(training.manager(), group.weights, rule);
    }

    /** Only the vectors of the session's own classes may move. */
    private void markNew(TaskData task) {
        int count = (int) bag.table().vectors().getShape().get(0);
        float[] own = new float[count];
        for (int row : bag.versions().rows(task.classes())) {
            own[row] = 1;
        }
        NDArray mask = vectors.masks.get(0).orElseThrow();
        try (NDManager scratch = mask.getManager().newSubManager()) {
            mask.set(new NDIndex(":"), scratch.create(own, new Shape(count, 1)));
        }
    }

    private NDArray loss(Batch batch) {
        Batch views = bag.versions().of(training.augmented(batch));
        NDArray logits = bag.table().logits(bag.encoder().tuned(views.examples()), training.network().seenClasses());
        return Losses.crossEntropy(logits, views.labels());
    }
}
