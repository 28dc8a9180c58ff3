package org.palimpsest.methods.normalisation;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Norm;
import org.palimpsest.harness.api.Normaliser;
import org.palimpsest.harness.api.RecipeModule.NoOptions;
import org.palimpsest.harness.api.ReplayBuffer;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** adab2n against golden vectors, limits, and its arithmetic in double precision. */
public class AdaptiveBalanceTest {
    private static final double TOLERANCE = 1e-5;
    private static final int[] LABELS = {3, 0, 1, 3, 2, 0, 3};
    private static final int[] TASKS = {1, 0, 0, 1, 1, 0, 1};
    private static final int[][] PICTURES = {{1, 3, 2, 4}, {6, 2, 9, 1}, {3, 3, 0, 7}, {5, 8, 4, 4}, {2, 0, 6, 6}, {7, 1, 3, 2}, {0, 4, 8, 5}};

    private static Layer layer(double kappa, double lambda, int adaT0, boolean weighted, boolean renormalise) {
        return new Layer(new AdaptiveBalanceNormaliser(), new AdaptiveBalanceNormaliser.Options(kappa, lambda, adaT0, weighted, renormalise));
    }

    private static Layer layer(double kappa) {
        return layer(kappa, 0, 0, true, false);
    }

    private static Batch batch(Layer layer) {
        return layer.batch(LABELS, PICTURES);
    }

    private static double[] numbers(int[][] pictures) {
        return Arrays.stream(pictures).flatMapToInt(Arrays::stream).asDoubleStream().toArray();
    }

    private static void assertClose(float[] actual, double[] expected, double tolerance) {
        assertEquals(actual.length, expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(actual[i], expected[i], tolerance, "number " + i);
        }
    }

    private static void assertStarts(float[] actual, double... expected) {
        assertClose(Arrays.copyOf(actual, expected.length), expected, TOLERANCE);
    }

    // golden vectors

    @DataProvider
    public Object[][] rates() {
        return new Object[][] {
            {0.4, new double[] {.398107, .293408, .234325, .196407, .170029, .150634}},
            {0.7, new double[] {.199526, .176818, .159912, .146868, .136524, .128140}},
            {0.0, new double[] {1, 1 / 2.0, 1 / 3.0, 1 / 4.0, 1 / 5.0, 1 / 6.0}},
            {1.0, new double[] {.1, .1, .1, .1, .1, .1}},
        };
    }

    @Test(dataProvider = "rates")
    public void theRateFallsFromStepToStepAcrossTasks(double kappa, double[] expected) {
        try (Layer layer = layer(kappa)) {
            for (int step = 0; step < expected.length; step++) {
                layer.begin(step / 3);
                assertEquals(layer.norm("rate")[0], expected[step], TOLERANCE);
                layer.forward(batch(layer));
                layer.evaluate(batch(layer));
            }
        }
    }

    @Test
    public void theRateFallsTowardsItsFixedPoint() {
        for (double kappa : new double[] {0.4, 0.7}) {
            try (Layer layer = layer(kappa)) {
                for (int step = 0; step < 400; step++) {
                    layer.network().logits(batch(layer).examples()).close();
                }
                assertEquals(layer.norm("rate")[0], 1 - Math.pow(0.9, kappa), TOLERANCE);
            }
        }
    }

    /** x = 1, 3 of task 0 and 2, 4, 6 of task 1, the same in all channels and positions. */
    @Test
    public void fiveNumbersOfTwoTasks() {
        try (Layer layer = layer(1, 1, 0, true, false)) {
            layer.begin(1);
            int[][] pictures = {{1, 1, 1, 1}, {3, 3, 3, 3}, {2, 2, 2, 2}, {4, 4, 4, 4}, {6, 6, 6, 6}};
            Batch batch = layer.batch(new int[] {0, 1, 2, 3, 2}, pictures);
            float[] y = layer.forward(batch);
            double[] expected = {-1.251447, -.083430, -.667438, .500579, 1.668596};
            for (int i = 0; i < y.length; i++) {
                assertEquals(y[i], expected[i / Layer.NUMBERS], TOLERANCE, "number " + i);
            }
            assertClose(layer.norm("runningMean"), new double[] {.314286, .314286}, TOLERANCE);
            assertClose(layer.norm("runningVar"), new double[] {1.193197, 1.193197}, TOLERANCE);
        }
        try (Layer layer = layer(1, 1, 0, true, false)) {
            layer.begin(1);
            int[][] pictures = {{1, 1, 1, 1}, {3, 3, 3, 3}, {2, 2, 2, 2}, {4, 4, 4, 4}, {6, 6, 6, 6}};
            assertEquals(layer.added(layer.batch(new int[] {0, 1, 2, 3, 2}, pictures)), 11.024157, TOLERANCE);
        }
    }

    /** With kappa 0 the first step's rate is 1: afterwards running values are those of the batch. */
    private static void oneStep(Layer layer, int task, double[] psi, int... labels) {
        layer.begin(task);
        layer.setNorm("psi", psi);
        int[][] pictures = Arrays.stream(labels).mapToObj(label -> new int[] {label, label, 1, 2}).toArray(int[][]::new);
        layer.forward(layer.batch(labels, pictures));
    }

    @Test
    public void theWeightOfATaskIsItsShareOfCountsAndPrior() {
        try (Layer layer = layer(0)) {
            oneStep(layer, 1, new double[] {0, 0.5}, 0, 0, 0, 0, 2, 2, 2, 2, 2, 2);
            assertStarts(layer.norm("taskWeights"), .395297, .604703, 0);
            assertStarts(layer.norm("runningMean"), 2 * .604703, 1.5);
        }
    }

    @Test
    public void theWeightOfATaskThatABatchLacksIsLost() {
        try (Layer layer = layer(0)) {
            oneStep(layer, 2, new double[3], 1, 1, 1, 1, 5, 5, 5, 5, 5, 5);
            assertStarts(layer.norm("taskWeights"), .384615, 0, .538462);
            assertStarts(layer.norm("runningMean"), .384615 + 5 * .538462, 1.5 * .923077);
        }
    }

    @Test
    public void orItGoesToTheOthers() {
        try (Layer layer = layer(0, 0, 0, true, true)) {
            oneStep(layer, 2, new double[3], 1, 1, 1, 1, 5, 5, 5, 5, 5, 5);
            assertStarts(layer.norm("taskWeights"), 5 / 12.0, 0, 7 / 12.0);
            assertStarts(layer.norm("runningMean"), 5 / 12.0 + 5 * 7 / 12.0, 1.5);
        }
    }

    // limits

    @Test
    public void withAVanishingPriorEveryExampleCountsAlike() {
        try (Layer layer = layer(0)) {
            oneStep(layer, 2, new double[] {-60, -60, -60}, 1, 1, 1, 1, 5, 5, 5, 5, 5, 5);
            assertStarts(layer.norm("taskWeights"), 0.4, 0, 0.6);
            assertStarts(layer.norm("runningMean"), 0.4 + 5 * 0.6, 1.5);
        }
    }

    @Test
    public void withAnOverwhelmingPriorEveryTaskCountsAlike() {
        try (Layer layer = layer(0)) {
            oneStep(layer, 2, new double[] {30, 30, 30}, 1, 1, 1, 1, 2, 5, 5, 5, 5, 5);
            assertStarts(layer.norm("taskWeights"), 1 / 3.0, 1 / 3.0, 1 / 3.0);
            assertStarts(layer.norm("runningMean"), (1 + 2 + 5) / 3.0, 1.5);
        }
    }

    @Test
    public void withKappaZeroRunningStatisticsAreTheAverageOfAllBatches() {
        try (Layer layer = layer(0)) {
            layer.begin(0);
            double mean = 0;
            double variance = 0;
            for (int step = 1; step <= 4; step++) {
                layer.forward(layer.batch(new int[] {0, 0}, new int[] {0, 2 * step, 0, 0}, new int[] {0, 2 * step, 0, 0}));
                mean += step / 4.0;
                variance += step * step / 4.0;
            }
            assertStarts(layer.norm("runningMean"), mean, 0);
            assertStarts(layer.norm("runningVar"), variance, 0);
        }
    }

    /** The running variance is the one thing that differs: it is biased. */
    @Test
    public void withKappaOneItIsBatchNormalisationInTheFirstTask() {
        try (Layer layer = layer(1); Layer stock = new Layer(new Stock(), new NoOptions())) {
            for (Layer each : List.of(layer, stock)) {
                each.set("backbone.Conv2d", "weight", 0.5, -1, 2, 0.25);
                each.setNorm("gamma", 2, 0.5);
                each.setNorm("beta", 1, -3);
                each.begin(0);
            }
            float[][] gradients = new float[2][];
            for (int step = 0; step < 3; step++) {
                double[] expected = widen(stock.forward(batch(stock)));
                assertClose(layer.forward(batch(layer)), expected, TOLERANCE);
                layer.step(batch(layer), AdaptiveBalanceTest::weightedSum, () -> gradients[0] = layer.gradient("backbone.Conv2d", "weight"));
                stock.step(batch(stock), AdaptiveBalanceTest::weightedSum, () -> gradients[1] = stock.gradient("backbone.Conv2d", "weight"));
                assertClose(gradients[0], widen(gradients[1]), 1e-4);
            }
            assertClose(layer.norm("runningMean"), widen(stock.norm("runningMean")), TOLERANCE);
            int numbers = LABELS.length * Layer.WIDTH;
            double keptOfOne = Math.pow(0.9, 6);
            for (int c = 0; c < Layer.CHANNELS; c++) {
                double unbiased = (stock.norm("runningVar")[c] - keptOfOne) * (numbers - 1) / numbers + keptOfOne;
                assertEquals(layer.norm("runningVar")[c], unbiased, 1e-4);
            }
        }
    }

    private static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    /** Batch normalisation in the place that a network has for it. */
    private static final class Stock extends org.palimpsest.harness.api.NormaliserModule<NoOptions> {
        Stock() {
            super("stock", "", "", NoOptions.class);
        }

        @Override
        protected ai.djl.nn.Block build(NoOptions options) {
            return Norm.batchNorm();
        }
    }

    // evaluation

    @Test
    public void evaluationUsesTheRunningStatisticsAndChangesNothing() {
        try (Layer layer = layer(0.4)) {
            layer.begin(1);
            layer.setNorm("runningMean", 2, -1);
            layer.setNorm("runningVar", 4, 0.25);
            layer.setNorm("gamma", 3, 1);
            layer.setNorm("beta", 0, 5);
            double[] expected = new double[PICTURES.length * Layer.NUMBERS];
            for (int i = 0; i < expected.length; i++) {
                double x = numbers(PICTURES)[i];
                expected[i] = i / 2 % 2 == 0 ? 3 * (x - 2) / Math.sqrt(4.00001) : (x + 1) / Math.sqrt(0.25001) + 5;
            }
            assertClose(layer.evaluate(batch(layer)), expected, 1e-4);
            assertClose(layer.evaluate(batch(layer)), expected, 1e-4);
            assertStarts(layer.norm("runningMean"), 2, -1);
            assertStarts(layer.norm("rate"), Math.pow(0.1, 0.4));
        }
    }

    // gradients

    private static final double[] COEFFICIENTS = {0.7, -1.1, 0.4, 1.3};

    /** A loss in which every number counts differently. */
    private static NDArray weightedSum(NDArray y) {
        int n = (int) y.getShape().get(0);
        float[] factors = new float[n * Layer.NUMBERS];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = (float) (COEFFICIENTS[i % 4] * (1 + i / 4 % 3));
        }
        return y.mul(y.getManager().create(factors, new Shape(n, Layer.NUMBERS))).sum();
    }

    private static double weightedSum(double[] y) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += COEFFICIENTS[i % 4] * (1 + i / 4 % 3) * y[i];
        }
        return sum;
    }

    private static double[] mixed(double[] a) {
        double[] x = new double[PICTURES.length * Layer.NUMBERS];
        for (int i = 0; i < PICTURES.length; i++) {
            for (int c = 0; c < 2; c++) {
                for (int w = 0; w < 2; w++) {
                    x[i * 4 + c * 2 + w] = a[c * 2] * PICTURES[i][w] + a[c * 2 + 1] * PICTURES[i][2 + w];
                }
            }
        }
        return x;
    }

    private static void assertGradient(float[] actual, double[] at, ToDoubleFunction<double[]> function, String what) {
        for (int i = 0; i < at.length; i++) {
            double step = 1e-5;
            double[] moved = at.clone();
            moved[i] += step;
            double up = function.applyAsDouble(moved);
            moved[i] -= 2 * step;
            double expected = (up - function.applyAsDouble(moved)) / (2 * step);
            assertEquals(actual[i], expected, 2e-4 * Math.max(1, Math.abs(expected)), what + " " + i);
            assertTrue(Math.abs(expected) > 1e-4, what + " " + i + " has no gradient to be checked: " + expected);
        }
    }

    @DataProvider
    public Object[][] cases() {
        return new Object[][] {{false, 0.0}, {true, 0.0}, {false, 0.3}};
    }

    /** Through statistics and weights, to psi, to the scale, and to what comes before; the running statistics count as constants. */
    @Test(dataProvider = "cases")
    public void gradientsAreThoseOfDifferences(boolean renormalise, double lambda) {
        double[] a = {0.5, -0.25, 0.125, 1};
        double[] gamma = {2, -0.5};
        double[] psi = {0.4, -0.3, 0.8};
        try (Layer layer = layer(0.4, lambda, 0, true, renormalise)) {
            layer.set("backbone.Conv2d", "weight", a);
            layer.setNorm("gamma", gamma);
            layer.setNorm("psi", psi);
            layer.begin(2);
            Reference here = Reference.of(mixed(a), TASKS, psi, gamma, renormalise);
            double rate = Math.pow(0.1, 0.4);
            double[] m = Arrays.stream(here.mean()).map(mean -> rate * mean).toArray();
            double[] v = Arrays.stream(here.variance()).map(variance -> 1 + rate * (variance - 1)).toArray();
            float[][] gradients = new float[3][];
            float loss = layer.step(batch(layer), AdaptiveBalanceTest::weightedSum, () -> {
                gradients[0] = layer.gradient("backbone.Conv2d", "weight");
                gradients[1] = layer.gradient("backbone.Norm", "gamma");
                gradients[2] = layer.gradient("backbone.Norm", "psi");
            });
            assertEquals(loss, weightedSum(here.y()) + lambda * here.distance(m, v), 1e-4);
            assertClose(layer.norm("runningMean"), m, TOLERANCE);
            assertClose(layer.norm("runningVar"), v, TOLERANCE);
            assertGradient(gradients[0], a, x -> loss(Reference.of(mixed(x), TASKS, psi, gamma, renormalise), lambda, m, v), "weight");
            assertGradient(gradients[1], gamma, x -> loss(Reference.of(mixed(a), TASKS, psi, x, renormalise), lambda, m, v), "gamma");
            assertGradient(Arrays.copyOf(gradients[2], renormalise ? 2 : 3), Arrays.copyOf(psi, renormalise ? 2 : 3),
                    x -> loss(Reference.of(mixed(a), TASKS, new double[] {x[0], x[1], renormalise ? psi[2] : x[2]}, gamma, renormalise), lambda, m, v), "psi");
        }
    }

    private static double loss(Reference reference, double lambda, double[] m, double[] v) {
        return weightedSum(reference.y()) + lambda * reference.distance(m, v);
    }

    /** A channel that is the same everywhere has a variance of 0, where roots have no slope. */
    @Test
    public void aConstantChannelIsFinite() {
        try (Layer layer = layer(0.4, 0.1, 0, true, false)) {
            layer.begin(1);
            int[][] pictures = {{5, 5, 1, 2}, {5, 5, 3, 4}, {5, 5, 6, 7}};
            float[][] gradient = new float[1][];
            layer.step(layer.batch(new int[] {0, 2, 3}, pictures), AdaptiveBalanceTest::weightedSum,
                    () -> gradient[0] = layer.gradient("backbone.Conv2d", "weight"));
            for (float value : gradient[0]) {
                assertTrue(Float.isFinite(value), Arrays.toString(gradient[0]));
            }
        }
    }

    // what is known of the examples

    @Test
    public void inTheFirstTaskAndWhereNothingIsKnownEveryExampleCountsAlike() {
        double[] even = Reference.of(numbers(PICTURES), new int[PICTURES.length], new double[] {0}, new double[] {1, 1}, false).y();
        try (Layer layer = layer(0)) {
            layer.setNorm("psi", 3, -2, 1);
            layer.begin(0);
            assertClose(layer.forward(batch(layer)), even, TOLERANCE);
            float[][] gradient = new float[1][];
            layer.step(batch(layer), AdaptiveBalanceTest::weightedSum, () -> gradient[0] = layer.gradient("backbone.Norm", "psi"));
            assertEquals(gradient[0], new float[gradient[0].length]);
            assertStarts(layer.norm("taskWeights"), 1, 0);
            layer.begin(1);
            NDArray unknown = layer.network().logits(batch(layer).examples());
            assertClose(unknown.get(":, :" + Layer.NUMBERS).toFloatArray(), even, TOLERANCE);
            assertStarts(layer.norm("taskWeights"), 1, 0);
        }
    }

    @Test
    public void withoutWeightsEveryExampleCountsAlikeInEveryTask() {
        double[] even = Reference.of(numbers(PICTURES), new int[PICTURES.length], new double[] {0}, new double[] {1, 1}, false).y();
        try (Layer layer = layer(0, 0, 0, false, false)) {
            layer.begin(2);
            assertClose(layer.forward(batch(layer)), even, TOLERANCE);
            assertStarts(layer.norm("taskWeights"), 3 / 7.0, 4 / 7.0, 0);
        }
    }

    @Test
    public void itTellsTheWeightsOfTasksToWhoeverAsks() {
        try (Layer layer = layer(0)) {
            oneStep(layer, 1, new double[2], 0, 2, 3, 3);
            Normaliser normaliser = (Normaliser) ((Norm) layer.network().blocks().get("backbone.Norm")).content();
            assertEquals(Arrays.copyOf(normaliser.taskWeights().orElseThrow(), 3), new double[] {2 / 6.0, 4 / 6.0, 0}, 1e-6);
            assertTrue(normaliser.joint());
        }
    }

    // the loss

    @DataProvider
    public Object[][] steps() {
        int[] current = {2, 3, 3, 2, 3, 2, 2};
        int[] first = {0, 1, 1, 0, 1, 0, 0};
        return new Object[][] {
            {"from the second task on: in it", 1, 1, LABELS, false, true},
            {"from the second task on: a draw of the first", 0, 1, first, true, false},
            {"from the first task on: a draw of it", 0, 0, first, true, true},
            {"nothing is replayed in the first task", 0, 0, first, false, false},
            {"nothing is replayed in the second", 1, 0, current, false, false},
            {"a draw of the current task alone", 1, 1, current, true, true},
        };
    }

    @Test(dataProvider = "steps")
    public void theDistanceCountsWhereThereIsReplayFromATaskOn(String when, int task, int adaT0, int[] labels, boolean drawn, boolean expected) {
        try (Layer layer = layer(0.4, 1, adaT0, true, false); Layer without = layer(0.4, 0, adaT0, true, false)) {
            for (Layer each : List.of(layer, without)) {
                each.begin(task);
                Batch batch = each.batch(labels, PICTURES);
                if (drawn) {
                    ReplayBuffer memory = each.training().memories().reservoir(labels.length);
                    memory.offer(batch);
                    batch = memory.all(each.manager());
                }
                assertEquals(each.added(batch) > 0, expected && each == layer, when);
            }
        }
    }
}
