package org.palimpsest.harness.nets;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.api.network.FanIn;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Sizes against counts by hand, and against those known from PyTorch code of the same networks. */
public class BackbonesTest extends NativeTest {
    private static final Shape COLOUR = new Shape(3, 32, 32);
    private static final Shape GREY = new Shape(1, 28, 28);
    private static final Shape FRAMES = new Shape(4, 84, 84);
    private static final Shape GRID = new Shape(10, 10, 10);

    private static <O extends Record> Block build(BackboneModule<O> module, O options, Shape input) {
        return module.create(options, input);
    }

    /** Weights of convolutions, two numbers per channel of every batch normalisation. */
    private static long residual(int channels, int[] widths, int depth, boolean projections) {
        long count = 9L * channels * widths[0] + 2L * widths[0];
        int in = widths[0];
        for (int out : widths) {
            for (int block = 0; block < depth; block++) {
                count += 9L * in * out + 2L * out + 9L * out * out + 2L * out;
                if (projections && in != out) {
                    count += (long) in * out + 2L * out;
                }
                in = out;
            }
        }
        return count;
    }

    /** Convolutions of 3x3 with biases: one in each section, and two in each of its two blocks. */
    private static long impala(int planes, int[] channels) {
        long count = 0;
        int in = planes;
        for (int out : channels) {
            count += 9L * in * out + out + 4 * (9L * out * out + out);
            in = out;
        }
        return count;
    }

    @DataProvider
    public Object[][] networks() {
        long slim = residual(3, new int[] {20, 40, 80, 160}, 2, true);
        long wide = residual(3, new int[] {64, 128, 256, 512}, 2, true);
        long twenty = residual(3, new int[] {16, 32, 64}, 3, false);
        long thirtyTwo = residual(3, new int[] {16, 32, 64}, 5, false);
        return new Object[][] {
            {build(new MlpBackbone(), new MlpBackbone.Options(List.of(100, 50)), GREY), GREY, 50, 784L * 100 + 100 + 100 * 50 + 50},
            {build(new MlpBackbone(), new MlpBackbone.Options(List.of(7)), COLOUR), COLOUR, 7, 3072L * 7 + 7},
            {build(new CnnBackbone(), new CnnBackbone.Options(List.of(32, 64, 128), List.of(5, 3), List.of(128, 128)), COLOUR), COLOUR, 128,
                    75L * 32 + 32 + 9L * 32 * 64 + 64 + 9L * 64 * 128 + 128 + 4L * 128 * 128 + 128 + 128 * 128 + 128},
            {build(new CnnBackbone(), new CnnBackbone.Options(List.of(8, 4), List.of(3), List.of()), GREY), GREY, 25 * 4,
                    9L * 8 + 8 + 9L * 8 * 4 + 4},
            {build(new ConvBackbone(), new ConvBackbone.Options(List.of(32, 64, 64), List.of(8, 4, 3), List.of(4, 2, 1), List.of(512)), FRAMES), FRAMES, 512,
                    1_684_128L},
            {build(new ImpalaBackbone(), new ImpalaBackbone.Options(List.of(16, 32, 32), 2, List.of(256)), FRAMES), FRAMES, 256,
                    impala(4, new int[] {16, 32, 32}) + 11L * 11 * 32 * 256 + 256},
            {build(new ImpalaBackbone(), new ImpalaBackbone.Options(List.of(8, 4), 2, List.of(5)), GRID), GRID, 5,
                    impala(10, new int[] {8, 4}) + 3L * 3 * 4 * 5 + 5},
            {build(new IdentityBackbone(), new NoOptions(), GREY), GREY, 784, 0L},
            {build(new SlimResNet18Backbone(), new SlimResNet18Backbone.Options(20), COLOUR), COLOUR, 160, slim},
            {build(new ResNet18Backbone(), new ResNet18Backbone.Options(64), COLOUR), COLOUR, 512, wide},
            {build(new ResNet20Backbone(), new CifarResNet.Options(Optional.empty()), COLOUR), COLOUR, 64, twenty},
            {build(new ResNet32Backbone(), new CifarResNet.Options(Optional.empty()), COLOUR), COLOUR, 64, thirtyTwo},
            {build(new ResNet20Backbone(), new CifarResNet.Options(Optional.empty()), GREY), GREY, 64, residual(1, new int[] {16, 32, 64}, 3, false)},
        };
    }

    @Test(dataProvider = "networks")
    public void hasTheWeightsCountedByHandAndTheFeaturesOfItsLastLayer(Block block, Shape input, int features, long weights) {
        block.initialize(manager(), DataType.FLOAT32, new Shape(1).addAll(input));
        long trainable = block.getParameters().values().stream()
                .filter(Parameter::requiresGradient).mapToLong(p -> p.getShape().size()).sum();
        assertEquals(trainable, weights);
        assertEquals(block.getOutputShapes(new Shape[] {new Shape(5).addAll(input)})[0], new Shape(5, features));
        NDArray out = block.forward(new ParameterStore(manager(), false), new NDList(manager().ones(new Shape(2).addAll(input))), false)
                .singletonOrThrow();
        assertEquals(out.getShape(), new Shape(2, features));
    }

    @DataProvider
    public Object[][] convolutional() {
        return new Object[][] {
            {build(new SlimResNet18Backbone(), new SlimResNet18Backbone.Options(4), COLOUR)},
            {build(new ResNet20Backbone(), new CifarResNet.Options(Optional.empty()), COLOUR)},
            {build(new SqueezeNetBackbone(), new SqueezeNetBackbone.Options(Optional.empty()), COLOUR)},
            {build(new CnnBackbone(), new CnnBackbone.Options(List.of(8, 4), List.of(3), List.of(5)), COLOUR)},
            {build(new ImpalaBackbone(), new ImpalaBackbone.Options(List.of(4, 8), 2, List.of(5)), COLOUR)},
        };
    }

    @Test(dataProvider = "convolutional")
    public void evaluationLeavesNothingBehindButTheFeatures(Block block) {
        block.initialize(manager(), DataType.FLOAT32, new Shape(1).addAll(COLOUR));
        try (NDManager step = manager().newSubManager()) {
            NDArray images = step.randomUniform(-1, 1, new Shape(2).addAll(COLOUR));
            NDArray features = block.forward(new ParameterStore(manager(), false), new NDList(images), false).singletonOrThrow();
            List<NDArray> left = step.getManagedArrays();
            assertEquals(left.size(), 2, "arrays");
            assertTrue(left.contains(images) && left.contains(features));
        }
    }

    /** One section with one block on one plane of ones: weights of 0.1 without biases, so that every sum counts the cells under a kernel. */
    @Test
    public void aResidualBlockAddsToWhatItSees() {
        Block block = build(new ImpalaBackbone(), new ImpalaBackbone.Options(List.of(1), 1, List.of()), new Shape(1, 4, 4));
        block.initialize(manager(), DataType.FLOAT32, new Shape(1, 1, 4, 4));
        for (Parameter parameter : block.getParameters().values()) {
            boolean weight = parameter.getType() == Parameter.Type.WEIGHT;
            parameter.getArray().set(new NDIndex(":"), parameter.getArray().onesLike().mul(weight ? 0.1f : 0));
        }
        float[] out = block.forward(new ParameterStore(manager(), false), new NDList(manager().ones(new Shape(1, 1, 4, 4))), false).singletonOrThrow()
                .toFloatArray();
        // 4 cells in a corner, 6 at an edge, 9 inside: pooled to 0.9 everywhere; then 0.9 + 4 x 0.1 x (4 x 0.1 x 0.9)
        assertEquals(out, new float[] {1.044f, 1.044f, 1.044f, 1.044f}, 1e-6f);
    }

    @Test
    public void convolutionsThatWouldLeaveNothingOfTheImageAreRefused() {
        CnnBackbone.Options options = new CnnBackbone.Options(List.of(4, 4), List.of(5, 3), List.of());
        String message = expectThrows(IllegalArgumentException.class, () -> build(new CnnBackbone(), options, new Shape(1, 8, 8))).getMessage();
        assertEquals(message, "examples of 8x8 are too small for convolution 2");
    }

    @Test
    public void theBoundIsThatOfAllInputsOfALayerForTheBiasToo() {
        Block block = build(new CnnBackbone(), new CnnBackbone.Options(List.of(500, 4), List.of(5, 3), List.of(300)), COLOUR);
        block.initialize(manager(), DataType.FLOAT32, new Shape(1).addAll(COLOUR));
        for (Block layer : block.getChildren().values()) {
            if (layer.getDirectParameters().size() == 2) {
                NDArray weight = layer.getDirectParameters().valueAt(0).getArray();
                double bound = 1 / Math.sqrt(weight.getShape().slice(1).size());
                assertEquals(weight.abs().max().getFloat(), bound, bound * 0.02);
                assertEquals(layer.getDirectParameters().valueAt(1).getArray().abs().max().getFloat(), bound, bound * 0.5);
            }
        }
    }

    @Test
    public void theCountsAreThoseOfTheSameNetworksInPyTorch() {
        // with the linear layer for 10 classes these are the 11,173,962, 269,722 and 464,154 that are usually quoted
        assertEquals(residual(3, new int[] {64, 128, 256, 512}, 2, true), 11_173_962 - 5130);
        assertEquals(residual(3, new int[] {16, 32, 64}, 3, false), 269_722 - 650);
        assertEquals(residual(3, new int[] {16, 32, 64}, 5, false), 464_154 - 650);
    }

    @Test
    public void everyWeightStartsWithinTheBoundOfItsFanIn() {
        Block block = build(new SlimResNet18Backbone(), new SlimResNet18Backbone.Options(4), COLOUR);
        block.initialize(manager(), DataType.FLOAT32, new Shape(1).addAll(COLOUR));
        int convolutions = 0;
        for (Parameter parameter : block.getParameters().values()) {
            if (parameter.getType() == Parameter.Type.WEIGHT) {
                Shape shape = parameter.getShape();
                double bound = 1 / Math.sqrt(shape.size() / (double) shape.get(0));
                float largest = parameter.getArray().abs().max().getFloat();
                assertEquals(largest, bound, bound * 0.2, parameter.getName() + " " + shape);
                convolutions++;
            }
        }
        // stem, two for each of eight blocks, three projections
        assertEquals(convolutions, 20);
        assertEquals(FanIn.of(4).initialize(manager(), new Shape(1000), DataType.FLOAT32).abs().max().getFloat(), 0.5, 0.01);
    }

    @Test
    public void anMlpIsLayersOfWeightTimesInputPlusBiasCutAtZero() {
        Block block = build(new MlpBackbone(), new MlpBackbone.Options(List.of(3, 2)), new Shape(1, 1, 2));
        block.initialize(manager(), DataType.FLOAT32, new Shape(1, 1, 1, 2));
        double[][] values = {{1, -2, 0.5, 0.5, -1, 3}, {0.1, 0.2, -0.3}, {1, 2, -1, -3, 0.5, 4}, {0.05, -0.2}};
        for (int i = 0; i < 4; i++) {
            block.getParameters().valueAt(i).getArray().set(narrow(values[i]));
        }
        double[] x = {2, 0.5};
        double[] hidden = layer(x, values[0], values[1]);
        double[] expected = layer(hidden, values[2], values[3]);
        NDArray out = block.forward(new ParameterStore(manager(), false), new NDList(floats(new Shape(1, 1, 1, 2), x)), true).singletonOrThrow();
        assertClose(out, expected, 1e-6);
        // one unit is on and one is off, or the cut would go unnoticed
        assertEquals(expected[0] > 0, true);
        assertEquals(hidden[2], 0.0);
    }

    private static double[] layer(double[] x, double[] w, double[] b) {
        double[] out = b.clone();
        for (int o = 0; o < out.length; o++) {
            for (int i = 0; i < x.length; i++) {
                out[o] += w[o * x.length + i] * x[i];
            }
            out[o] = Math.max(0, out[o]);
        }
        return out;
    }
}
