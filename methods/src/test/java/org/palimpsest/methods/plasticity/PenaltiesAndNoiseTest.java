package org.palimpsest.methods.plasticity;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.SoftmaxRegression;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.Workbench;
import org.palimpsest.methods.bounds.Finetune;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What is added to gradients and weights, against the same steps in doubles, over two tasks. */
public class PenaltiesAndNoiseTest {
    private static final double LR = 0.5;
    private static final Budget ONE_PASS = new Budget(1, 2, 0);

    private static Workbench bench(AddOnModule<?> addOn, Record options, HeadKind head) {
        return new Workbench(new Finetune(), new NoOptions(), Workbench.Setup.linear(2, head, 4, LR), Map.of(addOn, options));
    }

    private static void seed(int seed) {
        Engine.getInstance().setRandomSeed(seed);
    }

    /** What is added to the gradient, of weights as they are and as they began. */
    private interface Pull {
        double of(double weight, double start);
    }

    @DataProvider
    public Object[][] penalties() {
        return new Object[][] {
            {new L2(), new L2.Options(0.3), (Pull) (w, start) -> 2 * 0.3 * w},
            {new L2Init(), new L2Init.Options(0.2), (Pull) (w, start) -> 2 * 0.2 * (w - start)},
            {new ShrinkAndPerturb(), new ShrinkAndPerturb.Options(ShrinkAndPerturb.By.NOISE, 0, 0, 0.4, 0), (Pull) (w, start) -> 0.4 * w},
        };
    }

    @Test(dataProvider = "penalties")
    public void thePenaltysGradientIsAddedToThatOfTheLoss(AddOnModule<?> addOn, Record options, Pull pull) {
        try (Workbench bench = bench(addOn, options, HeadKind.FULL)) {
            SoftmaxRegression expected = new SoftmaxRegression(bench);
            double[] start = expected.values();
            for (int t = 0; t < 2; t++) {
                TaskData task = TwoTasks.task(bench, t);
                bench.learner().learn(task, ONE_PASS);
                for (TwoTasks.Step step : TwoTasks.steps(task, 0, 2)) {
                    expected.addCrossEntropy(step.images(), step.labels(), expected.all());
                    double[] gradient = expected.takeGradient();
                    double[] now = expected.values();
                    expected.step(IntStream.range(0, now.length).mapToDouble(i -> gradient[i] + pull.of(now[i], start[i])).toArray(), LR);
                }
                expected.assertEqualTo(bench);
            }
        }
    }

    /** The rows of new classes in a head that grows get their weights late, and are drawn back to these. */
    @Test
    public void inAGrowingHeadNewClassesAreDrawnBackToTheWeightsThatTheyBeginWith() {
        try (Workbench bench = bench(new L2Init(), new L2Init.Options(1e6), HeadKind.GROWING)) {
            bench.learner().learn(TwoTasks.task(bench, 0), new Budget(1, 2, 1));
            assertEquals(bench.network().outputs(), 2);
            float[] first = bench.weights().get(0);
            bench.network().see(4);
            float[] grown = bench.weights().get(0);
            bench.learner().learn(TwoTasks.task(bench, 1), new Budget(1, 2, 1));
            float[] after = bench.weights().get(0);
            for (int i = 8; i < 16; i++) {
                // at the start the pull is nothing, however strong, and the step that of the loss alone
                assertEquals(after[i], grown[i], LR, "row of a new class");
                assertNotEquals(grown[i], first[i]);
            }
        }
    }

    @Test
    public void freshWeightsAreMixedInBeforeEveryLaterTask() {
        try (Workbench bench = bench(new ShrinkAndPerturb(), new ShrinkAndPerturb.Options(ShrinkAndPerturb.By.FRESH, 0.7, 0, 9, 9), HeadKind.FULL)) {
            SoftmaxRegression expected = new SoftmaxRegression(bench);
            for (int t = 0; t < 2; t++) {
                List<float[]> before = bench.weights();
                seed(5);
                List<float[]> fresh = new ArrayList<>();
                for (Parameter parameter : bench.network().parameters()) {
                    fresh.add(parameter.getInitializer().initialize(bench.manager(), parameter.getShape(), DataType.FLOAT32).toFloatArray());
                }
                if (t == 1) {
                    expected = new SoftmaxRegression(List.of(mixed(before.get(0), fresh.get(0)), mixed(before.get(1), fresh.get(1))));
                }
                seed(5);
                TaskData task = TwoTasks.task(bench, t);
                bench.learner().learn(task, ONE_PASS);
                for (TwoTasks.Step step : TwoTasks.steps(task, 0, 2)) {
                    expected.addCrossEntropy(step.images(), step.labels(), expected.all());
                    expected.step(LR);
                }
                expected.assertEqualTo(bench);
            }
        }
    }

    private static float[] mixed(float[] kept, float[] fresh) {
        float[] mixed = new float[kept.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = 0.7f * kept[i] + 0.3f * fresh[i];
        }
        return mixed;
    }

    @Test
    public void freshWeightsAreMixedInAfterEveryPeriodOfUpdates() {
        try (Workbench bench = bench(new ShrinkAndPerturb(), new ShrinkAndPerturb.Options(ShrinkAndPerturb.By.FRESH, 0, 3, 0, 0), HeadKind.FULL)) {
            seed(1);
            bench.learner().learn(TwoTasks.task(bench, 0), ONE_PASS);
            seed(1);
            NDArray drawn = bench.network().parameters().get(0).getInitializer()
                    .initialize(bench.manager(), bench.network().parameters().get(0).getShape(), DataType.FLOAT32);
            assertEquals(bench.weights().get(0), drawn.toFloatArray(), "the third and last update is followed by nothing but the draw");
        }
    }

    @DataProvider
    public Object[][] noise() {
        double sigma = 0.25;
        return new Object[][] {
            {new ShrinkAndPerturb(), new ShrinkAndPerturb.Options(ShrinkAndPerturb.By.NOISE, 0, 0, 0, sigma), new double[] {sigma, sigma, sigma}, 1},
            {new NoisyGradients(), new NoisyGradients.Options(sigma, 0), new double[] {sigma, sigma, sigma}, -LR},
            {new NoisyGradients(), new NoisyGradients.Options(sigma, 0.55),
                new double[] {sigma, sigma * Math.pow(2, -0.275), sigma * Math.pow(3, -0.275)}, -LR},
        };
    }

    /** The engine's own draws, again: of each array in turn, at each of three updates. */
    @Test(dataProvider = "noise")
    public void noiseIsGaussianOfTheGivenDeviation(AddOnModule<?> addOn, Record options, double[] deviations, double factor) {
        try (Workbench bench = bench(addOn, options, HeadKind.FULL)) {
            SoftmaxRegression expected = new SoftmaxRegression(bench);
            TaskData task = TwoTasks.task(bench, 0);
            seed(8);
            bench.learner().learn(task, ONE_PASS);
            seed(8);
            List<TwoTasks.Step> steps = TwoTasks.steps(task, 0, 2);
            for (int s = 0; s < steps.size(); s++) {
                expected.addCrossEntropy(steps.get(s).images(), steps.get(s).labels(), expected.all());
                expected.step(LR);
                double[] noise = new double[expected.values().length];
                int at = 0;
                for (Parameter parameter : bench.network().parameters()) {
                    for (float value : bench.manager().randomNormal(0, (float) deviations[s], parameter.getShape(), DataType.FLOAT32).toFloatArray()) {
                        noise[at++] = value;
                    }
                }
                expected.step(noise, -factor);
            }
            expected.assertEqualTo(bench);
        }
    }
}
