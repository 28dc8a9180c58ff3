package org.palimpsest.harness.api.network;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.nets.CifarResNet;
import org.palimpsest.harness.nets.CnnBackbone;
import org.palimpsest.harness.nets.MlpBackbone;
import org.palimpsest.harness.nets.ResNet18Backbone;
import org.palimpsest.harness.nets.ResNet20Backbone;
import org.palimpsest.harness.nets.ResNet32Backbone;
import org.palimpsest.harness.nets.SlimResNet18Backbone;
import org.palimpsest.harness.nets.SqueezeNetBackbone;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** A network in another order of memory, or folded for scoring, gives what the plain one gives, up to rounding. */
public class FoldedTest extends NativeTest {
    private static final Shape EXAMPLE = new Shape(3, 24, 24);
    private static final double ROUNDING = 1e-4;

    private interface Making {
        Block block();
    }

    private Network network(Making making, MemoryFormat format) {
        seed(7);
        Block block = making.block();
        format.apply(block);
        Normalisation normalisation = new Normalisation(manager(), DataType.UINT8, new double[] {0.5, 0.4, 0.3}, new double[] {0.2, 0.3, 0.4});
        return new Network(manager(), block, EXAMPLE, normalisation, HeadKind.FULL, 5, 1);
    }

    private NDArray images(int n) {
        return manager().randomInteger(0, 256, new Shape(n).addAll(EXAMPLE), DataType.INT32).toType(DataType.UINT8, false);
    }

    /** A few training passes move the running statistics, and scales and shifts are drawn anew. */
    private void live(Network network, NDArray images) {
        for (int i = 0; i < 3; i++) {
            network.logits(images);
        }
        for (Parameter parameter : network.parameters()) {
            NDArray array = parameter.getArray();
            if (parameter.getName().equals("gamma") || parameter.getName().equals("beta")) {
                array.addi(manager().randomUniform(-0.5f, 0.5f, array.getShape()));
            }
        }
    }

    private static double[] doubles(NDArray array) {
        return array.toType(DataType.FLOAT64, true).toDoubleArray();
    }

    private static CifarResNet.Options untrained() {
        return new CifarResNet.Options(Optional.empty());
    }

    @DataProvider
    public Object[][] backbones() {
        return new Object[][] {
            {"slim-resnet18", (Making) () -> new SlimResNet18Backbone().create(new SlimResNet18Backbone.Options(20), EXAMPLE)},
            {"resnet18", (Making) () -> new ResNet18Backbone().create(new ResNet18Backbone.Options(8), EXAMPLE)},
            {"resnet20", (Making) () -> new ResNet20Backbone().create(untrained(), EXAMPLE)},
            {"resnet32", (Making) () -> new ResNet32Backbone().create(untrained(), EXAMPLE)},
            {"squeezenet", (Making) () -> new SqueezeNetBackbone().create(new SqueezeNetBackbone.Options(Optional.empty()), EXAMPLE)},
            {"cnn", (Making) () -> new CnnBackbone().create(new CnnBackbone.Options(List.of(8, 6), List.of(5, 3), List.of(7)), EXAMPLE)},
            {"mlp", (Making) () -> new MlpBackbone().create(new MlpBackbone.Options(List.of(7)), EXAMPLE)},
        };
    }

    @Test(dataProvider = "backbones")
    public void scoresAndFeaturesAreThoseOfThePlainNetworkInEitherOrder(String name, Making making) {
        NDArray images = images(6);
        for (MemoryFormat format : MemoryFormat.values()) {
            Network network = network(making, format);
            live(network, images);
            for (int again = 0; again < 2; again++) { // weights are folded as they are each time
                double[] logits = doubles(network.predict(images));
                double[] features = doubles(network.features(images));
                network.folded(() -> {
                    assertClose(network.predict(images), logits, ROUNDING);
                    assertClose(network.features(images), features, ROUNDING);
                    return name;
                });
                assertEquals(network.predict(images).toFloatArray(), narrow(logits), "plain again");
                live(network, images);
            }
        }
    }

    @Test(dataProvider = "backbones")
    public void theOrderInMemoryChangesNeitherFirstWeightsNorScoresNorGradients(String name, Making making) {
        NDArray images = images(6);
        Network plain = network(making, MemoryFormat.CONTIGUOUS);
        Network other = network(making, MemoryFormat.CHANNELS_LAST);
        backward(() -> plain.evaluationLogits(images).square().mean());
        backward(() -> other.evaluationLogits(images).square().mean());
        for (int i = 0; i < plain.parameters().size(); i++) {
            NDArray weight = plain.parameters().get(i).getArray();
            NDArray same = other.parameters().get(i).getArray();
            assertEquals(same.toFloatArray(), weight.toFloatArray(), name);
            double scale = 1 + weight.getGradient().abs().max().getFloat();
            assertClose(same.getGradient(), doubles(weight.getGradient()), ROUNDING * scale);
        }
        assertClose(other.predict(images), doubles(plain.predict(images)), ROUNDING);
        assertClose(other.logits(images), doubles(plain.logits(images)), 10 * ROUNDING);
    }

    /** Of an array in this order the transposed one is in one piece, so that its reshaped view is no copy. */
    @Test
    public void convolutionWeightsLieChannelsLastAndOthersAsTheyAre() {
        Making making = () -> new SequentialBlock().add(Conv2d.builder().setFilters(4).setKernelShape(new Shape(3, 3)).build())
                .add(Blocks.batchFlattenBlock()).add(Linear.builder().setUnits(3).build());
        for (MemoryFormat format : MemoryFormat.values()) {
            List<Parameter> weights = network(making, format).parameters();
            NDArray kernel = weights.get(0).getArray();
            kernel.transpose(0, 2, 3, 1).reshape(-1).muli(0);
            assertEquals(kernel.abs().max().getFloat() == 0, format == MemoryFormat.CHANNELS_LAST);
            weights.get(2).getArray().reshape(-1).muli(0);
            assertEquals(weights.get(2).getArray().abs().max().getFloat(), 0f);
        }
    }

    @Test
    public void weightsAreFoldedOnceAndCopiesOfThemAreNot() {
        NDArray images = images(3);
        Network network = network((Making) backbones()[0][1], MemoryFormat.CONTIGUOUS);
        live(network, images);
        network.see(5);
        Network.Weights copy = network.copyWeights();
        float[] before = network.predict(copy, images).toFloatArray();
        network.folded(() -> {
            float[] folded = network.predict(images).toFloatArray();
            Norm.in(network.blocks().get("backbone")).forEach(norm -> norm.getParameters().get("beta").getArray().addi(1));
            assertEquals(network.predict(images).toFloatArray(), folded, "of weights that stay as they are");
            assertEquals(network.predict(copy, images).toFloatArray(), before);
            return true;
        });
        assertTrue(Math.abs(network.predict(images).toFloatArray()[0] - before[0]) > ROUNDING, "seen afterwards");
    }

    @Test
    public void whatIsNotBatchNormalisationIsLeftAlone() {
        NDArray images = images(3);
        Network network = network(() -> {
            Block block = ((Making) backbones()[0][1]).block();
            Norm.in(block).forEach(norm -> norm.fill(Blocks.identityBlock()));
            return block;
        }, MemoryFormat.CONTIGUOUS);
        float[] plain = network.predict(images).toFloatArray();
        assertEquals(network.folded(() -> network.predict(images).toFloatArray()), plain);
    }

    @Test
    public void nothingIsLeftOfTheFoldsAndNothingIsTrainedInBetween() {
        NDArray images = images(3);
        Network network = network((Making) backbones()[0][1], MemoryFormat.CONTIGUOUS);
        IllegalStateException e = expectThrows(IllegalStateException.class, () -> network.folded(() -> network.logits(images)));
        assertTrue(e.getMessage().contains("foldBatchNorm"), e.getMessage());
        network.logits(images);
        int arrays = manager().getManagedArrays().size();
        for (int i = 0; i < 2; i++) {
            network.folded(() -> {
                try (NDManager step = manager().newSubManager()) {
                    NDArray some = images.duplicate();
                    some.attach(step);
                    return network.predict(some).toFloatArray();
                }
            });
        }
        assertEquals(manager().getManagedArrays().size(), arrays);
    }
}
