package org.palimpsest.methods.normalisation;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.memory.MemoryKind;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Norm;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.Workbench;
import org.palimpsest.methods.rehearsal.ExperienceReplay;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Statistics taken anew, against those of the images themselves. */
public class PreciseBatchNormTest {
    private static final double MEAN = 0.3;
    private static final double SD = 0.4;
    private static final PreciseBatchNorm.Options ALL = new PreciseBatchNorm.Options(10, 10, PreciseBatchNorm.Tasks.SEEN);

    /** Normalises pixels, then what a convolution makes of them. */
    private static Block network() {
        return new SequentialBlock().add(new Norm()).add(SmallNetworks.oneConvolution());
    }

    private static Workbench bench(Map<AddOnModule<?>, Record> addOns) {
        Workbench.Setup setup = new Workbench.Setup(2, MEAN, SD, new int[0], HeadKind.FULL, 4, Workbench.Setup.sgd(0.1, 0.9), 12);
        return new Workbench(new ExperienceReplay(), new ExperienceReplay.Options(4, 3, MemoryKind.RESERVOIR), setup, addOns, Optional.of(network()));
    }

    private static Workbench bench(PreciseBatchNorm.Options options) {
        return bench(Map.of(new PreciseBatchNorm(), options));
    }

    private static void learn(Workbench bench, int task) {
        bench.learner().learn(TwoTasks.task(bench, task), new Budget(3, 2, 0));
    }

    private static float[] running(Workbench bench, int layer, String name) {
        Block norm = bench.network().blocks().values().stream().filter(Norm.class::isInstance).toList().get(layer);
        return norm.getDirectParameters().get(name).getArray().toFloatArray();
    }

    private static double[] pixels(int... tasks) {
        return Arrays.stream(tasks).boxed().flatMap(task -> Stream.of(TwoTasks.PIXELS[task])).flatMapToInt(Arrays::stream)
                .mapToDouble(pixel -> (pixel / 255.0 - MEAN) / SD).toArray();
    }

    private static double mean(double[] values) {
        return DoubleStream.of(values).average().orElseThrow();
    }

    @DataProvider
    public Object[][] tasks() {
        return new Object[][] {
            {ALL, 0, pixels(0)},
            {ALL, 1, pixels(0, 1)},
            {new PreciseBatchNorm.Options(5, 5, PreciseBatchNorm.Tasks.LAST), 0, pixels(0)},
            {new PreciseBatchNorm.Options(5, 5, PreciseBatchNorm.Tasks.LAST), 1, pixels(1)},
        };
    }

    /** One batch of all: its mean, and its variance as the engine's running variance has it, over n - 1. */
    @Test(dataProvider = "tasks")
    public void areThoseOfTheImages(PreciseBatchNorm.Options options, int lastTask, double[] pixels) {
        try (Workbench bench = bench(options)) {
            IntStream.rangeClosed(0, lastTask).forEach(task -> learn(bench, task));
            double mu = mean(pixels);
            assertEquals(running(bench, 0, "runningMean")[0], mu, 1e-5);
            double variance = mean(DoubleStream.of(pixels).map(x -> (x - mu) * (x - mu)).toArray()) * pixels.length / (pixels.length - 1);
            assertEquals(running(bench, 0, "runningVar")[0], variance, 1e-5);
        }
    }

    /** Five batches of two images: the variance between them counts as well as that within them. */
    @Test
    public void ofSeveralBatchesAreThoseOfAllTheirExamples() {
        try (Workbench bench = bench(new PreciseBatchNorm.Options(10, 2, PreciseBatchNorm.Tasks.SEEN))) {
            learn(bench, 0);
            learn(bench, 1);
            double[] pixels = pixels(0, 1);
            double mu = mean(pixels);
            assertEquals(running(bench, 0, "runningMean")[0], mu, 1e-5);
            double all = mean(DoubleStream.of(pixels).map(x -> (x - mu) * (x - mu)).toArray());
            // within a batch of two images of four pixels the engine divides by 7 for 8
            double variance = running(bench, 0, "runningVar")[0];
            assertTrue(variance > all && variance < all * 8 / 7, variance + ", " + all);
        }
    }

    /** In every layer at once: in evaluation the network gives what it gives in training to the batch of all examples. */
    @Test
    public void evaluationIsTrainingOnAllExamples() {
        try (Workbench bench = bench(ALL)) {
            learn(bench, 0);
            learn(bench, 1);
            int[][] all = Stream.of(TwoTasks.PIXELS).flatMap(Stream::of).toArray(int[][]::new);
            float[] evaluated = bench.network().features(bench.images(all)).toFloatArray();
            float[] trained = bench.network().trainingFeatures(bench.images(all)).toFloatArray();
            for (int i = 0; i < evaluated.length; i++) {
                // variances over n - 1, of 40 pixels and then of 90 positions of a channel
                assertEquals(evaluated[i], trained[i], 0.03 * Math.abs(trained[i]) + 0.02, "feature " + i);
            }
        }
    }

    /** And so whatever it gains or loses is due to the statistics alone. */
    @Test
    public void theWeightsAreThoseOfTheMethodAlone() {
        try (Workbench with = bench(ALL); Workbench alone = bench(Map.of())) {
            for (int task = 0; task < 2; task++) {
                learn(with, task);
                learn(alone, task);
            }
            for (int i = 0; i < alone.weights().size(); i++) {
                assertEquals(with.weights().get(i), alone.weights().get(i), "weights " + i);
            }
            assertNotEquals(running(with, 1, "runningMean"), running(alone, 1, "runningMean"));
            assertEquals(with.learner().memoryBytes(), alone.learner().memoryBytes() + 10 * (4 + 4), "what is kept is told");
        }
    }

    @DataProvider
    public Object[][] options() {
        return new Object[][] {{ALL}, {new PreciseBatchNorm.Options(6, 2, PreciseBatchNorm.Tasks.SEEN)},
            {new PreciseBatchNorm.Options(3, 2, PreciseBatchNorm.Tasks.LAST)}};
    }

    @Test(dataProvider = "options")
    public void goesOnFromASnapshotAsIfItHadNotStopped(PreciseBatchNorm.Options options) throws IOException {
        try (Workbench whole = bench(options); Workbench halved = bench(options)) {
            learn(whole, 0);
            byte[] snapshot = whole.snapshot();
            learn(whole, 1);
            halved.restore(snapshot);
            learn(halved, 1);
            for (int layer = 0; layer < 2; layer++) {
                assertEquals(running(halved, layer, "runningMean"), running(whole, layer, "runningMean"));
                assertEquals(running(halved, layer, "runningVar"), running(whole, layer, "runningVar"));
            }
        }
    }

    @Test(dataProvider = "options")
    public void nothingIsLeftOfATask(PreciseBatchNorm.Options options) {
        assertEquals(TwoTasks.liveArraysAfter(9, bench(options)), TwoTasks.liveArraysAfter(2, bench(options)));
    }

    @Test
    public void aNetworkWithoutBatchNormalisationIsRefused() {
        new PreciseBatchNorm().check(new ContinualNormaliser().rebuilt(network(), new ContinualNormaliser.Options(1, true)), ALL);
        Block layers = new LayerNormaliser().rebuilt(network(), new NoOptions());
        assertThrows(IllegalArgumentException.class, () -> new PreciseBatchNorm().check(layers, ALL));
    }
}
