package org.palimpsest.methods.normalisation;

import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.LabelledImages;
import org.palimpsest.datasets.stream.PixelMap;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.memory.MemoryKind;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.Workbench;
import org.palimpsest.methods.rehearsal.ExperienceReplay;
import org.testng.annotations.Test;

/**
 * Whose running statistics matter, on real data: all digits in six tasks, half as bright each time, two passes in batches of 10, two
 * convolutions of 16 and 32 channels, SGD 0.03, {@code er} with a memory of 20. Scored is the final accuracy, averaged over the tasks. The
 * weights are the same to the last bit in all of them.
 */
public class PreciseBatchNormLearningTest {
    private static final int SEEDS = 3;
    private static final int TASKS = 6;

    private final ImageDataset digits = EmbeddedDatasets.catalogue().load("digits", ImageDataset.class);

    private static LabelledImages dimmed(LabelledImages images, int task) {
        float[] weight = new float[images.shape().plane()];
        Arrays.fill(weight, 1f / (1 << task));
        PixelMap map = new PixelMap(new int[][] {IntStream.range(0, weight.length).toArray()}, new float[][] {weight});
        ByteBuffer from = images.pixels();
        ByteBuffer to = ByteBuffer.allocate(from.remaining());
        byte[] plane = new byte[images.shape().plane()];
        for (int i = 0; i < images.size(); i++) {
            from.get(plane);
            to.put(map.apply(plane));
        }
        return new LabelledImages(images.shape(), to.flip(), images.labels());
    }

    private double[] accuracies(Map<AddOnModule<?>, Record> addOns) {
        return IntStream.range(0, SEEDS).mapToDouble(seed -> accuracy(addOns, seed)).toArray();
    }

    private double accuracy(Map<AddOnModule<?>, Record> addOns, int seed) {
        Workbench.Setup setup = new Workbench.Setup(digits.info().shape().width(), digits.info().mean()[0], digits.info().std()[0], new int[0],
                HeadKind.FULL, 10, Workbench.Setup.sgd(0.03, 0), seed);
        try (Workbench bench = new Workbench(new ExperienceReplay(), new ExperienceReplay.Options(20, 10, MemoryKind.RESERVOIR), setup, addOns,
                Optional.of(SmallNetworks.twoConvolutions()))) {
            int[] rows = IntStream.range(0, digits.train().size()).toArray();
            for (int t = 0; t < TASKS; t++) {
                bench.learner().learn(bench.task(t, bench.upload(dimmed(digits.train(), t)), rows, digits.train().labels()), new Budget(2, 10, 0));
            }
            int[] labels = digits.test().labels();
            return IntStream.range(0, TASKS).mapToDouble(t -> {
                NDArray answers = bench.learner().predict(bench.upload(dimmed(digits.test(), t))).argMax(1);
                long[] predicted = answers.toLongArray();
                return IntStream.range(0, labels.length).filter(i -> predicted[i] == labels[i]).count() / (double) labels.length;
            }).average().orElseThrow();
        }
    }

    /**
     * Measured over seeds 0 to 4: of all tasks 0.942, of the last one 0.840, as training leaves them 0.919; smallest gains of a seed 0.029
     * and 0.013, mean gains of the three here 0.075 and 0.024. Asked for is less than half of these.
     */
    @Test
    public void statisticsOfAllTasksServeThemBestAndThoseOfTheLastWorst() {
        double[] seen = accuracies(Map.of(new PreciseBatchNorm(), new PreciseBatchNorm.Options(2000, 100, PreciseBatchNorm.Tasks.SEEN)));
        double[] last = accuracies(Map.of(new PreciseBatchNorm(), new PreciseBatchNorm.Options(2000, 100, PreciseBatchNorm.Tasks.LAST)));
        double[] plain = accuracies(Map.of());
        String found = "of all " + Arrays.toString(seen) + ", of the last " + Arrays.toString(last) + ", as training leaves them " + Arrays.toString(plain);
        assertTrue(gain(seen, last) > 0.035, found);
        assertTrue(gain(seen, plain) > 0.01, found);
    }

    private static double gain(double[] better, double[] worse) {
        return IntStream.range(0, SEEDS).mapToDouble(i -> better[i] - worse[i]).average().orElseThrow();
    }
}
