package org.palimpsest.methods.plasticity;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Losses;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Norm;
import org.palimpsest.harness.api.network.Normalisation;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.nets.CnnBackbone;
import org.palimpsest.harness.nets.IdentityBackbone;
import org.palimpsest.harness.nets.MlpBackbone;
import org.palimpsest.harness.nets.SlimResNet18Backbone;
import org.palimpsest.methods.normalisation.LayerNormaliser;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What the theory promises of every layer that is projected, in an MLP, a network of convolutions and a residual one. */
public class NormalizeAndProjectTest {
    private static final Shape SHAPE = new Shape(1, 12, 12);
    private static final OptimiserOptions ADAM = new OptimiserOptions(OptimiserOptions.Rule.ADAM, 0.01, 0, 0);
    private NDManager manager;
    private Network network;
    private Optimiser optimiser;
    private NormalizeAndProject.Projection projection;

    @BeforeMethod
    public void open() {
        manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        JniUtils.setNumThreads(1);
    }

    @AfterMethod
    public void close() {
        manager.close();
    }

    private static Block mlp() {
        return new MlpBackbone().create(new MlpBackbone.Options(List.of(20, 16)), SHAPE);
    }

    private static Block cnn() {
        return new CnnBackbone().create(new CnnBackbone.Options(List.of(4, 5), List.of(3), List.of(7)), SHAPE);
    }

    private static Block resNet() {
        return new SlimResNet18Backbone().create(new SlimResNet18Backbone.Options(2), SHAPE);
    }

    /** DJL's own layers, with a layer at the end that nothing follows. */
    private static Block plain() {
        return new SequentialBlock().add(Blocks.batchFlattenBlock()).add(new SequentialBlock().add(linear(20)).add(BatchNorm.builder().build())
                .add(Activation.tanhBlock())).add(linear(6));
    }

    private static Block linear(int units) {
        return Linear.builder().setUnits(units).build();
    }

    private void build(Block backbone, NormalizeAndProject.Options options) {
        Engine.getInstance().setRandomSeed(4);
        Normalisation normalisation = new Normalisation(manager, DataType.UINT8, new double[] {0.5}, new double[] {0.25});
        network = new Network(manager, new NormalizeAndProject().rebuilt(backbone, options), SHAPE, normalisation, HeadKind.FULL, 3, 1);
        optimiser = new Optimiser(manager, network.parameters(), ADAM);
        projection = new NormalizeAndProject.Projection(network, optimiser, options, manager);
    }

    private static NormalizeAndProject.Options options(NormalizeAndProject.Kind kind, NormalizeAndProject.Affine affine) {
        return new NormalizeAndProject.Options(kind, 1, affine, 0.3);
    }

    private Batch batch() {
        byte[] pixels = new byte[(int) (8 * SHAPE.size())];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * i * 7 % 251);
        }
        NDArray images = manager.create(manager.allocateDirect(pixels.length).put(pixels).rewind(), new Shape(8).addAll(SHAPE), DataType.UINT8);
        return new Batch(images, new int[] {0, 1, 2, 0, 1, 2, 0, 1});
    }

    private void gradients(Batch batch) {
        try (GradientCollector recording = Engine.getInstance().newGradientCollector()) {
            optimiser.backward(Losses.crossEntropy(network.logits(batch.examples()), batch.labels()));
        }
    }

    private void train(int steps) {
        Batch batch = batch();
        for (int i = 0; i < steps; i++) {
            gradients(batch);
            projection.beforeUpdate();
            optimiser.step();
            projection.afterUpdate();
        }
    }

    private List<Parameter> projected() {
        return NormalisedLayers.of(network.blocks().get("backbone")).stream().map(layer -> layer.getDirectParameters().valueAt(0)).toList();
    }

    private static double norm(NDArray... arrays) {
        double sum = 0;
        for (NDArray array : arrays) {
            for (float value : array.toFloatArray()) {
                sum += (double) value * value;
            }
        }
        return Math.sqrt(sum);
    }

    @DataProvider
    public Object[][] backbones() {
        // layers of weights in a residual network of eight blocks: the stem, two a block, three projections
        return new Object[][] {{"mlp", mlp(), 2}, {"cnn", cnn(), 3}, {"resnet", resNet(), 20}, {"plain", plain(), 1}};
    }

    @Test(dataProvider = "backbones")
    public void aFactorOnTheWeightsOfALayerThatIsProjectedChangesNoScore(String name, Block backbone, int layers) {
        build(backbone, options(NormalizeAndProject.Kind.LN, NormalizeAndProject.Affine.FREE));
        assertEquals(projected().size(), layers);
        Batch batch = batch();
        float[] scores = network.predict(batch.examples()).toFloatArray();
        for (Parameter weight : projected()) {
            weight.getArray().muli(3);
            float[] scaled = network.predict(batch.examples()).toFloatArray();
            for (int i = 0; i < scores.length; i++) {
                assertEquals(scaled[i], scores[i], 2e-3, weight.getName() + ", score " + i);
            }
            weight.getArray().divi(3);
        }
        network.parameters().get(network.backboneParameters()).getArray().muli(3);
        assertNotEquals(network.predict(batch.examples()).toFloatArray()[0], scores[0], 0.01, "the output layer is not invariant");
    }

    /** Where the scores do not change along the weights themselves, the gradient has no part in that direction. */
    @Test(dataProvider = "backbones")
    public void theGradientIsOrthogonalToTheWeights(String name, Block backbone, int layers) {
        build(backbone, options(NormalizeAndProject.Kind.LN, NormalizeAndProject.Affine.FREE));
        gradients(batch());
        for (Parameter weight : projected()) {
            NDArray gradient = optimiser.gradient(network.parameters().indexOf(weight));
            double product = weight.getArray().mul(gradient).sum().getFloat() / norm(weight.getArray()) / norm(gradient);
            assertEquals(product, 0, 1e-3, weight.getName());
        }
        NDArray head = network.parameters().get(network.backboneParameters()).getArray();
        NDArray gradient = optimiser.gradient(network.backboneParameters());
        assertTrue(Math.abs(head.mul(gradient).sum().getFloat()) / norm(head) / norm(gradient) > 1e-2, "that of the output layer is not");
    }

    @Test(dataProvider = "backbones")
    public void everyProjectedLayerKeepsItsNorm(String name, Block backbone, int layers) {
        build(backbone, options(NormalizeAndProject.Kind.LN, NormalizeAndProject.Affine.FREE));
        List<Double> norms = projected().stream().map(p -> norm(p.getArray())).toList();
        float[] first = projected().get(0).getArray().toFloatArray();
        double head = norm(network.parameters().get(network.backboneParameters()).getArray());
        train(10);
        for (int i = 0; i < norms.size(); i++) {
            assertEquals(norm(projected().get(i).getArray()) / norms.get(i), 1, 1e-6, "layer " + i);
        }
        assertNotEquals(projected().get(0).getArray().toFloatArray(), first);
        assertNotEquals(norm(network.parameters().get(network.backboneParameters()).getArray()), head, 1e-3, "the output layer is free");
    }

    @Test
    public void normsAreTheSameAfterAThousandUpdates() {
        Block wide = new MlpBackbone().create(new MlpBackbone.Options(List.of(300, 200)), SHAPE);
        build(wide, options(NormalizeAndProject.Kind.LN, NormalizeAndProject.Affine.JOINT_PROJECT));
        List<Double> norms = projected().stream().map(p -> norm(p.getArray())).toList();
        train(1000);
        for (int i = 0; i < norms.size(); i++) {
            assertEquals(norm(projected().get(i).getArray()) / norms.get(i), 1, 1e-6, "layer " + i);
        }
    }

    private static NDArray of(Norm norm, String name) {
        return norm.getDirectParameters().get(name).getArray();
    }

    @Test
    public void scaleAndOffsetAreProjectedTogether() {
        build(mlp(), options(NormalizeAndProject.Kind.LN, NormalizeAndProject.Affine.JOINT_PROJECT));
        train(10);
        List<Norm> norms = Norm.in(network.blocks().get("backbone"));
        assertEquals(norm(of(norms.get(0), "gamma"), of(norms.get(0), "beta")), Math.sqrt(20), 1e-5);
        assertEquals(norm(of(norms.get(1), "gamma"), of(norms.get(1), "beta")), 4, 1e-5);
        assertTrue(norm(of(norms.get(0), "beta")) > 0.1);
    }

    @Test
    public void theRootMeanSquareHasAScaleToProjectAndNoOffset() {
        build(cnn(), options(NormalizeAndProject.Kind.RMS, NormalizeAndProject.Affine.JOINT_PROJECT));
        train(10);
        Norm first = Norm.in(network.blocks().get("backbone")).get(0);
        assertEquals(first.getDirectParameters().size(), 1);
        assertEquals(norm(of(first, "gamma")), 2, 1e-5);
    }

    @Test
    public void withoutScaleAndOffsetNothingOfTheNormalisationIsTrained() {
        build(mlp(), options(NormalizeAndProject.Kind.LN, NormalizeAndProject.Affine.NONE));
        // two layers and the head with its bias
        assertEquals(network.parameters().size(), 4);
        train(3);
        assertEquals(of(Norm.in(network.blocks().get("backbone")).get(0), "gamma").mean().getFloat(), 1f);
    }

    /** With nothing else to move them, scale and offset go the way of their penalty: 2 strength (scale - 1) and 2 strength offset. */
    @Test
    public void aPenaltyDrawsScaleToOneAndOffsetToZero() {
        build(mlp(), options(NormalizeAndProject.Kind.LN, NormalizeAndProject.Affine.REGULARISE));
        Norm first = Norm.in(network.blocks().get("backbone")).get(0);
        of(first, "gamma").addi(2);
        of(first, "beta").subi(0.5);
        projection.beforeUpdate();
        for (int i = 0; i < network.parameters().size(); i++) {
            NDArray array = network.parameters().get(i).getArray();
            double expected = array == of(first, "gamma") ? 2 * 0.3 * 2 : array == of(first, "beta") ? 2 * 0.3 * -0.5 : 0;
            assertEquals(optimiser.gradient(i).max().getFloat(), expected, 1e-6, "array " + i);
            assertEquals(optimiser.gradient(i).min().getFloat(), expected, 1e-6, "array " + i);
        }
    }

    @Test
    public void betweenProjectionsWeightsAreFree() {
        build(mlp(), new NormalizeAndProject.Options(NormalizeAndProject.Kind.LN, 5, NormalizeAndProject.Affine.FREE, 0));
        double norm = norm(projected().get(0).getArray());
        train(4);
        assertNotEquals(norm(projected().get(0).getArray()), norm, 1e-4);
        train(1);
        assertEquals(norm(projected().get(0).getArray()), norm, 1e-5);
    }

    @Test(dataProvider = "backbones")
    public void biasesOfNormalisedLayersAreZeroAndStaySo(String name, Block backbone, int layers) {
        build(backbone, options(NormalizeAndProject.Kind.LN, NormalizeAndProject.Affine.FREE));
        train(3);
        List<Block> normalised = NormalisedLayers.of(network.blocks().get("backbone"));
        for (Block layer : Structure.layers(network.blocks().get("backbone"))) {
            for (Parameter parameter : layer.getDirectParameters().values()) {
                if (parameter.getType() == Parameter.Type.BIAS) {
                    boolean taken = normalised.contains(layer);
                    assertEquals(network.parameters().contains(parameter), !taken);
                    assertEquals(norm(parameter.getArray()) == 0, taken);
                }
            }
        }
    }

    @Test
    public void whatNormalisedBeforeIsExchangedAndTheRestIsKept() {
        Block resNet = resNet();
        assertSame(new LayerNormalised().rebuilt(resNet, new NoOptions()), resNet);
        // as the normaliser of that name does it: the projections are what nap adds
        Block other = resNet();
        new LayerNormaliser().rebuilt(other, new NoOptions());
        assertEquals(Norm.in(resNet).stream().map(n -> n.content().getClass()).toList(), Norm.in(other).stream().map(n -> n.content().getClass()).toList());
        List<String> kinds = new ArrayList<>();
        new LayerNormalised().rebuilt(plain(), new NoOptions()).getChildren().values().forEach(b -> kinds.add(b.getClass().getSimpleName()));
        assertEquals(kinds, List.of("LambdaBlock", "Linear", "Norm", "LambdaBlock", "Linear"));
        kinds.clear();
        new LayerNormalised().rebuilt(mlp(), new NoOptions()).getChildren().values().forEach(b -> kinds.add(b.getClass().getSimpleName()));
        assertEquals(kinds, List.of("LambdaBlock", "Linear", "Norm", "Relu", "Linear", "Norm", "Relu"));
    }

    @DataProvider
    public Object[][] refused() {
        Block anonymous = new SequentialBlock().add(linear(3)).add(x -> x);
        return new Object[][] {
            {new IdentityBackbone().create(new NoOptions(), SHAPE), "no units in it before which something could be normalised"},
            {new SequentialBlock().add(linear(3)), "no units in it before which something could be normalised"},
            {anonymous, "of which cannot be said what it does (anonymous)"},
            {new Hidden(), "what is inside of Hidden cannot be seen, and it has 1 layers of weights but 0 places where something is normalised"},
            {new SequentialBlock().add(new Hidden()).add(linear(4)).add(Activation.reluBlock()), "what is inside of Hidden cannot be seen"},
        };
    }

    /** A block of somebody's own. */
    private static final class Hidden extends ai.djl.nn.AbstractBlock {
        private final Block layer = addChildBlock("layer", linear(3));

        @Override
        protected ai.djl.ndarray.NDList forwardInternal(ai.djl.training.ParameterStore store, ai.djl.ndarray.NDList in, boolean training,
                ai.djl.util.PairList<String, Object> params) {
            return layer.forward(store, in, training);
        }

        @Override
        public Shape[] getOutputShapes(Shape[] in) {
            return layer.getOutputShapes(in);
        }
    }

    @Test(dataProvider = "refused")
    public void whatCannotBeNormalisedIsRefused(Block backbone, String why) {
        for (var addOn : Map.of(new LayerNormalised(), new NoOptions(), new NormalizeAndProject(),
                options(NormalizeAndProject.Kind.LN, NormalizeAndProject.Affine.FREE)).entrySet()) {
            String message = expectThrows(IllegalArgumentException.class, () -> addOn.getKey().rebuilt(backbone, addOn.getValue())).getMessage();
            assertTrue(message.contains(why), message);
            assertFalse(message.contains("null"));
        }
    }
}
