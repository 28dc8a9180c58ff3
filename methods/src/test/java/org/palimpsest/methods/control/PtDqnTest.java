package org.palimpsest.methods.control;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.palimpsest.harness.api.control.Surroundings;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.testng.annotations.Test;

public class PtDqnTest {
    private static final Map<String, Object> SMALL = Map.of("memory", 40, "batch", 6, "warmUp", 9, "targetEvery", 2, "discount", 0.9, "permanentLr", 0.2);
    private static final OptimiserOptions RULE = new OptimiserOptions(OptimiserOptions.Rule.SGD, 0.1, 0, 0);

    private static Map<String, Object> options(Object... more) {
        Map<String, Object> options = new HashMap<>(SMALL);
        for (int i = 0; i < more.length; i += 2) {
            options.put((String) more[i], more[i + 1]);
        }
        return options;
    }

    private static AgentBench bench(Map<String, Object> options) {
        PtDqn method = new PtDqn();
        return new AgentBench(method, AgentBench.options(method, options), RULE, true);
    }

    private static void play(AgentBench bench, int from, int to) {
        for (int t = from; t < to; t++) {
            bench.observe(t, t * 7 / 3 % 2, t * 5 / 3 % 2);
        }
    }

    /**
     * Three updates of the transient function, one of the permanent one and another three: the weights that {@code docs/arcade/peers/dqn_update.py} gets
     * with PyTorch. Heads are 0 at first.
     */
    @Test
    public void bothFunctionsMoveAsThePaperSays() throws IOException {
        try (AgentBench bench = bench(options("permanentEvery", 12, "decay", 0.75))) {
            bench.agent().begin(0, 20);
            play(bench, 0, 11);
            assertEquals(bench.backbone(), new float[] {
                0.420814f, 0.454413f, 0.07073f, -0.378401f, -0.479462f, -0.139708f, 0.32859f, 0.49439f, 0.206267f, -0.272011f,
                -0.499995f, -0.268286f, 0.210042f, 0.495304f, 0.325093f, -0.143952f}, 2e-6f);
            play(bench, 11, 15);
            assertEquals(bench.backbone(), new float[] {
                0.319868f, 0.345832f, 0.058414f, -0.283801f, -0.359589f, -0.104694f, 0.25159f, 0.376645f, 0.161258f, -0.204008f,
                -0.374996f, -0.201215f, 0.164508f, 0.371572f, 0.252242f, -0.107964f}, 2e-6f);
            assertEquals(bench.saved("permanent"), new float[] {
                0.421061f, 0.455061f, 0.070969f, -0.378401f, -0.479459f, -0.139708f, 0.328906f, 0.495208f, 0.206584f, -0.272011f,
                -0.499995f, -0.268286f, 0.210613f, 0.495307f, 0.325821f, -0.143952f, 0.023918f, 0.000936f, 0.03119f, 0.0f, 0.027423f,
                0.001087f, 0.032984f, 0.0f, 0.029794f, 0.033614f}, 2e-6f);
        }
    }

    /** Where tasks are told the permanent function learns when the next one begins, and the transient one begins anew with a head of zeros. */
    @Test
    public void theTransientFunctionBeginsAnewWithATask() throws IOException {
        try (AgentBench bench = bench(options())) {
            bench.agent().begin(0, 20);
            float[] first = bench.saved("training/network");
            float[] zero = bench.saved("permanent");
            play(bench, 0, 20);
            bench.agent().end(0);
            assertEquals(bench.saved("permanent"), zero, "it is learned when it is known that there is another task");
            assertNotEquals(bench.saved("training/network"), first);
            bench.agent().begin(1, 20);
            assertEquals(bench.saved("training/network"), first);
            assertEquals(bench.saved("target"), first);
            assertNotEquals(bench.saved("permanent"), zero);
        }
    }

    @Test
    public void itIsSaidWhatCannotBe() {
        PtDqn method = new PtDqn();
        Surroundings hidden = new Surroundings(1, 1, 1, 2, 2, false);
        assertEquals(method.problems(AgentBench.options(method, options("memory", 3)), hidden),
                List.of("memory must be at least 6 for 2 environments and 1 step", "permanentEvery must be above 0 where agents are not told of tasks"));
        assertTrue(method.problems(AgentBench.options(method, options("permanentEvery", 5)), hidden).isEmpty());
    }
}
