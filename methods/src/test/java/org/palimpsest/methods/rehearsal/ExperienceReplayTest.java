package org.palimpsest.methods.rehearsal;

import static org.testng.Assert.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Regime;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.memory.MemoryKind;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.SoftmaxRegression;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.TwoTasks.Step;
import org.palimpsest.methods.Workbench;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Experience replay against the same steps in doubles. A memory that holds everything and is drawn whole leaves nothing to chance. */
public class ExperienceReplayTest {
    private static final double LR = 0.5;
    private static final ExperienceReplay.Options EVERYTHING = new ExperienceReplay.Options(100, 100, MemoryKind.RESERVOIR);

    private static Workbench bench(ExperienceReplay.Options options) {
        return new Workbench(new ExperienceReplay(), options, Workbench.Setup.linear(2, HeadKind.FULL, 5, LR));
    }

    /**
     * Every step takes the mean cross-entropy over the stream batch and all that was offered in earlier steps: a batch offered
     * before its own step, a memory that takes replayed examples back, or two means added up would all show in the weights.
     */
    @Test
    public void followsTheGradientOfTheBatchJoinedWithTheMemory() {
        try (Workbench bench = bench(EVERYTHING)) {
            SoftmaxRegression expected = new SoftmaxRegression(bench);
            Step memory = Step.empty();
            for (int t = 0; t < 2; t++) {
                TaskData task = TwoTasks.task(bench, t);
                bench.learner().learn(task, new Budget(1, 2, 0));
                for (Step step : TwoTasks.steps(task, 0, 2)) {
                    Step joint = Step.empty();
                    joint.add(step);
                    joint.add(memory);
                    expected.addCrossEntropy(joint.images(), joint.labels(), expected.all());
                    expected.step(LR);
                    memory.add(step);
                }
                expected.assertEqualTo(bench);
            }
            // one forward pass per step: 2 + 0, 2 + 2, 1 + 4, 2 + 5, 2 + 7, 1 + 9
            assertEquals(bench.forwards(), List.of(2, 4, 5, 7, 9, 10));
        }
    }

    @DataProvider
    public Object[][] weights() {
        return new Object[][] {{0}, {0.25}, {1}, {3}};
    }

    /** (sum over the stream batch + weight * sum over the replayed one) / number of both. */
    @Test(dataProvider = "weights")
    public void replayedExamplesHaveTheWeightThatTheyAreGiven(double weight) {
        ExperienceReplay.Options options = new ExperienceReplay.Options(100, 100, MemoryKind.RESERVOIR, OptionalDouble.of(weight), OptionalInt.empty());
        try (Workbench bench = bench(options)) {
            SoftmaxRegression expected = new SoftmaxRegression(bench);
            Step memory = Step.empty();
            for (int t = 0; t < 2; t++) {
                TaskData task = TwoTasks.task(bench, t);
                bench.learner().learn(task, new Budget(1, 2, 0));
                for (Step step : TwoTasks.steps(task, 0, 2)) {
                    double all = step.labels().size() + memory.labels().size();
                    expected.addCrossEntropy(step.images(), step.labels(), expected.all(), step.labels().size() / all);
                    if (memory.labels().size() > 0) {
                        expected.addCrossEntropy(memory.images(), memory.labels(), expected.all(), weight * memory.labels().size() / all);
                    }
                    expected.step(LR);
                    memory.add(step);
                }
                expected.assertEqualTo(bench);
            }
        }
    }

    @Test
    public void theLossIsTheMeanOverBothBatches() {
        try (Workbench bench = bench(EVERYTHING)) {
            ExperienceReplay.Er er = (ExperienceReplay.Er) bench.learner();
            Batch first = bench.batch(new int[] {0, 1, 4}, TwoTasks.PIXELS[0][0], TwoTasks.PIXELS[0][1], TwoTasks.PIXELS[0][2]);
            Batch second = bench.batch(new int[] {3}, TwoTasks.PIXELS[1][0]);
            SoftmaxRegression expected = new SoftmaxRegression(bench);
            double both = expected.addCrossEntropy(
                    List.of(TwoTasks.PIXELS[0][0], TwoTasks.PIXELS[0][1], TwoTasks.PIXELS[0][2], TwoTasks.PIXELS[1][0]),
                    List.of(0, 1, 4, 3), expected.all());
            double alone = expected.addCrossEntropy(List.of(TwoTasks.PIXELS[1][0]), List.of(3), expected.all());
            assertEquals(loss(er, second), alone, 1e-6, "with an empty memory");
            er.afterStep(first);
            assertEquals(loss(er, second), both, 1e-6);
        }
    }

    private static float loss(ExperienceReplay.Er er, Batch batch) {
        try (GradientCollector recording = Engine.getInstance().newGradientCollector()) {
            return er.loss(batch).getFloat();
        }
    }

    @Test
    public void drawsAsManyAsItIsToldFromAMemoryOfTheSizeItIsTold() {
        try (Workbench bench = bench(new ExperienceReplay.Options(6, 3, MemoryKind.RESERVOIR))) {
            bench.learner().learn(TwoTasks.task(bench, 0), new Budget(2, 2, 0));
            // 2 + 0, 2 + 2, then 2, 1, 2, 2, 1 of the stream with 3 of the memory each
            assertEquals(bench.forwards(), List.of(2, 4, 4, 5, 5, 4));
            assertEquals(bench.learner().memoryBytes(), 6 * (4 + 4));
        }
    }

    @Test
    public void replayedExamplesCountAmongTheOperations() {
        try (Workbench bench = bench(EVERYTHING)) {
            bench.network().work().count(true);
            bench.learner().learn(TwoTasks.task(bench, 0), new Budget(1, 2, 0));
            bench.learner().learn(TwoTasks.task(bench, 1), new Budget(1, 2, 0));
            // 10 of the stream and 27 of the memory, each times 4 pixels x 5 classes
            assertEquals(bench.network().work().forwardFlops(), (10 + 27) * 2 * 4 * 5);
            assertEquals(bench.network().work().backwardFlops(), 2 * (10 + 27) * 2 * 4 * 5);
        }
    }

    @Test
    public void tasksComeOneByOne() {
        assertEquals(new ExperienceReplay().regime(), Regime.SEQUENTIAL);
    }
}
