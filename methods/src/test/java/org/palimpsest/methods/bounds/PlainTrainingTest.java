package org.palimpsest.methods.bounds;

import static org.testng.Assert.assertEquals;

import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.Regime;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.SoftmaxRegression;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.Workbench;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class PlainTrainingTest {
    private static final double LR = 0.5;

    @DataProvider
    public Object[][] methods() {
        return new Object[][] {{new Finetune(), new NoOptions()}, {new Joint(), new Joint.Options(Optional.empty())}, {new Cumulative(), new NoOptions()}};
    }

    /** w = w - lr times the mean gradient of the stream batch, and nothing else, over two tasks and two epochs. */
    @Test(dataProvider = "methods")
    public void followsTheGradientOfCrossEntropyOfTheStreamBatchAlone(MethodModule<?> method, Record options) {
        Workbench.Setup setup = Workbench.Setup.linear(2, HeadKind.FULL, 5, LR);
        try (Workbench bench = new Workbench(method, options, setup)) {
            SoftmaxRegression expected = new SoftmaxRegression(bench);
            for (int t = 0; t < 2; t++) {
                TaskData task = TwoTasks.task(bench, t);
                bench.learner().learn(task, new Budget(2, 2, 0));
                for (int epoch = 0; epoch < 2; epoch++) {
                    for (TwoTasks.Step step : TwoTasks.steps(task, epoch, 2)) {
                        expected.addCrossEntropy(step.images(), step.labels(), expected.all());
                        expected.step(LR);
                    }
                }
                expected.assertEqualTo(bench);
            }
            assertEquals(bench.forwards(), List.of(2, 2, 1, 2, 2, 1, 2, 2, 1, 2, 2, 1));
            assertEquals(bench.learner().memoryBytes(), 0);
        }
    }

    @Test
    public void onlyTheUpperBoundsAreGivenSeveralTasksAtOnce() {
        assertEquals(new Finetune().regime(), Regime.SEQUENTIAL);
        assertEquals(new Cumulative().regime(), Regime.CUMULATIVE);
        assertEquals(new Joint().regime(), Regime.JOINT);
    }
}
