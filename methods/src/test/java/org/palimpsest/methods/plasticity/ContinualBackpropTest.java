package org.palimpsest.methods.plasticity;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.Workbench;
import org.palimpsest.methods.bounds.Finetune;
import org.palimpsest.methods.bounds.Freeze;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Which units begin anew, in a network of six units that does not move otherwise: its learning rate is zero. */
public class ContinualBackpropTest {
    private static final int UNITS = 6;

    private static Workbench bench(AddOnModule<?> addOn, Record options, OptimiserOptions optimiser) {
        Workbench.Setup setup = new Workbench.Setup(2, 0.4, 0.3, new int[] {UNITS}, HeadKind.FULL, 4, optimiser, 3);
        return new Workbench(new Finetune(), new NoOptions(), setup, Map.of(addOn, options));
    }

    private static final OptimiserOptions STILL = new OptimiserOptions(OptimiserOptions.Rule.SGD, 0, 0, 0);

    /** The outputs of the units for the images of a step, [image][unit]. */
    private static double[][] hidden(List<float[]> weights, List<int[]> images) {
        double[][] hidden = new double[images.size()][UNITS];
        for (int n = 0; n < hidden.length; n++) {
            for (int u = 0; u < UNITS; u++) {
                double sum = weights.get(1)[u];
                for (int k = 0; k < 4; k++) {
                    sum += weights.get(0)[u * 4 + k] * (images.get(n)[k] / 255.0 - 0.4) / 0.3;
                }
                hidden[n][u] = Math.max(0, sum);
            }
        }
        return hidden;
    }

    private static double mean(int n, java.util.function.IntToDoubleFunction f) {
        return IntStream.range(0, n).mapToDouble(f).average().orElseThrow();
    }

    /** Which units have new incoming weights. */
    private static List<Integer> replaced(List<float[]> before, List<float[]> after) {
        return IntStream.range(0, UNITS).filter(u -> before.get(0)[4 * u] != after.get(0)[4 * u]).boxed().toList();
    }

    @DataProvider
    public Object[][] utilities() {
        return new Object[][] {{ContinualBackprop.Utility.ADAPTABLE}, {ContinualBackprop.Utility.CONTRIBUTION}};
    }

    /** The running means, written out per unit and step; after the fourth update every unit is mature and two are due at once. */
    @Test(dataProvider = "utilities")
    public void theLeastUsefulOfTheMatureUnitsBeginAnew(ContinualBackprop.Utility kind) {
        double rho = 0.6;
        ContinualBackprop.Options options = new ContinualBackprop.Options(2.0 / UNITS, 3, rho, kind, true, false);
        try (Workbench bench = bench(new ContinualBackprop(), options, STILL)) {
            List<float[]> w = bench.weights();
            TaskData task = TwoTasks.task(bench, 0);
            double[] f = new double[UNITS];
            double[] u = new double[UNITS];
            List<TwoTasks.Step> steps = new ArrayList<>(TwoTasks.steps(task, 0, 2));
            steps.addAll(TwoTasks.steps(task, 1, 2).subList(0, 1));
            int age = 0;
            for (TwoTasks.Step step : steps) {
                age++;
                double[][] h = hidden(w, step.images());
                for (int i = 0; i < UNITS; i++) {
                    int unit = i;
                    f[i] = rho * f[i] + (1 - rho) * mean(h.length, n -> h[n][unit]);
                    double corrected = f[i] / (1 - Math.pow(rho, age));
                    double out = mean(4, c -> Math.abs(w.get(2)[c * UNITS + unit]));
                    double in = mean(4, k -> Math.abs(w.get(0)[unit * 4 + k]));
                    double y = kind == ContinualBackprop.Utility.CONTRIBUTION
                            ? mean(h.length, n -> h[n][unit]) * out
                            : mean(h.length, n -> Math.abs(h[n][unit] - corrected)) * out / in;
                    u[i] = rho * u[i] + (1 - rho) * y;
                }
            }
            bench.learner().learn(task, new Budget(1, 2, 3));
            assertEquals(replaced(w, bench.weights()), List.of(), "none is older than the maturity yet");
            List<Integer> expected = IntStream.range(0, UNITS).boxed().sorted(Comparator.comparingDouble(i -> u[i])).limit(2).sorted().toList();
            try (Workbench again = bench(new ContinualBackprop(), options, STILL)) {
                again.learner().learn(TwoTasks.task(again, 0), new Budget(2, 2, 4));
                assertEquals(replaced(w, again.weights()), expected);
                for (int i : expected) {
                    assertEquals(again.weights().get(1)[i], 0f, "bias");
                    for (int c = 0; c < 4; c++) {
                        assertEquals(again.weights().get(2)[c * UNITS + i], 0f, "outgoing weight");
                    }
                }
            }
        }
    }

    @Test
    public void fractionsOfUnitsAddUp() {
        UnitUtility utility = aged(new ContinualBackprop.Options(0.1, 0, 0.9, ContinualBackprop.Utility.ADAPTABLE, true, false));
        List<Integer> counts = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            counts.add(utility.leastUseful(new Randomness(1).get("test")).length);
        }
        // 0.6 a time
        assertEquals(counts, List.of(0, 1, 0, 1, 1, 0, 1, 0, 1, 1));
    }

    @Test
    public void orAreProbabilities() {
        UnitUtility utility = aged(new ContinualBackprop.Options(0.05, 0, 0.9, ContinualBackprop.Utility.ADAPTABLE, false, false));
        int replaced = 0;
        for (int i = 0; i < 1000; i++) {
            replaced += utility.leastUseful(new Randomness(1).get("test", i)).length;
        }
        // 300 expected, with a deviation of 14
        assertTrue(Math.abs(replaced - 300) < 60, replaced + " replaced");
        assertEquals(aged(new ContinualBackprop.Options(0.4, 0, 0.9, ContinualBackprop.Utility.ADAPTABLE, false, false))
                .leastUseful(new Randomness(1).get("test")).length, 2, "whole units are replaced for sure");
    }

    /** Six units, all of age one. */
    private static UnitUtility aged(ContinualBackprop.Options options) {
        UnitUtility[] made = new UnitUtility[1];
        try (Workbench bench = bench(new ContinualBackprop(), new ContinualBackprop.Options(0, 0, 0.9, ContinualBackprop.Utility.ADAPTABLE, true,
                false), STILL)) {
            UnitLayer layer = UnitLayer.of(bench.network(), new org.palimpsest.harness.api.training.Optimiser(bench.manager(), bench.network()
                    .parameters(), STILL),
                    bench.manager()).get(0);
            bench.network().logits(bench.images(TwoTasks.PIXELS[0]));
            made[0] = new UnitUtility(UNITS, options);
            made[0].update(layer);
        }
        return made[0];
    }

    @Test
    public void dormantAreTheUnitsWithLittleBesideTheMean() {
        double[] sizes = {1, 0, 0.2, 2.8};
        assertEquals(DormantUnits.Recycling.dormant(sizes, 0), new int[] {1});
        assertEquals(DormantUnits.Recycling.dormant(sizes, 0.2), new int[] {1, 2});
        assertEquals(DormantUnits.Recycling.dormant(new double[3], 0), new int[] {0, 1, 2}, "of a silent layer all are");
    }

    @Test
    public void dormantUnitsBeginAnewAtEveryCheckOfTheirOwnBatch() {
        for (int steps : new int[] {1, 2, 3}) {
            try (Workbench bench = bench(new DormantUnits(), new DormantUnits.Options(0.5, 2), STILL)) {
                List<float[]> w = bench.weights();
                TaskData task = TwoTasks.task(bench, 0);
                bench.learner().learn(task, new Budget(1, 2, steps));
                double[][] h = hidden(w, TwoTasks.steps(task, 0, 2).get(1).images());
                double[] sizes = IntStream.range(0, UNITS).mapToDouble(u -> mean(h.length, n -> h[n][u])).toArray();
                List<Integer> expected = IntStream.of(DormantUnits.Recycling.dormant(sizes, 0.5)).boxed().toList();
                assertTrue(!expected.isEmpty() && expected.size() < UNITS, expected.toString());
                assertEquals(replaced(w, bench.weights()), steps == 1 ? List.of() : expected, "after " + steps + " updates");
            }
        }
    }

    @DataProvider
    public Object[][] eager() {
        return new Object[][] {
            {new DormantUnits(), new DormantUnits.Options(1e9, 1)},
            {new ContinualBackprop(), new ContinualBackprop.Options(1, 0, 0, ContinualBackprop.Utility.ADAPTABLE, true, false)},
        };
    }

    /** Units that no update trains are not judged: the pass through a frozen backbone is not one of training. */
    @Test(dataProvider = "eager")
    public void unitsOfAFrozenBackboneAreLeftAlone(AddOnModule<?> addOn, Record options) {
        Workbench.Setup setup = new Workbench.Setup(2, 0.4, 0.3, new int[] {UNITS}, HeadKind.FULL, 4, STILL, 3);
        try (Workbench bench = new Workbench(new Freeze(), new NoOptions(), setup, Map.of(addOn, options))) {
            List<float[]> start = bench.weights();
            bench.learner().learn(TwoTasks.task(bench, 0), new Budget(1, 2, 0));
            List<float[]> frozen = bench.weights();
            assertEquals(replaced(start, frozen).size(), UNITS, "all are replaced while they are trained");
            bench.learner().learn(TwoTasks.task(bench, 1), new Budget(1, 2, 0));
            assertEquals(replaced(frozen, bench.weights()), List.of());
        }
    }

    /** What Adam gathered about a unit is gone: the first update of its outgoing weights is as long as one from rest. */
    @Test
    public void theOptimiserForgetsUnitsThatBeginAnew() {
        OptimiserOptions adam = new OptimiserOptions(OptimiserOptions.Rule.ADAM, 0.01, 0, 0);
        try (Workbench bench = bench(new DormantUnits(), new DormantUnits.Options(1e9, 5), adam)) {
            bench.learner().learn(TwoTasks.task(bench, 0), new Budget(9, 2, 5));
            float[] in = bench.weights().get(0);
            for (float w : bench.weights().get(2)) {
                assertEquals(w, 0f, "every unit is below so high a threshold");
            }
            bench.learner().learn(TwoTasks.task(bench, 0), new Budget(9, 2, 1));
            assertEquals(bench.weights().get(0), in, "no gradient comes through outgoing weights of zero, and no momentum is left");
        }
    }
}
