package org.palimpsest.harness.nets;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.api.network.ChannelStatistics;
import org.palimpsest.harness.api.network.Pretrained;
import org.palimpsest.harness.api.network.PretrainedArray;
import org.palimpsest.harness.api.network.PretrainedWeights;
import org.testng.annotations.Test;

/** Names, shapes and arithmetic of networks that start from given weights. */
public class PretrainedNetworksTest extends NativeTest {
    private static final ChannelStatistics NORMALISED = new ChannelStatistics(List.of(0.5, 0.4, 0.3), List.of(0.25, 0.2, 0.1));

    private static PretrainedArray array(double start, int... shape) {
        Shape of = new Shape(Arrays.stream(shape).asLongStream().toArray());
        float[] values = new float[(int) of.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (start + 0.01 * ((i * 7) % 11 - 5));
        }
        return new PretrainedArray(of, values);
    }

    private static void norm(Map<String, PretrainedArray> arrays, String name, int width) {
        arrays.put(name + ".weight", array(1, width));
        arrays.put(name + ".bias", array(0.1, width));
        arrays.put(name + ".running_mean", array(0.2, width));
        arrays.put(name + ".running_var", array(0.8, width));
    }

    /** The arrays of the network of 6 depth + 2 layers under the names of PyTorch code. */
    private static PretrainedWeights resnet(int depth) {
        Map<String, PretrainedArray> arrays = new LinkedHashMap<>();
        arrays.put("conv1.weight", array(0, 16, 3, 3, 3));
        norm(arrays, "bn1", 16);
        int in = 16;
        for (int stage = 1; stage <= 3; stage++) {
            int out = 8 << stage;
            for (int block = 0; block < depth; block++) {
                String name = "layer" + stage + "." + block;
                arrays.put(name + ".conv1.weight", array(0.01 * stage, out, in, 3, 3));
                norm(arrays, name + ".bn1", out);
                arrays.put(name + ".conv2.weight", array(0.01 * block, out, out, 3, 3));
                norm(arrays, name + ".bn2", out);
                in = out;
            }
        }
        arrays.put("linear.weight", array(0, 10, 64));
        arrays.put("linear.bias", array(0, 10));
        return new PretrainedWeights("made-resnet", arrays);
    }

    private Block started(BackboneModule<?> module, Record options, PretrainedWeights weights, int side) {
        Block block = module.create(options, new Shape(3, side, side));
        module.pretrain(block, weights, NORMALISED);
        block.initialize(manager(), DataType.FLOAT32, new Shape(1, 3, side, side));
        return block;
    }

    private static CifarResNet.Options asked() {
        return new CifarResNet.Options(Optional.of("made-resnet"));
    }

    private NDArray forward(Block block, NDArray input) {
        return block.forward(new ParameterStore(manager(), false), new NDList(input), false).singletonOrThrow();
    }

    @Test
    public void everyArrayOfAResidualNetworkStartsFromTheOneOfThePyTorchName() {
        PretrainedWeights weights = resnet(3);
        Block block = started(new ResNet20Backbone(), asked(), weights, 8);
        List<String> order = weights.arrays().keySet().stream().filter(n -> !TorchNames.isClassifier(n)).toList();
        int i = 0;
        for (Pair<String, Parameter> own : block.getParameters()) {
            assertEquals(own.getValue().getArray().toFloatArray(), weights.array(order.get(i)).values(), own.getKey() + " from " + order.get(i));
            i++;
        }
        assertEquals(i, order.size());
        assertEquals(new ResNet20Backbone().weightsOf(asked()), Optional.of("made-resnet"));
        assertEquals(new ResNet20Backbone().weightsOf(new CifarResNet.Options(Optional.empty())), Optional.empty());
    }

    @Test
    public void weightsOfAnotherNetworkAreRefused() {
        PretrainedWeights deeper = resnet(5);
        assertTrue(expectThrows(IllegalArgumentException.class, () -> started(new ResNet20Backbone(), asked(), deeper, 8)).getMessage()
                .startsWith("made-resnet is of another network: there is no place for layer1.3.conv1.weight, layer1.3.bn1.weight"));
        assertEquals(expectThrows(IllegalArgumentException.class, () -> started(new ResNet32Backbone(), asked(), resnet(3), 8)).getMessage(),
                "made-resnet has no array 'layer1.3.conv1.weight'; the nearest it has is 'layer1.0.conv1.weight'");
        PretrainedWeights wide = resnet(3).with("bn1.bias", array(0, 17));
        assertEquals(expectThrows(IllegalArgumentException.class, () -> started(new ResNet20Backbone(), asked(), wide, 8)).getMessage(),
                "made-resnet: bn1.bias has shape (17), the network needs (16)");
        MlpBackbone mlp = new MlpBackbone();
        Block block = mlp.create(new MlpBackbone.Options(List.of(2)), new Shape(3, 8, 8));
        assertEquals(expectThrows(IllegalArgumentException.class, () -> mlp.pretrain(block, resnet(3), NORMALISED)).getMessage(),
                "mlp cannot start from pretrained weights");
    }

    /** An image of one pixel: of the 3x3 kernels only the middle weight counts. */
    @Test
    public void aFireModuleSqueezesAndExpandsTwoWays() {
        Fire fire = new Fire(2, 1, 2);
        Map<String, PretrainedArray> arrays = Map.of(
                "squeeze1x1.weight", new PretrainedArray(new Shape(1, 2, 1, 1), new float[] {0.5f, -1}),
                "squeeze1x1.bias", new PretrainedArray(new Shape(1), new float[] {3}),
                "expand1x1.weight", new PretrainedArray(new Shape(2, 1, 1, 1), new float[] {2, -3}),
                "expand1x1.bias", new PretrainedArray(new Shape(2), new float[] {0.5f, 1}),
                "expand3x3.weight", new PretrainedArray(new Shape(2, 1, 3, 3), new float[] {9, 9, 9, 9, 4, 9, 9, 9, 9, 9, 9, 9, 9, -1, 9, 9, 9, 9}),
                "expand3x3.bias", new PretrainedArray(new Shape(2), new float[] {0, 3}));
        Pretrained.apply(fire, new PretrainedWeights("w", arrays), name -> name, name -> false);
        fire.initialize(manager(), DataType.FLOAT32, new Shape(1, 2, 1, 1));
        // squeezed: 0.5 * 4 - 3 + 3 = 2
        assertClose(forward(fire, floats(new Shape(1, 2, 1, 1), 4, 3)), new double[] {4.5, 0, 8, 1}, 1e-6);
        assertEquals(fire.getOutputShapes(new Shape[] {new Shape(5, 2, 7, 6)})[0], new Shape(5, 4, 7, 6));
    }

    private static PretrainedWeights squeezenet() {
        Map<String, PretrainedArray> arrays = new LinkedHashMap<>();
        arrays.put("conv1/w", array(0, 64, 3, 3, 3));
        arrays.put("conv1/b", array(0.02, 64));
        int in = 64;
        int[] squeezed = {16, 16, 32, 32, 48, 48, 64, 64};
        for (int i = 0; i < 8; i++) {
            String name = "fire" + (i + 2);
            int half = 4 * squeezed[i];
            arrays.put(name + "/squeeze1x1/w", array(0.001 * i, squeezed[i], in, 1, 1));
            arrays.put(name + "/squeeze1x1/b", array(0.1, squeezed[i]));
            arrays.put(name + "/expand1x1/w", array(0.001, half, squeezed[i], 1, 1));
            arrays.put(name + "/expand1x1/b", array(0.1, half));
            arrays.put(name + "/expand3x3/w", array(0.001, half, squeezed[i], 3, 3));
            arrays.put(name + "/expand3x3/b", array(0.1, half));
            in = 2 * half;
        }
        arrays.put("conv10/w", array(0, 10, 512, 1, 1));
        arrays.put("conv10/b", array(0, 10));
        return new PretrainedWeights("made-squeezenet", arrays);
    }

    /** Red, green and blue normalised, against blue, green and red less the authors' constants through the weights as they are. */
    @Test
    public void squeezeNetSeesImagesAsItsAuthorsDid() {
        SqueezeNetBackbone module = new SqueezeNetBackbone();
        SqueezeNetBackbone.Options options = new SqueezeNetBackbone.Options(Optional.of("made-squeezenet"));
        PretrainedWeights weights = squeezenet();
        Block ours = started(module, options, weights, 40);
        Block theirs = module.create(options, new Shape(3, 40, 40));
        Pretrained.apply(theirs, weights, path -> path.replaceFirst("\\.weight$", ".w").replaceFirst("\\.bias$", ".b").replace('.', '/'),
                name -> name.startsWith("conv10/"));
        theirs.initialize(manager(), DataType.FLOAT32, new Shape(1, 3, 40, 40));

        float[] pixels = new float[2 * 3 * 1600];
        float[] normal = new float[pixels.length];
        float[] blueFirst = new float[pixels.length];
        double[] subtracted = {104, 117, 123};
        for (int i = 0; i < pixels.length; i++) {
            int channel = i / 1600 % 3;
            pixels[i] = (i * 37) % 256;
            normal[i] = (float) ((pixels[i] / 255 - NORMALISED.mean().get(channel)) / NORMALISED.sd().get(channel));
            blueFirst[i + 1600 * (2 - 2 * channel)] = (float) (pixels[i] - subtracted[2 - channel]);
        }
        Shape shape = new Shape(2, 3, 40, 40);
        float[] expected = forward(theirs, manager().create(blueFirst, shape)).toFloatArray();
        float[] actual = forward(ours, manager().create(normal, shape)).toFloatArray();
        assertEquals(actual.length, 2 * 512);
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, expected[i]);
        }
        for (int i = 0; i < expected.length; i++) {
            assertEquals(actual[i], expected[i], 1e-4 * largest);
        }
        assertTrue(largest > 0.1, "something came through");
    }

    @Test
    public void squeezeNetRefusesGreyImagesAndTinyOnes() {
        SqueezeNetBackbone module = new SqueezeNetBackbone();
        SqueezeNetBackbone.Options options = new SqueezeNetBackbone.Options(Optional.of("made-squeezenet"));
        ChannelStatistics grey = new ChannelStatistics(List.of(0.5), List.of(1.0));
        Block block = module.create(options, new Shape(1, 40, 40));
        assertEquals(expectThrows(IllegalArgumentException.class, () -> module.pretrain(block, squeezenet(), grey)).getMessage(),
                "made-squeezenet is for images in colour");
        assertEquals(expectThrows(IllegalArgumentException.class, () -> module.create(options, new Shape(3, 16, 40))).getMessage(),
                "images of 17 pixels or more are needed, these are of (3, 16, 40)");
        Block smallest = module.create(options, new Shape(3, 17, 17));
        smallest.initialize(manager(), DataType.FLOAT32, new Shape(1, 3, 17, 17));
        assertEquals(forward(smallest, manager().ones(new Shape(2, 3, 17, 17))).getShape(), new Shape(2, 512));
    }
}
