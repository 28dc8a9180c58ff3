package org.palimpsest.methods.rehearsal;

import static org.testng.Assert.assertEquals;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.SoftmaxRegression;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.TwoTasks.Step;
import org.palimpsest.methods.Workbench;
import org.testng.annotations.Test;

/** MIR against the same steps in doubles: all of the memory are candidates, two of them are replayed. */
public class MaximallyInterferedTest {
    private static final double LR = 0.5;

    private static double[] losses(SoftmaxRegression model, Step memory) {
        double[] losses = IntStream.range(0, memory.labels().size())
                .mapToDouble(i -> model.addCrossEntropy(List.of(memory.images().get(i)), List.of(memory.labels().get(i)), model.all()))
                .toArray();
        model.takeGradient();
        return losses;
    }

    private static Step mostInterfered(SoftmaxRegression model, Step stream, Step memory) {
        double[] before = losses(model, memory);
        model.addCrossEntropy(stream.images(), stream.labels(), model.all());
        double[] gradient = model.takeGradient();
        model.step(gradient, LR);
        double[] after = losses(model, memory);
        model.step(gradient, -LR);
        Step chosen = Step.empty();
        IntStream.range(0, before.length).boxed()
                .sorted(Comparator.comparingDouble(i -> before[i] - after[i])).limit(2)
                .forEach(i -> chosen.add(new Step(List.of(memory.images().get(i)), List.of(memory.labels().get(i)))));
        return chosen;
    }

    @Test
    public void replayedExamplesHaveTheWeightThatTheyAreGiven() {
        MaximallyInterfered.Options options = new MaximallyInterfered.Options(100, 2, 100, OptionalDouble.of(3));
        try (Workbench bench = new Workbench(new MaximallyInterfered(), options, Workbench.Setup.linear(2, HeadKind.FULL, 4, LR))) {
            SoftmaxRegression expected = new SoftmaxRegression(bench);
            TaskData task = TwoTasks.task(bench, 0);
            bench.learner().learn(task, new Budget(1, 2, 2));
            List<Step> steps = TwoTasks.steps(task, 0, 2);
            expected.addCrossEntropy(steps.get(0).images(), steps.get(0).labels(), expected.all());
            expected.step(LR);
            expected.addCrossEntropy(steps.get(1).images(), steps.get(1).labels(), expected.all(), 0.5);
            expected.addCrossEntropy(steps.get(0).images(), steps.get(0).labels(), expected.all(), 1.5);
            expected.step(LR);
            expected.assertEqualTo(bench);
        }
    }

    @Test
    public void replaysTheExamplesWhoseLossTheStepWouldRaiseMost() {
        MaximallyInterfered.Options options = new MaximallyInterfered.Options(100, 2, 100);
        try (Workbench bench = new Workbench(new MaximallyInterfered(), options, Workbench.Setup.linear(2, HeadKind.FULL, 4, LR))) {
            SoftmaxRegression expected = new SoftmaxRegression(bench);
            Step memory = Step.empty();
            for (int t = 0; t < 2; t++) {
                TaskData task = TwoTasks.task(bench, t);
                bench.learner().learn(task, new Budget(1, 2, 0));
                for (Step step : TwoTasks.steps(task, 0, 2)) {
                    Step joint = Step.empty();
                    joint.add(step);
                    joint.add(memory.labels().size() <= 2 ? memory : mostInterfered(expected, step, memory));
                    expected.addCrossEntropy(joint.images(), joint.labels(), expected.all());
                    expected.step(LR);
                    memory.add(step);
                }
                expected.assertEqualTo(bench);
            }
            // candidates before and after the step that is not made, the stream in between, and what is trained on
            assertEquals(bench.forwards(), List.of(2, 4, 4, 1, 4, 3, 5, 2, 5, 4, 7, 2, 7, 4, 9, 1, 9, 3));
        }
    }
}
