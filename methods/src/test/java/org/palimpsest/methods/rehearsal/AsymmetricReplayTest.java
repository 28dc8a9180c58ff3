package org.palimpsest.methods.rehearsal;

import static org.testng.Assert.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.OptionalDouble;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.SoftmaxRegression;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.TwoTasks.Step;
import org.palimpsest.methods.Workbench;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** ER-ACE against the same steps in doubles; six outputs, of which the last two are never seen. */
public class AsymmetricReplayTest {
    private static final double LR = 0.5;
    private static final int CLASSES = 6;
    private static final AsymmetricReplay.Options EVERYTHING = new AsymmetricReplay.Options(100, 100);

    private static Workbench bench(HeadKind head, AsymmetricReplay.Options options) {
        return new Workbench(new AsymmetricReplay(), options, Workbench.Setup.linear(2, head, CLASSES, LR));
    }

    /** The classes of the batch and, where they have an output, those that nobody has seen yet. */
    private static boolean[] allowed(Step step, int seen, HeadKind head) {
        boolean[] allowed = new boolean[CLASSES];
        for (int c = 0; c < CLASSES; c++) {
            allowed[c] = step.labels().contains(c) || c >= seen && !head.grows();
        }
        return allowed;
    }

    private static boolean[] below(int outputs) {
        boolean[] allowed = new boolean[CLASSES];
        for (int c = 0; c < outputs; c++) {
            allowed[c] = true;
        }
        return allowed;
    }

    @Test
    public void theReplayedBatchHasTheWeightThatItIsGiven() {
        try (Workbench bench = bench(HeadKind.FULL, new AsymmetricReplay.Options(100, 100, OptionalDouble.of(0.25)))) {
            SoftmaxRegression expected = new SoftmaxRegression(bench);
            Step memory = Step.empty();
            for (int t = 0; t < 2; t++) {
                TaskData task = TwoTasks.task(bench, t);
                bench.learner().learn(task, new Budget(1, 2, 0));
                for (Step step : TwoTasks.steps(task, 0, 2)) {
                    expected.addCrossEntropy(step.images(), step.labels(), t == 0 ? below(CLASSES) : allowed(step, 4, HeadKind.FULL));
                    if (t > 0) {
                        expected.addCrossEntropy(memory.images(), memory.labels(), below(CLASSES), 0.25);
                    }
                    expected.step(LR);
                    memory.add(step);
                }
            }
            expected.assertEqualTo(bench);
        }
    }

    @DataProvider
    public Object[][] headsAndBatches() {
        return new Object[][] {{HeadKind.FULL, 2}, {HeadKind.FULL, 1}, {HeadKind.FULL, 5}, {HeadKind.GROWING, 2}};
    }

    /** First task: plain. Later: cross-entropy of the batch over the allowed classes plus that of the memory over all. */
    @Test(dataProvider = "headsAndBatches")
    public void followsTheGradientOfTheMaskedBatchPlusTheMemory(HeadKind head, int batch) {
        try (Workbench bench = bench(head, EVERYTHING)) {
            bench.network().see(head.grows() ? 4 : 0);
            SoftmaxRegression expected = new SoftmaxRegression(bench);
            boolean[] outputs = below(head.grows() ? 4 : CLASSES);
            Step memory = Step.empty();
            for (int t = 0; t < 2; t++) {
                TaskData task = TwoTasks.task(bench, t);
                bench.learner().learn(task, new Budget(1, batch, 0));
                for (Step step : TwoTasks.steps(task, 0, batch)) {
                    expected.addCrossEntropy(step.images(), step.labels(), t == 0 ? outputs : allowed(step, 4, head));
                    if (t > 0) {
                        expected.addCrossEntropy(memory.images(), memory.labels(), outputs);
                    }
                    expected.step(LR);
                    memory.add(step);
                }
                expected.assertEqualTo(bench);
            }
        }
    }

    @Test
    public void replaysInAForwardPassOfItsOwnFromTheSecondTaskOn() {
        try (Workbench bench = bench(HeadKind.FULL, new AsymmetricReplay.Options(4, 3))) {
            bench.learner().learn(TwoTasks.task(bench, 0), new Budget(1, 2, 0));
            assertEquals(bench.forwards(), List.of(2, 2, 1));
            bench.learner().learn(TwoTasks.task(bench, 1), new Budget(1, 2, 0));
            assertEquals(bench.forwards(), List.of(2, 3, 2, 3, 1, 3));
            assertEquals(bench.learner().memoryBytes(), 4 * (4 + 4));
        }
    }

    @Test
    public void theMaskTakesAwayExactlyTheSeenClassesThatAreNotInTheBatch() {
        try (Workbench bench = bench(HeadKind.FULL, EVERYTHING)) {
            AsymmetricReplay.ErAce ace = (AsymmetricReplay.ErAce) bench.learner();
            TaskData second = TwoTasks.task(bench, 1);
            bench.network().see(second.seenClasses());
            ace.beforeTask(second);
            SoftmaxRegression expected = new SoftmaxRegression(bench);
            List<int[]> image = List.of(TwoTasks.PIXELS[1][0]);
            // class 2 is in the batch, 4 and 5 are to come; 0, 1 and 3 are out
            double masked = expected.addCrossEntropy(image, List.of(2), new boolean[] {false, false, true, false, true, true});
            Batch batch = bench.batch(new int[] {2}, TwoTasks.PIXELS[1][0]);
            assertEquals(loss(ace, batch), masked, 1e-6, "with an empty memory");

            ace.afterStep(bench.batch(new int[] {1}, TwoTasks.PIXELS[0][2]));
            double replay = expected.addCrossEntropy(List.of(TwoTasks.PIXELS[0][2]), List.of(1), expected.all());
            assertEquals(loss(ace, batch), masked + replay, 1e-6);
        }
    }

    @Test
    public void classesOnceSeenStaySeenWhenALaterTaskHasOnlyEarlierOnes() {
        try (Workbench bench = bench(HeadKind.FULL, EVERYTHING)) {
            AsymmetricReplay.ErAce ace = (AsymmetricReplay.ErAce) bench.learner();
            bench.network().see(4);
            ace.beforeTask(bench.task(2, new int[][] {TwoTasks.PIXELS[0][0]}, new int[] {0}));
            SoftmaxRegression expected = new SoftmaxRegression(bench);
            double masked = expected.addCrossEntropy(List.of(TwoTasks.PIXELS[0][0]), List.of(0),
                    new boolean[] {true, false, false, false, true, true});
            assertEquals(loss(ace, bench.batch(new int[] {0}, TwoTasks.PIXELS[0][0])), masked, 1e-6);
        }
    }

    private static float loss(AsymmetricReplay.ErAce ace, Batch batch) {
        try (GradientCollector recording = Engine.getInstance().newGradientCollector()) {
            return ace.loss(batch).getFloat();
        }
    }
}
