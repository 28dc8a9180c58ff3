package org.palimpsest.methods.control;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.control.AgentModule;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.methods.averaging.BalanceRule;
import org.palimpsest.methods.averaging.WeightAverage;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What every built-in agent must keep to, with whatever is switched on. */
public class BuiltInAgentsTest {
    /** Steps of each of two tasks. */
    private static final int STEPS = 30;
    private static final OptimiserOptions RULE = new OptimiserOptions(OptimiserOptions.Rule.ADAM, 0.01, 0, 0);
    private static final Map<String, Object> SMALL = Map.of("memory", 26, "batch", 4, "warmUp", 6, "targetEvery", 7, "exploring", 0.5);

    /** An agent, its options, whether it is told of tasks, and add-ons. */
    private record Case(AgentModule<?> module, Map<String, ?> options, boolean told, Map<AddOnModule<?>, Record> addOns) {
        Case(AgentModule<?> module, Map<String, ?> options, boolean told) {
            this(module, options, told, Map.of());
        }

        AgentBench bench() {
            return new AgentBench(module, AgentBench.options(module, options), RULE, told, addOns);
        }

        @Override
        public String toString() {
            return module.name() + options + (told ? "" : " hidden") + addOns.values();
        }
    }

    private static Map<String, Object> dqn(Object... more) {
        Map<String, Object> options = new HashMap<>(SMALL);
        for (int i = 0; i < more.length; i += 2) {
            options.put((String) more[i], more[i + 1]);
        }
        return options;
    }

    @DataProvider
    public Object[][] agents() {
        Map<String, Object> rainbow = dqn("doubleQ", true, "duelling", true, "nStep", 3, "prioritised", true, "distributional", true, "atoms", 7,
                "vMin", -2, "vMax", 3);
        List<Case> cases = new ArrayList<>();
        for (boolean told : new boolean[] {true, false}) {
            cases.addAll(List.of(
                    new Case(new RandomAgent(), Map.of(), told),
                    new Case(new Dqn(), dqn(), told),
                    new Case(new Dqn(), dqn("forget", false, "reset", true, "trainEvery", 3), told),
                    new Case(new Dqn(), dqn("doubleQ", true, "nStep", 2), told),
                    new Case(new Dqn(), dqn("duelling", true), told),
                    new Case(new Dqn(), dqn("prioritised", true), told),
                    new Case(new Dqn(), dqn("distributional", true, "atoms", 7), told),
                    new Case(new Dqn(), rainbow, told),
                    new Case(new Ppo(), Map.of("rollout", 8, "minibatch", 5, "updateEpochs", 2), told),
                    new Case(new Ppo(), Map.of("rollout", 7, "minibatch", 14, "clipValues", true, "reset", true), told),
                    new Case(new PtDqn(), dqn("permanentEvery", 17, "decay", 0.5), told)));
        }
        cases.add(new Case(new PtDqn(), dqn(), true));
        for (BalanceRule rule : BalanceRule.values()) {
            cases.add(new Case(new Dqn(), dqn(), true, Map.of(new WeightAverage(), new WeightAverage.Options(rule, OptionalDouble.of(0.6), true))));
        }
        return cases.stream().map(one -> new Object[] {one}).toArray(Object[][]::new);
    }

    @Test
    public void theyAreAllHere() {
        Set<String> found = new TreeSet<>();
        ServiceLoader.load(MethodModule.class).stream().map(ServiceLoader.Provider::get).filter(AgentModule.class::isInstance)
                .forEach(module -> found.add(module.name()));
        Set<String> tested = new TreeSet<>();
        for (Object[] one : agents()) {
            tested.add(((Case) one[0]).module().name());
            assertFalse(((Case) one[0]).module().summary().isBlank());
            assertFalse(((Case) one[0]).module().source().isBlank());
        }
        assertEquals(tested, found);
    }

    /** From one step of two tasks to another; one more is the beginning of what follows. */
    private static void play(AgentBench bench, int from, int to, boolean told) {
        for (int t = from; t < to; t++) {
            if (t == 0 || told && t == STEPS) {
                bench.agent().begin(t / STEPS, told ? STEPS : 2 * STEPS);
            }
            bench.step(t);
            if (t == 2 * STEPS - 1 || told && t == STEPS - 1) {
                bench.agent().end(t / STEPS);
            }
        }
    }

    /** Wherever a snapshot is taken: before updates begin, between them, between tasks, and when the memory has gone round. */
    @Test(dataProvider = "agents")
    public void goesOnFromASnapshotAtAnyStepAsIfItHadNotStopped(Case one) throws IOException {
        List<Integer> stops = List.of(0, 5, 13, 14, STEPS - 1, STEPS, STEPS + 1, STEPS + 17);
        try (AgentBench whole = one.bench()) {
            List<byte[]> snapshots = new ArrayList<>();
            int at = 0;
            for (int stop : stops) {
                play(whole, at, stop, one.told());
                snapshots.add(whole.snapshot());
                at = stop;
            }
            play(whole, at, 2 * STEPS, one.told());
            byte[] last = whole.snapshot();
            for (int i = 0; i < stops.size(); i++) {
                try (AgentBench rest = one.bench()) {
                    rest.restore(snapshots.get(i));
                    play(rest, stops.get(i), 2 * STEPS, one.told());
                    assertEquals(rest.acts(), whole.acts().subList(stops.get(i), 2 * STEPS), "from step " + stops.get(i));
                    assertEquals(rest.snapshot(), last, "from step " + stops.get(i));
                }
            }
        }
    }

    @Test(dataProvider = "agents")
    public void anEvaluationLeavesNoTrace(Case one) throws IOException {
        try (AgentBench alone = one.bench(); AgentBench examined = one.bench()) {
            for (int t = 0; t < 2 * STEPS; t++) {
                play(alone, t, t + 1, one.told());
                examined.agent().act(new byte[15], new int[5], false);
                play(examined, t, t + 1, one.told());
                examined.agent().act(new byte[3], new int[1], false);
            }
            assertEquals(examined.snapshot(), alone.snapshot());
        }
    }

    @Test(dataProvider = "agents")
    public void nothingIsLeftOfAStep(Case one) {
        try (AgentBench bench = one.bench()) {
            play(bench, 0, STEPS - 1, one.told());
            int live = bench.liveArrays();
            play(bench, STEPS - 1, 2 * STEPS - 1, one.told());
            assertEquals(bench.liveArrays(), live);
        }
    }

    @Test(dataProvider = "agents")
    public void learningMovesTheWeights(Case one) {
        try (AgentBench bench = one.bench()) {
            float[] before = bench.backbone();
            play(bench, 0, STEPS, one.told());
            assertEquals(Arrays.equals(bench.backbone(), before), one.module() instanceof RandomAgent);
            assertNotEquals(new TreeSet<>(bench.acts()).size(), 1);
        }
    }
}
