package org.palimpsest.methods.instruction;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.engine.Engine;
import java.util.Arrays;
import java.util.List;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.Workbench;
import org.palimpsest.methods.adapters.Adapters;
import org.palimpsest.methods.adapters.LoraOptions;
import org.palimpsest.methods.adapters.SequentialLora;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Adapters of a task at right angles to those of the past. */
public class OrthogonalLoraTest {
    private static final LoraOptions LORA = new LoraOptions(2, 4, 0, List.of("Projection1", "Projection2"), false);

    private static Workbench bench(MethodModule<?> method, Record options, double lr) {
        Workbench.Setup setup = new Workbench.Setup(2, 0.3, 0.4, new int[] {6, 5}, HeadKind.FULL, 4, Workbench.Setup.sgd(lr, 0), 5);
        return new Workbench(method, options, setup, Workbench.openLayers(setup));
    }

    private static void learn(Workbench bench, int task, int passes) {
        bench.learner().learn(TwoTasks.task(bench, task), new Budget(passes, 2, 0));
    }

    @Test
    public void theFirstTaskIsThatOfPlainAdapters() {
        try (Workbench orthogonal = bench(new OrthogonalLora(), new OrthogonalLora.Options(LORA, 0.5, OrthogonalLora.Overlap.SQUARED), 0.1);
                Workbench plain = bench(new SequentialLora(), LORA, 0.1)) {
            learn(orthogonal, 0, 3);
            learn(plain, 0, 3);
            for (int i = 0; i < plain.weights().size(); i++) {
                assertEquals(orthogonal.weights().get(i), plain.weights().get(i));
            }
            assertEquals(orthogonal.learner().memoryBytes(), 0);
        }
    }

    @DataProvider
    public Object[][] overlaps() {
        return new Object[][] {{OrthogonalLora.Overlap.ABSOLUTE, 0.5, 0.2}, {OrthogonalLora.Overlap.SQUARED, 5, 0.2}};
    }

    /** By gradient alone the products of directions get to a part of what they are without it. */
    @Test(dataProvider = "overlaps")
    public void directionsOfTheSecondTaskAreDrawnToRightAngles(OrthogonalLora.Overlap overlap, double lambda, double part) {
        double without = overlapAfterTwoTasks(new OrthogonalLora.Options(LORA, 0, overlap));
        double with = overlapAfterTwoTasks(new OrthogonalLora.Options(LORA, lambda, overlap));
        assertTrue(with < part * without, with + " and without " + without);
    }

    private static double overlapAfterTwoTasks(OrthogonalLora.Options options) {
        try (Workbench bench = bench(new OrthogonalLora(), options, 0.02)) {
            learn(bench, 0, 1);
            learn(bench, 1, 40);
            List<OrthogonalAdapter> adapters = Adapters.in(bench.network().blocks().get("backbone"), OrthogonalAdapter.class);
            assertEquals(adapters.size(), 2);
            return adapters.stream().mapToDouble(adapter -> options.overlap().of(adapter.overlaps().orElseThrow()).getFloat()).sum();
        }
    }

    /** The step of the first update of a second task, by the penalty alone: the loss has no gradient at A while B is zero. */
    @Test
    public void theGradientOfTheOverlapIsThatOfItsFormula() {
        double lambda = 0.3;
        try (Workbench bench = bench(new OrthogonalLora(), new OrthogonalLora.Options(LORA, lambda, OrthogonalLora.Overlap.SQUARED), 0.1);
                Workbench without = bench(new OrthogonalLora(), new OrthogonalLora.Options(LORA, 0, OrthogonalLora.Overlap.SQUARED), 0.1)) {
            for (Workbench each : List.of(bench, without)) {
                learn(each, 0, 1);
            }
            float[] past = bench.weights().get(0);
            for (Workbench each : List.of(bench, without)) {
                Engine.getInstance().setRandomSeed(9);
                each.learner().learn(TwoTasks.task(each, 1), new Budget(1, 2, 1));
            }
            double[][] start = rows(without.weights().get(0));
            double[][] before = rows(past);
            double[][] after = rows(bench.weights().get(0));
            for (int r = 0; r < start.length; r++) {
                for (int i = 0; i < start[r].length; i++) {
                    double gradient = 0;
                    for (double[] direction : before) {
                        double product = 0;
                        for (int k = 0; k < direction.length; k++) {
                            product += start[r][k] * direction[k];
                        }
                        gradient += 2 * lambda * product * direction[i];
                    }
                    assertEquals(after[r][i], start[r][i] - 0.1 * gradient, 1e-5);
                }
            }
        }
    }

    private static double[][] rows(float[] values) {
        double[][] rows = new double[2][values.length / 2];
        for (int i = 0; i < values.length; i++) {
            rows[i / rows[0].length][i % rows[0].length] = values[i];
        }
        assertTrue(Arrays.stream(rows[0]).anyMatch(value -> value != 0));
        return rows;
    }
}
