package org.palimpsest.methods.bounds;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;

import java.util.List;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.methods.SoftmaxRegression;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.Workbench;
import org.testng.annotations.Test;

public class FreezeTest {
    private static final double LR = 0.5;

    /** Without a backbone there is nothing to freeze: it is plain training, in both tasks. */
    @Test
    public void goesOnTrainingTheHead() {
        try (Workbench bench = new Workbench(new Freeze(), new NoOptions(), Workbench.Setup.linear(2, HeadKind.FULL, 4, LR))) {
            SoftmaxRegression expected = new SoftmaxRegression(bench);
            for (int t = 0; t < 2; t++) {
                TaskData task = TwoTasks.task(bench, t);
                bench.learner().learn(task, new Budget(1, 2, 0));
                for (TwoTasks.Step step : TwoTasks.steps(task, 0, 2)) {
                    expected.addCrossEntropy(step.images(), step.labels(), expected.all());
                    expected.step(LR);
                }
                expected.assertEqualTo(bench);
            }
        }
    }

    /** Momentum and decay would go on moving a backbone that merely has no gradient. */
    @Test
    public void leavesTheBackboneAsTheFirstTaskLeftIt() {
        OptimiserOptions optimiser = new OptimiserOptions(OptimiserOptions.Rule.SGD, 0.1, 0.9, 0.01);
        Workbench.Setup setup = new Workbench.Setup(2, 0.3, 0.4, new int[] {7, 5}, HeadKind.FULL, 4, optimiser, 12);
        try (Workbench bench = new Workbench(new Freeze(), new NoOptions(), setup)) {
            List<float[]> start = bench.weights();
            bench.learner().learn(TwoTasks.task(bench, 0), new Budget(3, 2, 0));
            List<float[]> before = bench.weights();
            bench.learner().learn(TwoTasks.task(bench, 1), new Budget(3, 2, 0));
            List<float[]> after = bench.weights();
            assertEquals(bench.network().backboneParameters(), 4);
            for (int i = 0; i < 4; i++) {
                assertNotEquals(before.get(i), start.get(i), "backbone weights " + i + " in the first task");
                assertEquals(after.get(i), before.get(i), "backbone weights " + i);
            }
            assertNotEquals(after.get(4), before.get(4), "head");
        }
    }
}
