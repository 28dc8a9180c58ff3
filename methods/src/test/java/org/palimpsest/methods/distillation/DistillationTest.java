package org.palimpsest.methods.distillation;

import static org.testng.Assert.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.SoftmaxRegression;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.TwoTasks.Step;
import org.palimpsest.methods.Workbench;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Distillation on a linear network against the same steps in doubles. */
public class DistillationTest {
    private static final double LR = 0.5;

    @DataProvider
    public Object[][] heads() {
        return new Object[][] {{HeadKind.FULL}, {HeadKind.GROWING}};
    }

    @DataProvider
    public Object[][] headsAndShares() {
        return new Object[][] {{HeadKind.FULL, false}, {HeadKind.GROWING, false}, {HeadKind.FULL, true}};
    }

    private static double[] softmax(double[] scores, int from, int to, double temperature) {
        double[] p = IntStream.range(from, to).mapToDouble(c -> Math.exp(scores[c] / temperature)).toArray();
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(v -> v / sum).toArray();
    }

    /** What a network of that method looks like after some tasks, when a growing head has got its next classes. */
    private static SoftmaxRegression after(MethodModule<?> method, Record options, Workbench.Setup setup, int tasks) {
        try (Workbench twin = new Workbench(method, options, setup)) {
            for (int t = 0; t < tasks; t++) {
                twin.learner().learn(TwoTasks.task(twin, t), new Budget(1, 2, 0));
            }
            twin.network().see(2 * tasks + 2);
            return new SoftmaxRegression(twin);
        }
    }

    /**
     * Cross-entropy, or half of it in the second task, plus alpha times T-softened cross-entropy of past classes: its gradient in a score is
     * alpha (q - p) / T.
     */
    @Test(dataProvider = "headsAndShares")
    public void lwfHoldsTheSoftenedScoresOfPastClasses(HeadKind head, boolean share) {
        LearningWithoutForgetting.Options options = new LearningWithoutForgetting.Options(List.of(9.0, 0.7), 2, share);
        Workbench.Setup setup = Workbench.Setup.linear(2, head, 4, LR);
        SoftmaxRegression old = after(new LearningWithoutForgetting(), options, setup, 1);
        SoftmaxRegression expected = after(new LearningWithoutForgetting(), options, setup, 1);
        try (Workbench bench = new Workbench(new LearningWithoutForgetting(), options, setup)) {
            bench.learner().learn(TwoTasks.task(bench, 0), new Budget(1, 2, 0));
            bench.learner().learn(TwoTasks.task(bench, 1), new Budget(1, 2, 0));
            for (Step step : TwoTasks.steps(TwoTasks.task(bench, 1), 0, 2)) {
                int n = step.labels().size();
                for (int[] image : step.images()) {
                    double[] p = softmax(old.scores(image), 0, 2, 2);
                    double[] q = softmax(expected.scores(image), 0, 2, 2);
                    expected.addErrors(image, new double[] {0.7 / n / 2 * (q[0] - p[0]), 0.7 / n / 2 * (q[1] - p[1])});
                }
                double[] held = expected.takeGradient();
                expected.addCrossEntropy(step.images(), step.labels(), expected.all());
                double[] learned = expected.takeGradient();
                expected.step(IntStream.range(0, held.length).mapToDouble(i -> held[i] + learned[i] / (share ? 2 : 1)).toArray(), LR);
            }
            expected.assertEqualTo(bench);
            assertEquals(bench.learner().memoryBytes(), 0);
        }
    }

    /** With a head per task the past tasks are softened one by one, and the new one is learned within itself. */
    @Test
    public void lwfHoldsEachHeadByItself() {
        LearningWithoutForgetting.Options options = new LearningWithoutForgetting.Options(List.of(0.7), 3, false);
        Workbench.Setup setup = Workbench.Setup.linear(2, HeadKind.MULTI, 6, LR).withTasks(0, 0, 1, 1, 2, 2);
        int[] third = {4, 4, 5, 5, 4};
        SoftmaxRegression old = after(new LearningWithoutForgetting(), options, setup, 2);
        SoftmaxRegression expected = after(new LearningWithoutForgetting(), options, setup, 2);
        boolean[] own = {false, false, false, false, true, true};
        try (Workbench bench = new Workbench(new LearningWithoutForgetting(), options, setup)) {
            bench.learner().learn(TwoTasks.task(bench, 0), new Budget(1, 2, 0));
            bench.learner().learn(TwoTasks.task(bench, 1), new Budget(1, 2, 0));
            bench.learner().learn(bench.task(2, TwoTasks.PIXELS[0], third), new Budget(1, 5, 0));
            for (int[] image : TwoTasks.PIXELS[0]) {
                double[] errors = new double[4];
                for (int from = 0; from < 4; from += 2) {
                    double[] p = softmax(old.scores(image), from, from + 2, 3);
                    double[] q = softmax(expected.scores(image), from, from + 2, 3);
                    errors[from] = 0.7 / 5 / 3 * (q[0] - p[0]);
                    errors[from + 1] = 0.7 / 5 / 3 * (q[1] - p[1]);
                }
                expected.addErrors(image, errors);
            }
            expected.addCrossEntropy(List.of(TwoTasks.PIXELS[0]), Arrays.stream(third).boxed().toList(), own);
            expected.step(LR);
            expected.assertEqualTo(bench);
        }
    }

    @Test(dataProvider = "heads")
    public void lwfMcTakesTheOldSigmoidsAsTargetsOfPastClasses(HeadKind head) {
        Workbench.Setup setup = Workbench.Setup.linear(2, head, 5, LR);
        SoftmaxRegression old = after(new LwfMc(), new NoOptions(), setup, 1);
        SoftmaxRegression expected = after(new LwfMc(), new NoOptions(), setup, 1);
        try (Workbench bench = new Workbench(new LwfMc(), new NoOptions(), setup)) {
            bench.learner().learn(TwoTasks.task(bench, 0), new Budget(1, 2, 0));
            bench.learner().learn(TwoTasks.task(bench, 1), new Budget(1, 2, 0));
            for (Step step : TwoTasks.steps(TwoTasks.task(bench, 1), 0, 2)) {
                int n = step.labels().size();
                for (int i = 0; i < n; i++) {
                    int[] image = step.images().get(i);
                    double[] targets = {0, 0, 0, 0};
                    targets[step.labels().get(i)] = 1;
                    for (int c = 0; c < 2; c++) {
                        targets[c] = 1 / (1 + Math.exp(-old.scores(image)[c]));
                    }
                    expected.addSigmoidError(image, targets, 1.0 / n);
                }
                expected.step(LR);
            }
            expected.assertEqualTo(bench);
            assertEquals(bench.learner().memoryBytes(), 0);
        }
    }
}
