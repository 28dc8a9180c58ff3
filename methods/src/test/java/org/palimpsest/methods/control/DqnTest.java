package org.palimpsest.methods.control;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.control.Surroundings;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

public class DqnTest {
    private static final Map<String, Object> SMALL = Map.of("memory", 40, "batch", 6, "warmUp", 9, "targetEvery", 2, "discount", 0.9);

    private NDManager manager;

    @BeforeClass
    public void open() {
        manager = NDManager.newBaseManager(null, "PyTorch");
    }

    @AfterClass(alwaysRun = true)
    public void close() {
        manager.close();
    }

    private static Map<String, Object> options(Object... more) {
        Map<String, Object> options = new HashMap<>(SMALL);
        for (int i = 0; i < more.length; i += 2) {
            options.put((String) more[i], more[i + 1]);
        }
        return options;
    }

    /** The weights of the backbone after three updates: after two of them the target network is a copy. */
    private static float[] afterThreeUpdates(Map<String, Object> options) {
        Dqn dqn = new Dqn();
        OptimiserOptions rule = new OptimiserOptions(OptimiserOptions.Rule.SGD, 0.1, 0, 0);
        try (AgentBench bench = new AgentBench(dqn, AgentBench.options(dqn, options), rule, true)) {
            bench.agent().begin(0, 20);
            for (int t = 0; t < 12; t++) {
                bench.observe(t, t * 7 / 3 % 2, t * 5 / 3 % 2);
            }
            return bench.backbone();
        }
    }

    /** Those that {@code docs/arcade/peers/dqn_update.py} gets with PyTorch. */
    @Test
    public void aTemporalDifferenceWithATargetNetworkMovesTheWeights() {
        assertEquals(afterThreeUpdates(options()), new float[] {0.418329f, 0.448735f, 0.035748f, -0.378401f, -0.479576f, -0.152125f, 0.318242f, 0.480356f,
            0.204151f, -0.272011f, -0.499995f, -0.268286f, 0.181522f, 0.482773f, 0.31643f, -0.143952f}, 2e-6f);
    }

    /** Likewise. */
    @Test
    public void doubleDuellingAndSeveralStepsGoTogether() {
        assertEquals(afterThreeUpdates(options("doubleQ", true, "duelling", true, "nStep", 2)), new float[] {0.379561f, 0.397129f, 0.017769f, -0.378401f,
            -0.486197f, -0.1585f, 0.344059f, 0.5122f, 0.202491f, -0.272011f, -0.499995f, -0.268286f, 0.143004f, 0.469777f, 0.326962f, -0.143952f}, 2e-6f);
    }

    /** Likewise: the first draw finds all transitions equally likely, the others go by divergences, and importance weights rise from step 10 of 20 on. */
    @Test
    public void allThatCanBeSwitchedOnGoesTogether() {
        assertEquals(afterThreeUpdates(options("doubleQ", true, "duelling", true, "nStep", 2, "prioritised", true, "distributional", true, "atoms", 5,
                "vMin", -2, "vMax", 3)), new float[] {0.420525f, 0.463717f, 0.074456f, -0.378401f, -0.479749f, -0.135662f, 0.319969f, 0.478533f,
                    0.202647f, -0.272011f, -0.499995f, -0.268286f, 0.211992f, 0.499063f, 0.319593f, -0.143952f}, 2e-6f);
    }

    /** Differences -3, -0.5, 0, 0.25 and 2: 2.5, 0.125, 0, 0.03125 and 1.5; its slope is the difference, cut off at 1. */
    @Test
    public void theHuberLossIsSquareNearZeroAndStraightBeyondOne() {
        NDArray differences = manager.create(new float[] {-3, -0.5f, 0, 0.25f, 2}, new Shape(5));
        differences.setRequiresGradient(true);
        try (GradientCollector recording = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray losses = new ScalarValues(2, false).losses(differences);
            assertEquals(losses.toFloatArray(), new float[] {2.5f, 0.125f, 0, 0.03125f, 1.5f}, 1e-6f);
            recording.backward(losses.sum());
        }
        assertEquals(differences.getGradient().toFloatArray(), new float[] {-1, -0.5f, 0, 0.25f, 1}, 1e-6f);
    }

    /** Ten of 100 steps from 1 to 0.1, and a chance that does not fall at all. */
    @Test
    public void theChanceOfAnyActionFallsEvenly() {
        Exploration falling = new Exploration(1, 0.1, 0.1);
        double[] expected = {1, 0.91, 0.55, 0.1, 0.1};
        int[] made = {0, 1, 5, 10, 60};
        for (int i = 0; i < made.length; i++) {
            assertEquals(falling.at(made[i], 100), expected[i], 1e-12, "after " + made[i]);
        }
        assertEquals(new Exploration(1, 0.1, 0).at(0, 100), 0.1, 1e-12);
    }

    /** Value 2 and advantages 1, 2 and 6, whose mean is 3. */
    @Test
    public void aDuellingHeadAddsWhatIsBetterThanTheMean() {
        NDArray outputs = manager.create(new float[] {2, 1, 2, 6}, new Shape(1, 4));
        assertEquals(new ScalarValues(3, true).of(outputs).toFloatArray(), new float[] {0, 1, 5});
        assertEquals(new ScalarValues(3, true).outputs(), 4);
        assertEquals(new CategoricalValues(3, true, 5, 0, 1).outputs(), 20);
    }

    /**
     * Atoms 0, 1, 2 and 3 with the chances 0.1, 0.2, 0.3 and 0.4. A half and a reward of 0.25: 0.25, 0.75, 1.25 and 1.75, of which each goes to its
     * neighbours: the bottom gets 3/4 of 0.1 and 1/4 of 0.2. A reward of 5: all at the top. The end with a reward of 2: all at 2. Below the support:
     * all at the bottom.
     */
    @Test
    public void returnsThatAreMovedFallOnTheirNeighbours() {
        CategoricalValues values = new CategoricalValues(1, false, 4, 0, 3);
        float[] from = {9, 0.1f, 0.2f, 0.3f, 0.4f};
        double[][] rewardAndDiscount = {{0.25, 0.5}, {5, 1}, {2, 0}, {-9, 0.9}};
        float[][] expected = {{0.125f, 0.5f, 0.375f, 0}, {0, 0, 0, 1}, {0, 0, 1, 0}, {1, 0, 0, 0}};
        for (int i = 0; i < expected.length; i++) {
            float[] to = new float[6];
            values.project(from, 1, rewardAndDiscount[i][0], rewardAndDiscount[i][1], to, 2);
            assertEquals(to, new float[] {0, 0, expected[i][0], expected[i][1], expected[i][2], expected[i][3]}, 1e-6f, "case " + i);
        }
    }

    /** Errors and what they cost have the slopes of finite differences, in double precision. */
    @Test
    public void slopesAreThoseOfFiniteDifferences() {
        NDArray distributions = manager.create(new double[] {0.2, 0.5, 0.3, 0, 1, 0}, new Shape(2, 3));
        requireSlopes(new CategoricalValues(2, false, 3, -1, 1), distributions);
        requireSlopes(new CategoricalValues(2, true, 3, -1, 1), distributions);
        NDArray aims = manager.create(new double[] {0.3, -2});
        requireSlopes(new ScalarValues(2, false), aims);
        requireSlopes(new ScalarValues(2, true), aims);
    }

    private void requireSlopes(ActionValues values, NDArray aims) {
        int n = 2 * values.outputs();
        double[] at = IntStream.range(0, n).mapToDouble(i -> Math.sin(3 * i + 1)).toArray();
        NDArray actions = manager.create(new long[] {1, 0}, new Shape(2, 1));
        Function<NDArray, NDArray> loss = outputs -> values.losses(values.errors(outputs, actions, aims)).sum();
        NDArray outputs = manager.create(at, new Shape(2, values.outputs()));
        outputs.setRequiresGradient(true);
        try (GradientCollector recording = Engine.getEngine("PyTorch").newGradientCollector()) {
            recording.backward(loss.apply(outputs));
        }
        double[] slopes = outputs.getGradient().toDoubleArray();
        double step = 1e-6;
        for (int i = 0; i < n; i++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[i] += step;
            down[i] -= step;
            double rise = loss.apply(manager.create(up, outputs.getShape())).getDouble() - loss.apply(manager.create(down, outputs.getShape())).getDouble();
            assertEquals(slopes[i], rise / (2 * step), 1e-7, values + ", output " + i);
        }
    }

    /** Logits 0 and ln 3 are the chances 1/4 and 3/4: the value is 1/4 * 2 + 3/4 * 6 = 5; and a distribution is no distance from itself. */
    @Test
    public void valuesAreExpectationsOfReturns() {
        CategoricalValues values = new CategoricalValues(1, false, 2, 2, 6);
        NDArray outputs = manager.create(new float[] {0, (float) Math.log(3)}, new Shape(1, 2));
        assertEquals(values.of(outputs).toFloatArray(), new float[] {5}, 1e-6f);
        NDArray actions = manager.zeros(new Shape(1, 1), DataType.INT64);
        assertEquals(values.errors(outputs, actions, manager.create(new float[] {0.25f, 0.75f}, new Shape(1, 2))).toFloatArray(), new float[] {0}, 1e-6f);
        assertEquals(values.errors(outputs, actions, manager.create(new float[] {0, 1}, new Shape(1, 2))).toFloatArray(),
                new float[] {(float) Math.log(4 / 3.0)}, 1e-6f);
    }

    @Test
    public void itIsSaidWhatCannotBe() {
        Dqn dqn = new Dqn();
        Surroundings seen = new Surroundings(1, 1, 1, 2, 2, true);
        assertEquals(dqn.problems(AgentBench.options(dqn, options("memory", 7, "nStep", 2, "distributional", true, "vMin", 4, "vMax", 4)), seen),
                List.of("memory must be at least 8 for 2 environments and 2 steps", "vMin must be below vMax, and 4.0 is not below 4.0"));
        assertTrue(dqn.problems(AgentBench.options(dqn, options("memory", 8, "nStep", 2, "vMin", 4, "vMax", 4)), seen).isEmpty());
    }
}
