package org.palimpsest.methods.rehearsal;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.memory.ReplayBuffer;
import org.palimpsest.harness.api.memory.Retention;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.training.GradientLearner;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.methods.Workbench;
import org.testng.annotations.Test;

/** A memory that goes by what a method of somebody else's wants to know: here the gradients of examples, of which it keeps unlike ones. */
public class GradientSelectionTest {
    private static final int CAPACITY = 8;

    /** Greedy gradient-based sample selection (Aljundi et al., Gradient based sample selection for online continual learning, NeurIPS 2019, algorithm 2). */
    private static final class UnlikeGradients implements Retention {
        private static final int COMPARED = 5;

        private final Training training;
        private final double[] likeness = new double[CAPACITY];

        UnlikeGradients(Training training) {
            this.training = training;
        }

        @Override
        public String name() {
            return "gss-greedy";
        }

        @Override
        public int[] slots(Batch batch, ReplayBuffer memory, UniformRandomProvider dice) {
            Batch held = memory.select(batch.manager(), Randomness.sample(memory.size(), COMPARED, dice));
            List<double[]> others = IntStream.range(0, held.size()).mapToObj(i -> gradient(held, i)).toList();
            int free = memory.size();
            int[] slots = new int[batch.size()];
            for (int i = 0; i < slots.length; i++) {
                double[] own = gradient(batch, i);
                double like = 1 + others.stream().mapToDouble(other -> cosine(own, other)).max().orElse(0);
                slots[i] = free < CAPACITY ? free++ : replaced(like, dice);
                if (slots[i] != NONE) {
                    likeness[slots[i]] = like;
                }
            }
            return slots;
        }

        /** A slot drawn by how like others its example is, unless the new one is like them, too. */
        private int replaced(double like, UniformRandomProvider dice) {
            double at = dice.nextDouble() * Arrays.stream(likeness).sum();
            int slot = 0;
            while (slot < CAPACITY - 1 && at >= likeness[slot]) {
                at -= likeness[slot++];
            }
            return like < 1 && dice.nextDouble() < likeness[slot] / (likeness[slot] + like) ? slot : NONE;
        }

        private double[] gradient(Batch batch, int i) {
            Batch one = batch.select(i);
            training.gradients(() -> training.objective().loss(training.evaluationLogits(one), one));
            List<Float> values = new ArrayList<>();
            for (int k = 0; k < training.network().parameters().size(); k++) {
                for (float value : training.optimiser().gradient(k).toFloatArray()) {
                    values.add(value);
                }
            }
            training.optimiser().clear();
            return values.stream().mapToDouble(Float::doubleValue).toArray();
        }

        private static double cosine(double[] a, double[] b) {
            return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
        }

        private static double dot(double[] a, double[] b) {
            return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
        }

        @Override
        public void save(State state) {
            state.put("likeness", likeness);
        }

        @Override
        public void load(State state) {
            System.arraycopy(state.doubles("likeness"), 0, likeness, 0, CAPACITY);
        }
    }

    /** Replay from such a memory. */
    static final class Selection extends GradientLearner {
        private final ReplayBuffer buffer;

        @Inject
        Selection(Training training, Memories memories) {
            super(training);
            buffer = memories.with(CAPACITY, new UnlikeGradients(training));
        }

        @Override
        protected NDArray loss(Batch batch) {
            Batch joint = batch.concat(buffer.sample(batch.manager(), 3));
            return loss(logits(joint), joint);
        }

        @Override
        protected void afterStep(Batch batch) {
            buffer.offer(batch);
        }
    }

    /** Announces it. */
    private static final class SelectionModule extends MethodModule<NoOptions> {
        SelectionModule() {
            super("gss", "replay of examples with unlike gradients", "Aljundi et al., NeurIPS 2019", Selection.class, NoOptions.class);
        }
    }

    private static final int EXAMPLES = 120;

    /** One example in twenty is of class 1. */
    private static void learn(Workbench bench, int task) {
        SplittableRandom random = new SplittableRandom(task);
        int[] labels = IntStream.range(0, EXAMPLES).map(i -> i % 20 == 19 ? 1 : 0).toArray();
        int[][] pixels = Arrays.stream(labels).mapToObj(label -> random.ints(4, 100 * label, 100 * label + 100).toArray()).toArray(int[][]::new);
        bench.learner().learn(bench.task(task, pixels, labels), new Budget(1, 5, 0));
    }

    private static Workbench bench(int seed) {
        Workbench.Setup setup = new Workbench.Setup(2, 0, 1, new int[0], HeadKind.FULL, 2, Workbench.Setup.sgd(0.05, 0), seed);
        return new Workbench(new SelectionModule(), new NoOptions(), setup);
    }

    private static long rare(Workbench bench) {
        try (NDManager scratch = bench.manager().newSubManager()) {
            int[] labels = ((Selection) bench.learner()).buffer.all(scratch).hostLabels();
            assertEquals(labels.length, CAPACITY);
            return Arrays.stream(labels).filter(label -> label == 1).count();
        }
    }

    /** A reservoir holds 0.4 of the rare class on average. */
    @Test
    public void aRuleMayLookAtMoreThanLabelsAndCounts() {
        long rare = 0;
        for (int seed = 0; seed < 5; seed++) {
            try (Workbench bench = bench(seed)) {
                learn(bench, 0);
                rare += rare(bench);
            }
        }
        assertTrue(rare > 4, rare + " of " + 5 * CAPACITY);
    }

    @Test
    public void whatARuleRemembersIsPartOfASnapshot() throws IOException {
        try (Workbench whole = bench(1); Workbench halved = bench(1)) {
            learn(whole, 0);
            byte[] snapshot = whole.snapshot();
            learn(whole, 1);
            halved.restore(snapshot);
            learn(halved, 1);
            assertEquals(halved.weights().get(0), whole.weights().get(0));
            assertEquals(rare(halved), rare(whole));
        }
    }
}
