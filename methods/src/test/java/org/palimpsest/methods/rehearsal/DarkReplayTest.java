package org.palimpsest.methods.rehearsal;

import static org.testng.Assert.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.SoftmaxRegression;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.TwoTasks.Step;
import org.palimpsest.methods.Workbench;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** {@code der} and {@code der++} against the same steps in doubles, with a memory that holds everything and is drawn whole. */
public class DarkReplayTest {
    private static final double LR = 0.5;
    private static final double ALPHA = 0.7;

    @DataProvider
    public Object[][] methods() {
        return new Object[][] {
            {new DarkReplay(), new DarkReplay.Options(100, 100, ALPHA), 0.0, HeadKind.FULL},
            {new DarkReplayPlus(), new DarkReplayPlus.Options(100, 100, ALPHA, 0.4), 0.4, HeadKind.FULL},
            {new DarkReplay(), new DarkReplay.Options(100, 100, ALPHA), 0.0, HeadKind.GROWING},
            {new DarkReplayPlus(), new DarkReplayPlus.Options(100, 100, ALPHA, 0.4), 0.4, HeadKind.GROWING},
        };
    }

    /**
     * The scores kept are those before the step in which the example came, of the outputs that there were; scores after the step, or a
     * growing head that is held to scores which it did not have, would show in the weights.
     */
    @Test(dataProvider = "methods")
    public void holdsTheMemoryToTheScoresAtTheTimeOfStoring(MethodModule<?> method, Record options, double beta, HeadKind head) {
        int classes = 5;
        try (Workbench bench = new Workbench(method, options, Workbench.Setup.linear(2, head, classes, LR))) {
            List<Integer> forwards = new ArrayList<>();
            Step memory = Step.empty();
            List<double[]> stored = new ArrayList<>();
            for (int t = 0; t < 2; t++) {
                TaskData task = TwoTasks.task(bench, t);
                bench.network().see(task.seenClasses());
                SoftmaxRegression expected = new SoftmaxRegression(bench);
                int outputs = head.grows() ? task.seenClasses() : classes;
                boolean[] allowed = new boolean[classes];
                Arrays.fill(allowed, 0, outputs, true);
                bench.learner().learn(task, new Budget(1, 2, 0));
                for (Step step : TwoTasks.steps(task, 0, 2)) {
                    List<double[]> scores = step.images().stream().map(p -> Arrays.copyOf(expected.scores(p), outputs)).toList();
                    expected.addCrossEntropy(step.images(), step.labels(), allowed);
                    forwards.add(step.labels().size());
                    if (!stored.isEmpty()) {
                        forwards.add(stored.size());
                        expected.addSquaredError(memory.images(), stored, ALPHA);
                        if (beta > 0) {
                            forwards.add(stored.size());
                            expected.addCrossEntropy(memory.images(), memory.labels(), allowed, beta);
                        }
                    }
                    expected.step(LR);
                    memory.add(step);
                    stored.addAll(scores);
                }
                expected.assertEqualTo(bench);
            }
            assertEquals(bench.forwards(), forwards);
            int width = head.grows() ? 4 : classes;
            assertEquals(bench.learner().memoryBytes(), 100 * (4 + 4 + 4 * width));
        }
    }
}
