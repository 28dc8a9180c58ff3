package org.palimpsest.methods.normalisation;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.memory.ReplayBuffer;
import org.palimpsest.harness.api.network.Norm;
import org.palimpsest.harness.api.network.Normaliser;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** adab2n against golden vectors and limits. */
public class AdaptiveBalanceTest extends AdaptiveBalanceFixture {
    private static Layer layer(double kappa) {
        return layer(kappa, 0, 0, true, false);
    }

    private static double[] numbers(int[][] images) {
        return Arrays.stream(images).flatMapToInt(Arrays::stream).asDoubleStream().toArray();
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
            int[][] images = {{1, 1, 1, 1}, {3, 3, 3, 3}, {2, 2, 2, 2}, {4, 4, 4, 4}, {6, 6, 6, 6}};
            Batch batch = layer.batch(new int[] {0, 1, 2, 3, 2}, images);
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
            int[][] images = {{1, 1, 1, 1}, {3, 3, 3, 3}, {2, 2, 2, 2}, {4, 4, 4, 4}, {6, 6, 6, 6}};
            assertEquals(layer.added(layer.batch(new int[] {0, 1, 2, 3, 2}, images)), 11.024157, TOLERANCE);
        }
    }

    /** With kappa 0 the first step's rate is 1: afterwards running values are those of the batch. */
    private static void oneStep(Layer layer, int task, double[] psi, int... labels) {
        layer.begin(task);
        layer.setNorm("psi", psi);
        int[][] images = Arrays.stream(labels).mapToObj(label -> new int[] {label, label, 1, 2}).toArray(int[][]::new);
        layer.forward(layer.batch(labels, images));
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
                layer.step(batch(layer), AdaptiveBalanceFixture::weightedSum, () -> gradients[0] = layer.gradient("backbone.Conv2d", "weight"));
                stock.step(batch(stock), AdaptiveBalanceFixture::weightedSum, () -> gradients[1] = stock.gradient("backbone.Conv2d", "weight"));
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
    private static final class Stock extends org.palimpsest.harness.api.network.NormaliserModule<NoOptions> {
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
            double[] expected = new double[IMAGES.length * Layer.NUMBERS];
            for (int i = 0; i < expected.length; i++) {
                double x = numbers(IMAGES)[i];
                expected[i] = i / 2 % 2 == 0 ? 3 * (x - 2) / Math.sqrt(4.00001) : (x + 1) / Math.sqrt(0.25001) + 5;
            }
            assertClose(layer.evaluate(batch(layer)), expected, 1e-4);
            assertClose(layer.evaluate(batch(layer)), expected, 1e-4);
            assertStarts(layer.norm("runningMean"), 2, -1);
            assertStarts(layer.norm("rate"), Math.pow(0.1, 0.4));
        }
    }

    // what is known of the examples

    @Test
    public void inTheFirstTaskAndWhereNothingIsKnownEveryExampleCountsAlike() {
        double[] even = Reference.of(numbers(IMAGES), new int[IMAGES.length], new double[] {0}, new double[] {1, 1}, false).y();
        try (Layer layer = layer(0)) {
            layer.setNorm("psi", 3, -2, 1);
            layer.begin(0);
            assertClose(layer.forward(batch(layer)), even, TOLERANCE);
            float[][] gradient = new float[1][];
            layer.step(batch(layer), AdaptiveBalanceFixture::weightedSum, () -> gradient[0] = layer.gradient("backbone.Norm", "psi"));
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
        double[] even = Reference.of(numbers(IMAGES), new int[IMAGES.length], new double[] {0}, new double[] {1, 1}, false).y();
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
                Batch batch = each.batch(labels, IMAGES);
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
