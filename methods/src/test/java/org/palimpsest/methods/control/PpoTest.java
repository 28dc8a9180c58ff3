package org.palimpsest.methods.control;

import static org.testng.Assert.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.control.Surroundings;
import org.palimpsest.harness.api.control.Transitions;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Normalisation;
import org.palimpsest.harness.api.network.Relu;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.api.training.Schedule;
import org.palimpsest.harness.api.training.Steps;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class PpoTest {
    private static final Surroundings SEEN = new Surroundings(1, 1, 3, 2, 2, true);
    private static final double[] RATIOS = {1.5, 1.5, 0.5, 0.5, 1.1};
    private static final float[] ADVANTAGES = {1, -1, 2, -2, 3};
    private static final OptimiserOptions CLIPPED = new OptimiserOptions(OptimiserOptions.Rule.ADAM, 0.1, 0, 0, Schedule.CONSTANT, OptionalDouble.of(0.5),
            OptionalDouble.empty());

    private NDManager manager;

    @BeforeClass
    public void open() {
        manager = NDManager.newBaseManager(null, "PyTorch");
    }

    @AfterClass(alwaysRun = true)
    public void close() {
        manager.close();
    }

    private static double surrogate(NDManager scratch, double[] logs) {
        return Ppo.Player.surrogate(scratch.create(logs), scratch.create(new double[] {1, -1, 2, -2, 3}), 0.2f).getDouble();
    }

    /** With clip 0.2 the terms are 1.2, -1.5, 1, -1.6 and 3.3; where the clipped one is the smaller there is no slope, elsewhere ratio times advantage. */
    @Test
    public void ratiosThatHaveGoneFarEnoughGoNoFurther() {
        double[] logs = new double[RATIOS.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Math.log(RATIOS[i]);
        }
        NDArray ratios = manager.create(logs).toType(DataType.FLOAT32, false);
        ratios.setRequiresGradient(true);
        try (GradientCollector recording = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray loss = Ppo.Player.surrogate(ratios, manager.create(ADVANTAGES), 0.2f);
            assertEquals(loss.getFloat(), -(1.2f - 1.5f + 1 - 1.6f + 3.3f) / 5, 1e-6f);
            recording.backward(loss);
        }
        float[] slopes = ratios.getGradient().toFloatArray();
        float[] expected = {0, 1.5f, -1, 0, -3.3f};
        double step = 1e-5;
        for (int i = 0; i < slopes.length; i++) {
            assertEquals(slopes[i], expected[i] / 5, 1e-6f, "slope " + i);
            double[] up = logs.clone();
            double[] down = logs.clone();
            up[i] += step;
            down[i] -= step;
            assertEquals(slopes[i], (surrogate(manager, up) - surrogate(manager, down)) / (2 * step), 1e-5, "difference " + i);
        }
    }

    /** Of (1/2, 1/2) and (1/4, 3/4): ln 2 and (ln 4 + 3 ln 4/3) / 4. */
    @Test
    public void entropyIsTheMeanOverStates() {
        NDArray logs = manager.create(new double[] {Math.log(0.5), Math.log(0.5), Math.log(0.25), Math.log(0.75)}, new Shape(2, 2));
        assertEquals(Ppo.Player.entropy(logs).getDouble(), (Math.log(2) + (Math.log(4) + 3 * Math.log(4 / 3.0)) / 4) / 2, 1e-12);
    }

    @Test
    public void advantagesAreNormalisedUnlessTheyAreEqual() {
        float[] normalised = Ppo.Player.normalised(new float[] {1, 3, 1, 3});
        assertEquals(normalised, new float[] {-1, 1, -1, 1}, 1e-6f);
        assertEquals(Ppo.Player.normalised(new float[] {5}), new float[] {0});
    }

    /** Scores ln 1, ln 2 and ln 5 stand for 1/8, 2/8 and 5/8; the first score of a row of outputs is the value. */
    @Test
    public void actionsAreDrawnByTheirProbabilities() {
        float[] scores = {7, 0, (float) Math.log(2), (float) Math.log(5)};
        double[] logs = Ppo.Player.logSoftmax(scores, 1, 3);
        assertEquals(logs, new double[] {Math.log(1 / 8.0), Math.log(2 / 8.0), Math.log(5 / 8.0)}, 1e-6);
        int[] counts = new int[3];
        for (int i = 0; i < 800; i++) {
            counts[Ppo.Player.draw(logs, (i + 0.5) / 800)]++;
        }
        assertEquals(counts, new int[] {100, 200, 500});
    }

    /** An agent of two environments with observations of three bytes and two actions, whose weights are sines. */
    private static final class Bench implements AutoCloseable {
        private final NDManager owner = NDManager.newBaseManager(null, "PyTorch");
        private final Network network;
        private final Ppo.Player player;

        Bench(Ppo.Options options, OptimiserOptions rule) {
            Engine.getEngine("PyTorch").setRandomSeed(1);
            SequentialBlock backbone = new SequentialBlock().add(Blocks.batchFlattenBlock()).add(Linear.builder().setUnits(4).build()).add(new Relu());
            network = new Network(owner, backbone, SEEN.observation(), new Normalisation(owner, DataType.UINT8, new double[1], new double[] {1 / 255.0}),
                    HeadKind.FULL, 3, 1);
            network.see(3);
            int k = 0;
            for (var parameter : network.parameters()) {
                float[] values = new float[(int) parameter.getArray().size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) Math.sin(++k) / 2;
                }
                try (NDArray sines = owner.create(values, parameter.getArray().getShape())) {
                    parameter.getArray().set(new NDIndex(":"), sines);
                }
            }
            Steps steps = new Steps(owner, network, new Optimiser(owner, network.parameters(), rule), Set.of(), (step, examples) -> {});
            player = new Ppo.Player(options, SEEN, steps, new Randomness(5));
        }

        /** Step t of a course that is the same for all: what is observed is a pattern, an episode is over now and then or cut off. */
        int[] step(int t) {
            int[] actions = new int[2];
            byte[] before = observed(t);
            player.act(before, actions, true);
            boolean[] over = {t % 5 == 1, false};
            boolean[] cut = {false, t % 5 == 2};
            player.observe(new Transitions(before, actions, new float[] {t % 3, actions[1] - 0.5f}, observed(t + 1), new byte[] {1, 1, 0, 0, 1, 1}, over, cut));
            return actions;
        }

        private static byte[] observed(int t) {
            return new byte[] {(byte) (t & 1), (byte) (t >> 1 & 1), 1, (byte) (t >> 1 & 1), 1, (byte) (t & 1)};
        }

        double[] weights() {
            return network.parameters().stream().map(p -> p.getArray().toFloatArray())
                    .flatMapToDouble(array -> IntStream.range(0, array.length).mapToDouble(i -> array[i])).toArray();
        }

        @Override
        public void close() {
            owner.close();
        }
    }

    /**
     * Four steps in two environments, then three updates from all of them: with clipping of ratios, of values and of the gradient. The weights
     * were computed in PyTorch 2.7.1 in double precision, by {@code torch.optim.Adam(lr=0.1)} and {@code clip_grad_norm_(0.5)} on the loss of
     * equation 9, written after the papers; the actions, which are drawn, were given to it.
     */
    @Test
    public void threeUpdatesAreThoseOfPyTorch() {
        double[] expected = {0.344418, 0.383037, -0.038523, -0.378401, -0.698263, -0.259269, 0.461445, 0.608159, 0.382068, -0.272011, -0.499995, -0.268286,
            0.092860, 0.340268, 0.479279, -0.143952, -0.419128, -0.156692, 0.080469, 0.456473, 0.209841, -0.281057, -0.633057, -0.452789, 0.142311, 0.657910,
            0.688135, 0.135453, -0.275289, -0.710909, 0.014874};
        try (Bench bench = new Bench(new Ppo.Options(4, 3, 8, 0.9, 0.8, 0.2, true, 0.5, true, 0.01, 0, 0, false), CLIPPED)) {
            bench.player.begin(0, 8);
            int[][] actions = {bench.step(0), bench.step(1), bench.step(2), bench.step(3)};
            assertEquals(actions, new int[][] {{1, 1}, {1, 0}, {1, 1}, {0, 0}});
            assertEquals(bench.weights(), expected, 2e-6);
        }
    }

    /**
     * As above, and then a step that is not learned from before the next task, in which the first is held on to with strength 10: PyTorch was given the mean of
     * the squared gradients of the log-likelihoods of the eight actions, one by one, and the penalty's gradient.
     */
    @Test
    public void pastTasksAreHeldOnToAsInPyTorch() {
        double[] expected = {0.248735, 0.331465, -0.138368, -0.378401, -0.807460, -0.337485, 0.497865, 0.613499, 0.428704, -0.272011, -0.499995, -0.268286,
            -0.021852, 0.247371, 0.516484, -0.143952, -0.354531, -0.006025, 0.138466, 0.456473, 0.141580, -0.452552, -0.637682, -0.452789, 0.210572, 0.829405,
            0.692760, 0.135453, -0.184052, -0.764727, 0.068693};
        try (Bench bench = new Bench(new Ppo.Options(4, 3, 8, 0.9, 0.8, 0.2, true, 0.5, true, 0.01, 10, 0, false), CLIPPED)) {
            bench.player.begin(0, 5);
            IntStream.range(0, 5).forEach(bench::step);
            bench.player.end(0);
            bench.player.begin(1, 4);
            int[][] actions = {bench.step(5), bench.step(6), bench.step(7), bench.step(8)};
            assertEquals(actions, new int[][] {{1, 1}, {1, 1}, {1, 1}, {1, 1}});
            assertEquals(bench.weights(), expected, 2e-6);
        }
    }

    @DataProvider
    public Object[][] kinds() {
        return new Object[][] {
            {new Ppo.Options(3, 2, 4, 0.99, 0.95, 0.2, true, 0.5, false, 0.01, 0, 0, true)},
            {new Ppo.Options(3, 2, 4, 0.99, 0.95, 0.2, false, 0.5, true, 0.01, 5, 4, false)},
        };
    }

    /** Saved after any step, in a rollout or between two, and loaded by another agent: the same weights at the end. */
    @Test(dataProvider = "kinds")
    public void goesOnFromASnapshotAfterAnyStep(Ppo.Options options) {
        OptimiserOptions rule = new OptimiserOptions(OptimiserOptions.Rule.ADAM, 0.05, 0, 0, new Schedule(Schedule.Shape.COSINE, List.of(), 0.1, 2));
        try (Bench undisturbed = new Bench(options, rule)) {
            play(undisturbed, 0, 14);
            double[] expected = undisturbed.weights();
            for (int saved = 1; saved < 14; saved++) {
                try (Bench first = new Bench(options, rule); Bench second = new Bench(options, rule)) {
                    play(first, 0, saved);
                    State state = new State(first.owner);
                    first.player.save(state);
                    second.player.load(state);
                    play(second, saved, 14);
                    assertEquals(second.weights(), expected, "saved after step " + saved);
                }
            }
        }
    }

    /** Steps of two tasks of seven. */
    private static void play(Bench bench, int from, int to) {
        for (int t = from; t < to; t++) {
            if (t % 7 == 0) {
                bench.player.begin(t / 7, 7);
            }
            bench.step(t);
            if (t % 7 == 6) {
                bench.player.end(t / 7);
            }
        }
    }
}
