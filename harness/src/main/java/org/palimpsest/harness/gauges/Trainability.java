package org.palimpsest.harness.gauges;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.CrossEntropy;
import org.palimpsest.harness.api.DivergedException;
import org.palimpsest.harness.api.Examples;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.TaskOfClass;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.image.Augmenter;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.GradientLearner;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.api.training.Training;

/**
 * How well a network learns something new: images with labels drawn anew at random, learned by a copy of it and by a network
 * that has learned nothing, both for as long and by the optimiser of the run begun anew (Lyle et al., ICML 2023). The network
 * itself, its optimiser and the run's memories take no part in it; of all that the run goes on with only the engine's generator
 * is used, and that is seeded anew for every task.
 */
final class Trainability {
    static final int EXAMPLES = 128;
    static final int BATCH = 16;
    static final int PASSES = 20;

    private final Networks networks;
    private final OptimiserOptions optimiser;
    private final Randomness random;
    private final NDManager manager;

    Trainability(Networks networks, OptimiserOptions optimiser, Randomness random, NDManager manager) {
        this.networks = networks;
        this.optimiser = optimiser;
        this.random = random;
        this.manager = manager;
    }

    /** The share of random labels got right in the end by a copy of the network and by a fresh one, and the difference. */
    List<Reading> of(Network network, NDArray images, int task) {
        double current = accuracy(Optional.of(network), images, network.outputs(), task);
        double fresh = accuracy(Optional.empty(), images, network.outputs(), task);
        return List.of(new Reading("", current - fresh), new Reading("current", current), new Reading("fresh", fresh));
    }

    private double accuracy(Optional<Network> original, NDArray images, int classes, int task) {
        try (NDManager scratch = manager.newSubManager()) {
            Network pupil = networks.create(scratch, random.engineSeed("gauge-initialisation", task));
            original.ifPresent(network -> copy(network, pupil, scratch));
            return accuracy(pupil, images, classes, task, scratch);
        } catch (DivergedException e) {
            return Double.NaN;
        }
    }

    private double accuracy(Network pupil, NDArray images, int classes, int task, NDManager scratch) {
        int n = count((int) images.getShape().get(0));
        UniformRandomProvider dice = random.get("gauge-labels", task);
        int[] labels = IntStream.range(0, n).map(i -> dice.nextInt(classes)).toArray();
        Examples examples = new Examples(images, labels);
        Training training = new Training(scratch, pupil, new Optimiser(scratch, pupil.parameters(), optimiser), Set.of(), (step, size) -> {},
                new TaskOfClass(new int[classes]), new Memories(scratch, random), new Augmenter(Augmentation.NONE, random), new CrossEntropy());
        new Pupil(training).learn(new TaskData(task, IntStream.range(0, classes).toArray(), examples, random), new Budget(PASSES, BATCH, 0));
        Batch all = examples.batch(scratch, IntStream.range(0, n).toArray());
        long[] answers = pupil.predict(all.examples()).argMax(1).toLongArray();
        return IntStream.range(0, n).filter(i -> answers[i] == labels[i]).count() / (double) n;
    }

    private static void copy(Network from, Network to, NDManager scratch) {
        State state = new State(scratch);
        from.save(state);
        to.load(state);
    }

    /** A last batch of one example would have no batch statistics. */
    private static int count(int available) {
        int n = Math.min(available, EXAMPLES);
        return n > 1 && n % BATCH == 1 ? n - 1 : n;
    }

    /** Cross-entropy over all classes, whatever tasks they belong to. */
    private static final class Pupil extends GradientLearner {
        Pupil(Training training) {
            super(training);
        }

        @Override
        protected NDArray loss(Batch batch) {
            return loss(training().network().logits(batch.examples()), batch);
        }
    }
}
