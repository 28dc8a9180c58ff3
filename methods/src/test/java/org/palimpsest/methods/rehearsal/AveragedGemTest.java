package org.palimpsest.methods.rehearsal;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.SoftmaxRegression;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.TwoTasks.Step;
import org.palimpsest.methods.Workbench;
import org.testng.annotations.Test;

/** A-GEM against the same steps in doubles, with a memory that holds the whole first task and is drawn whole. */
public class AveragedGemTest {
    private static final double LR = 0.5;

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    @Test
    public void takesAwayThePartOfTheGradientThatHurtsTheMemoryAndNothingElse() {
        int projected = 0;
        int left = 0;
        AveragedGem.Options options = new AveragedGem.Options(5, 100);
        try (Workbench bench = new Workbench(new AveragedGem(), options, Workbench.Setup.linear(2, HeadKind.FULL, 4, LR))) {
            SoftmaxRegression expected = new SoftmaxRegression(bench);
            TaskData first = TwoTasks.task(bench, 0);
            bench.learner().learn(first, new Budget(1, 2, 0));
            for (Step step : TwoTasks.steps(first, 0, 2)) {
                expected.addCrossEntropy(step.images(), step.labels(), expected.all());
                expected.step(LR);
            }
            expected.assertEqualTo(bench);
            assertEquals(bench.forwards(), List.of(2, 2, 1), "there is nothing to look back at in the first task");

            Step memory = Step.empty();
            TwoTasks.steps(first, 0, 5).forEach(memory::add);
            // the second task has the second task's images with labels of the first among them, so that some steps agree with it
            int[] labels = {0, 2, 3, 1, 2};
            TaskData second = bench.task(1, TwoTasks.PIXELS[1], labels);
            bench.learner().learn(second, new Budget(2, 1, 0));
            for (int epoch = 0; epoch < 2; epoch++) {
                for (int i : second.order(epoch)) {
                    expected.addCrossEntropy(List.of(TwoTasks.PIXELS[1][i]), List.of(labels[i]), expected.all());
                    double[] g = expected.takeGradient();
                    expected.addCrossEntropy(memory.images(), memory.labels(), expected.all());
                    double[] r = expected.takeGradient();
                    double agreement = dot(g, r);
                    double factor = agreement < 0 ? agreement / dot(r, r) : 0;
                    projected += agreement < 0 ? 1 : 0;
                    left += agreement < 0 ? 0 : 1;
                    expected.step(IntStream.range(0, g.length).mapToDouble(k -> g[k] - factor * r[k]).toArray(), LR);
                }
            }
            expected.assertEqualTo(bench);
            assertTrue(projected > 0 && left > 0, projected + " projected, " + left + " left");
            assertEquals(bench.forwards(), IntStream.range(0, 10).boxed().flatMap(i -> List.of(1, 5).stream()).toList());
            assertEquals(bench.learner().memoryBytes(), 5 * (4 + 4));
        }
    }
}
