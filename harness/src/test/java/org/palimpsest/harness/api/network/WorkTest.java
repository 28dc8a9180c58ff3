package org.palimpsest.harness.api.network;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.CrossEntropy;
import org.palimpsest.harness.api.Images;
import org.palimpsest.harness.api.Losses;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.TaskOfClass;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.image.Augmenter;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.harness.nets.CifarResNet;
import org.palimpsest.harness.nets.ResNet20Backbone;
import org.palimpsest.harness.nets.SlimResNet18Backbone;
import org.testng.annotations.Test;

/** Operations against counts by hand: two for every multiply-add. */
public class WorkTest extends NativeTest {
    private static final int SLIM_MULTIPLY_ADDS = 54_812_160;

    private Network network(Block backbone, Shape example, int classes) {
        double[] zeros = new double[(int) example.get(0)];
        double[] ones = new double[zeros.length];
        Arrays.fill(ones, 1);
        return new Network(manager(), backbone, example, new Normalisation(manager(), DataType.UINT8, zeros, ones), HeadKind.FULL, classes, 1);
    }

    @Test
    public void anMlpTakesItsWeightsAndTheHeadThoseOfItsOutputs() {
        // 4 pixels, 5 and 3 hidden units
        assertEquals(Images.mlp(manager(), HeadKind.FULL, 2).flops(), 2 * (4 * 5 + 5 * 3 + 3 * 2));
        Network growing = Images.mlp(manager(), HeadKind.GROWING, 6);
        assertEquals(growing.flops(), 2 * (4 * 5 + 5 * 3));
        growing.see(4);
        assertEquals(growing.flops(), 2 * (4 * 5 + 5 * 3 + 3 * 4));
    }

    @Test
    public void featuresAsPartOfALossCountTheirWayBack() {
        Network network = Images.mlp(manager(), HeadKind.FULL, 2);
        network.work().count(true);
        long body = 2 * (4 * 5 + 5 * 3);
        NDArray three = manager().zeros(new Shape(3, 1, 2, 2));
        network.work().beginStep();
        network.trainingFeatures(three);
        network.evaluationFeatures(three);
        network.work().backward();
        assertEquals(network.work().forwardFlops(), 6 * body);
        assertEquals(network.work().backwardFlops(), 12 * body);
    }

    /** Multiply-adds of a convolution without bias and the normalisation behind it. */
    private static long layer(int in, int out, int kernel, int side) {
        return (long) in * out * kernel * kernel * side * side + (long) out * side * side;
    }

    @Test
    public void slimResNet18OnImagesOf32() {
        long stem = layer(3, 20, 3, 32);
        long stage1 = 4 * layer(20, 20, 3, 32);
        long stage2 = layer(20, 40, 3, 16) + layer(20, 40, 1, 16) + 3 * layer(40, 40, 3, 16);
        long stage3 = layer(40, 80, 3, 8) + layer(40, 80, 1, 8) + 3 * layer(80, 80, 3, 8);
        long stage4 = layer(80, 160, 3, 4) + layer(80, 160, 1, 4) + 3 * layer(160, 160, 3, 4);
        assertEquals(stem + stage1 + stage2 + stage3 + stage4, SLIM_MULTIPLY_ADDS);
        Shape colour = new Shape(3, 32, 32);
        Network network = network(new SlimResNet18Backbone().create(new SlimResNet18Backbone.Options(20), colour), colour, 10);
        assertEquals(network.flops(), 2L * (SLIM_MULTIPLY_ADDS + 160 * 10));
    }

    @Test
    public void zeroPaddedShortcutsTakeNothing() {
        long stages = layer(16, 16, 3, 32) * 6 + layer(16, 32, 3, 16) + 5 * layer(32, 32, 3, 16) + layer(32, 64, 3, 8) + 5 * layer(64, 64, 3, 8);
        Shape colour = new Shape(3, 32, 32);
        Network network = network(new ResNet20Backbone().create(new CifarResNet.Options(Optional.empty()), colour), colour, 10);
        assertEquals(network.flops(), 2 * (layer(3, 16, 3, 32) + stages + 640));
    }

    @Test
    public void layersOfOthersCountByTheirShapes() {
        Conv2d grouped = Conv2d.builder().setFilters(6).setKernelShape(new Shape(2, 3)).optStride(new Shape(2, 1)).optGroups(2).build();
        SequentialBlock block = new SequentialBlock().add(grouped).add(Blocks.batchFlattenBlock()).add(Linear.builder().setUnits(7).build());
        Network network = network(block, new Shape(4, 4, 5), 2);
        // output 6 x 2 x 3, each of which sees 2 x 2 x 3 inputs
        assertEquals(network.flops(), 2 * (36 * 12 + 36 * 7 + 7 * 2));
    }

    private Training training(Network network) {
        Randomness random = new Randomness(0);
        Optimiser optimiser = new Optimiser(manager(), network.parameters(), new OptimiserOptions(OptimiserOptions.Rule.SGD, 0.1, 0, 0));
        return new Training(manager(), network, optimiser, Set.of(), (step, examples) -> {}, new TaskOfClass(new int[2]),
                new Memories(manager(), random), new Augmenter(Augmentation.NONE, random), new CrossEntropy());
    }

    @Test
    public void aStepGoesForwardAndTwiceAsMuchBackwardWithWhatItTrainsOn() {
        Network network = Images.mlp(manager(), HeadKind.FULL, 2);
        Training training = training(network);
        Work work = network.work();
        long flops = network.flops();
        Batch batch = new Batch(bytes(new Shape(3, 1, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3), new int[] {0, 1, 0});
        Batch more = batch.concat(batch);
        training.step(batch, b -> Losses.crossEntropy(training.logits(b), b.labels()), () -> {});
        assertEquals(work.forwardFlops() + work.backwardFlops(), 0, "nobody counts");

        work.count(true);
        training.scoped(() -> training.logits(batch)); // not followed backwards
        assertEquals(work.forwardFlops(), 3 * flops);
        training.step(batch, b -> {
            NDArray target = network.predict(more.examples()).stopGradient();
            return Losses.crossEntropy(training.logits(b), b.labels()).add(target.sum().mul(0));
        }, () -> {});
        assertEquals(work.forwardFlops(), (3 + 6 + 3) * flops);
        assertEquals(work.backwardFlops(), 2 * 3 * flops);
        training.step(more, b -> Losses.crossEntropy(training.logits(b), b.labels()), () -> {});
        assertEquals(work.backwardFlops(), 2 * (3 + 6) * flops);
        network.features(batch.examples());
        assertEquals(work.forwardFlops(), (3 + 6 + 3 + 6) * flops + 3 * 2 * (4 * 5 + 5 * 3));
        work.count(false);
        network.predict(batch.examples());
        assertEquals(work.forwardFlops(), (3 + 6 + 3 + 6) * flops + 3 * 2 * (4 * 5 + 5 * 3));
    }

    @Test
    public void layersThatAreNotTrainedArePassedForwardAlone() {
        Block frozen = new SequentialBlock().add(Blocks.batchFlattenBlock()).add(Linear.builder().setUnits(7).build());
        frozen.freezeParameters(true);
        Network network = Images.network(manager(), frozen, HeadKind.FULL, 2, 1);
        Training training = training(network);
        network.work().count(true);
        Batch batch = new Batch(bytes(new Shape(1, 1, 2, 2), 1, 2, 3, 4), new int[] {1});
        training.step(batch, b -> Losses.crossEntropy(training.logits(b), b.labels()), () -> {});
        assertEquals(network.work().forwardFlops(), 2 * (4 * 7 + 7 * 2));
        assertEquals(network.work().backwardFlops(), 2 * 2 * 7 * 2);
    }
}
