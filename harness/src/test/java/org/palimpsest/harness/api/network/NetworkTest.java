package org.palimpsest.harness.api.network;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import java.util.List;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.Images;
import org.palimpsest.harness.api.Losses;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.api.training.OptimiserOptions.Rule;
import org.testng.annotations.Test;

public class NetworkTest extends NativeTest {
    /** Blocks as DJL has them, none of them ours. */
    private static Block convolutional() {
        return new SequentialBlock()
                .add(Conv2d.builder().setFilters(3).setKernelShape(new Shape(2, 2)).optPadding(new Shape(1, 1)).build())
                .add(BatchNorm.builder().build())
                .add(inputs -> new NDList(Activation.relu(inputs.singletonOrThrow())))
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(7).build());
    }

    private NDArray images() {
        return bytes(new Shape(3, 1, 2, 2), 1, 2, 3, 4, 50, 40, 30, 20, 0, 255, 0, 255);
    }

    private void train(Network network, int steps) {
        Optimiser optimiser = new Optimiser(manager(), network.parameters(), new OptimiserOptions(Rule.SGD, 0.01, 0, 0));
        for (int step = 0; step < steps; step++) {
            backward(optimiser, () -> Losses.crossEntropy(network.logits(images()), manager().create(new long[] {0, 1, 2})));
            optimiser.step();
        }
    }

    @Test
    public void anyBlockOfDjlCanBeTheBackbone() {
        Network network = Images.network(manager(), convolutional(), HeadKind.FULL, 5, 1);
        assertEquals(network.features(), 7);
        assertEquals(network.features(images()).getShape(), new Shape(3, 7));
        // convolution, scale and shift, linear layer and head: weight and bias each
        assertEquals(network.parameters().size(), 8);
        float[] before = Images.parameter(network, 0);
        train(network, 2);
        assertNotEquals(Images.parameter(network, 0), before, "gradients reach the first layer");
    }

    @Test
    public void everyWeightOfTheBackboneAndTheHeadIsTrained() {
        Network network = Images.mlp(manager(), HeadKind.FULL, 5);
        assertEquals(network.parameters().size(), 6);
        float[][] before = new float[6][];
        for (int i = 0; i < 6; i++) {
            before[i] = Images.parameter(network, i);
        }
        train(network, 1);
        for (int i = 0; i < 6; i++) {
            assertNotEquals(Images.parameter(network, i), before[i], "parameter " + i);
        }
    }

    @Test
    public void layersOfOneKindAreCountedInTheirPaths() {
        assertEquals(List.copyOf(Images.mlp(manager(), HeadKind.FULL, 2).blocks().keySet()), List.of("backbone", "backbone.LambdaBlock",
                "backbone.Linear1", "backbone.Relu1", "backbone.Linear2", "backbone.Relu2", "head"));
    }

    @Test
    public void theScoresAreTheHeadsOfTheFeatures() {
        Network network = Images.mlp(manager(), HeadKind.FULL, 2);
        float[] features = network.features(images()).toFloatArray();
        float[] w = Images.parameter(network, 4);
        float[] b = Images.parameter(network, 5);
        double[] expected = new double[6];
        for (int i = 0; i < 3; i++) {
            for (int c = 0; c < 2; c++) {
                expected[i * 2 + c] = b[c];
                for (int k = 0; k < 3; k++) {
                    expected[i * 2 + c] += features[i * 3 + k] * w[c * 3 + k];
                }
            }
        }
        assertClose(network.predict(images()), expected, 1e-4);
    }

    @Test
    public void backbonesThatGiveMapsInsteadOfFeaturesAreRefused() {
        Block maps = Conv2d.builder().setFilters(3).setKernelShape(new Shape(2, 2)).build();
        IllegalArgumentException e = expectThrows(IllegalArgumentException.class,
                () -> Images.network(manager(), maps, HeadKind.FULL, 5, 1));
        assertEquals(e.getMessage(), "a backbone gives (n, d) features, this one gives (1, 3, 1, 1)");
    }

    @Test
    public void predictingChangesNothing() {
        Network network = Images.network(manager(), convolutional(), HeadKind.FULL, 5, 1);
        train(network, 2);
        float[] once = network.predict(images()).toFloatArray();
        network.features(images());
        assertEquals(network.predict(images()).toFloatArray(), once);
        network.logits(images());
        assertNotEquals(network.predict(images()).toFloatArray(), once, "training moves the batch statistics");
    }

    @Test
    public void featuresForTrainingAreThoseThatTheScoresComeFrom() {
        Network network = Images.network(manager(), convolutional(), HeadKind.FULL, 5, 1);
        train(network, 2);
        Network.Weights before = network.copyWeights();
        float[] scores = network.logits(images()).toFloatArray();
        float[] after = network.predict(images()).toFloatArray();
        network.setWeights(before);
        assertEquals(network.classify(network.trainingFeatures(images())).toFloatArray(), scores);
        assertEquals(network.predict(images()).toFloatArray(), after, "batch statistics moved");
        network.setWeights(before);
        float[] evaluated = network.features(images()).toFloatArray();
        assertEquals(network.evaluationFeatures(images()).toFloatArray(), evaluated);
        assertEquals(network.features(images()).toFloatArray(), evaluated, "batch statistics did not move");
    }

    @Test
    public void gradientsFlowThroughFeaturesToTheFirstLayer() {
        Network network = Images.network(manager(), convolutional(), HeadKind.FULL, 5, 1);
        Optimiser optimiser = new Optimiser(manager(), network.parameters(), new OptimiserOptions(Rule.SGD, 1, 0, 0));
        backward(optimiser, () -> network.trainingFeatures(images()).square().mean());
        assertTrue(optimiser.gradient(0).abs().sum().getFloat() > 0);
        optimiser.clear();
        backward(optimiser, () -> network.evaluationFeatures(images()).square().mean());
        assertTrue(optimiser.gradient(0).abs().sum().getFloat() > 0);
    }

    @Test
    public void aSnapshotBringsBackWeightsBatchStatisticsAndClassesSeen() {
        Network original = Images.network(manager(), convolutional(), HeadKind.GROWING, 5, 1);
        original.see(3);
        train(original, 3);
        State state = new State(manager());
        original.save(state);
        seed(77);
        Network restored = Images.network(manager(), convolutional(), HeadKind.GROWING, 5, 1);
        restored.load(state);
        assertEquals(restored.seenClasses(), 3);
        assertEquals(restored.outputs(), 3);
        assertEquals(restored.predict(images()).toFloatArray(), original.predict(images()).toFloatArray());
    }

    @Test
    public void aRestoredGrowingHeadKeepsItsRowsAndGrowsAsTheOriginalWould() {
        seed(3);
        Network original = Images.linear(manager(), HeadKind.GROWING, 5);
        original.see(3);
        train(original, 2);
        State state = new State(manager());
        original.save(state);
        seed(3);
        Network restored = Images.linear(manager(), HeadKind.GROWING, 5);
        restored.load(state);
        original.see(5);
        restored.see(5);
        assertEquals(Images.parameter(restored, 0), Images.parameter(original, 0));
        assertEquals(Images.parameter(restored, 1), Images.parameter(original, 1));
    }
}
