package org.palimpsest.methods.rehearsal;

import static org.testng.Assert.assertEquals;

import java.util.List;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.SoftmaxRegression;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.TwoTasks.Step;
import org.palimpsest.methods.Workbench;
import org.testng.annotations.Test;

public class GreedyDumbTest {
    private static final double LR = 0.5;

    /** After every task: from the first weights on, over all that is in memory, in the order of the run's dice. */
    @Test
    public void trainsAFreshNetworkOnTheMemoryAlone() {
        GreedyDumb.Options options = new GreedyDumb.Options(100, 4, 3, true, 0.1, 0);
        Randomness random = new Randomness(1);
        try (Workbench bench = new Workbench(new GreedyDumb(), options, Workbench.Setup.linear(2, HeadKind.FULL, 4, LR))) {
            Step memory = Step.empty();
            List<float[]> fresh = bench.weights();
            for (int t = 0; t < 2; t++) {
                SoftmaxRegression expected = new SoftmaxRegression(fresh);
                TaskData task = TwoTasks.task(bench, t);
                bench.learner().learn(task, new Budget(7, 2, 0));
                TwoTasks.steps(task, 0, 5).forEach(memory::add);
                for (int epoch = 0; epoch < 4; epoch++) {
                    int[] order = random.permutation(memory.labels().size(), "memory-order", t, epoch);
                    for (int from = 0; from < order.length; from += 3) {
                        Step step = Step.empty();
                        for (int i = from; i < Math.min(from + 3, order.length); i++) {
                            step.add(new Step(List.of(memory.images().get(order[i])), List.of(memory.labels().get(order[i]))));
                        }
                        expected.addCrossEntropy(step.images(), step.labels(), expected.all());
                        expected.step(GreedyDumb.rate(epoch, LR, 0.1));
                    }
                }
                expected.assertEqualTo(bench);
            }
            assertEquals(bench.learner().memoryBytes(), 100 * (4 + 4));
        }
    }

    @Test
    public void theRateWarmsUpAndRestartsAfterOneTwoAndFourEpochs() {
        double[] expected = {0.005, 0.05, 0.05, 0.05, 0.02525, 0.05, 0.0427513, 0.02525, 0.0077487, 0.05};
        for (int epoch = 0; epoch < expected.length; epoch++) {
            assertEquals(GreedyDumb.rate(epoch, 0.05, 0.0005), expected[epoch], 1e-6, "epoch " + epoch);
        }
    }
}
