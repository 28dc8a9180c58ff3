package org.palimpsest.methods.plasticity;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Normalisation;
import org.palimpsest.harness.api.network.Relu;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.nets.CnnBackbone;
import org.palimpsest.harness.nets.MlpBackbone;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** The weights around units, in networks of linear layers and of convolutions, against loops over all of them. */
public class UnitLayerTest {
    private static final Shape SHAPE = new Shape(1, 12, 12);
    private NDManager manager;
    private Network network;
    private List<UnitLayer> layers;

    @BeforeMethod
    public void open() {
        manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        JniUtils.setNumThreads(1);
    }

    @AfterMethod
    public void close() {
        manager.close();
    }

    private void build(Block backbone, HeadKind head) {
        Engine.getInstance().setRandomSeed(4);
        Normalisation normalisation = new Normalisation(manager, DataType.UINT8, new double[] {0.5}, new double[] {0.25});
        network = new Network(manager, UnitLayer.seen(backbone), SHAPE, normalisation, head, 3, 1);
        Optimiser optimiser = new Optimiser(manager, network.parameters(), new OptimiserOptions(OptimiserOptions.Rule.SGD, 0.1, 0, 0));
        layers = UnitLayer.of(network, optimiser, manager);
    }

    private void mlp() {
        build(new MlpBackbone().create(new MlpBackbone.Options(List.of(6, 4)), SHAPE), HeadKind.FULL);
    }

    private void cnn() {
        build(new CnnBackbone().create(new CnnBackbone.Options(List.of(4, 5), List.of(3), List.of(7)), SHAPE), HeadKind.FULL);
    }

    private NDArray images(int n) {
        byte[] pixels = new byte[(int) (n * SHAPE.size())];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * i * 7 % 251);
        }
        return manager.create(manager.allocateDirect(pixels.length).put(pixels).rewind(), new Shape(n).addAll(SHAPE), ai.djl.ndarray.types.DataType.UINT8);
    }

    private float[] weight(int i) {
        return network.parameters().get(i).getArray().toFloatArray();
    }

    private static void assertClose(double[] actual, double[] expected) {
        assertEquals(actual.length, expected.length);
        for (int i = 0; i < actual.length; i++) {
            assertEquals(actual[i], expected[i], 1e-5, "unit " + i);
        }
    }

    /** The mean over the numbers of an array that a unit owns. */
    private static double[] means(float[] values, int units, java.util.function.IntUnaryOperator owner, boolean size) {
        double[] sums = new double[units];
        int[] counts = new int[units];
        for (int i = 0; i < values.length; i++) {
            sums[owner.applyAsInt(i)] += size ? Math.abs(values[i]) : values[i];
            counts[owner.applyAsInt(i)]++;
        }
        return IntStream.range(0, units).mapToDouble(u -> sums[u] / counts[u]).toArray();
    }

    @Test
    public void layersOfUnitsAreFoundInOrder() {
        mlp();
        assertEquals(layers.stream().map(UnitLayer::units).toList(), List.of(6, 4));
        cnn();
        assertEquals(layers.stream().map(UnitLayer::units).toList(), List.of(4, 5, 7));
    }

    @Test
    public void sizesOfWeightsInAnMlp() {
        mlp();
        assertClose(layers.get(0).incomingSizes(), means(weight(0), 6, i -> i / 144, true));
        assertClose(layers.get(0).outgoingSizes(), means(weight(2), 6, i -> i % 6, true));
        assertClose(layers.get(1).incomingSizes(), means(weight(2), 4, i -> i / 6, true));
        assertClose(layers.get(1).outgoingSizes(), means(weight(4), 4, i -> i % 4, true));
    }

    /** 12x12, by kernels of 3 and pooling to 5x5 and 1x1. */
    @Test
    public void sizesOfWeightsInANetworkOfConvolutions() {
        cnn();
        assertClose(layers.get(0).incomingSizes(), means(weight(0), 4, i -> i / 9, true));
        assertClose(layers.get(0).outgoingSizes(), means(weight(2), 4, i -> i / 9 % 4, true));
        assertClose(layers.get(1).outgoingSizes(), means(weight(4), 5, i -> i % 5, true));
    }

    @Test
    public void aLinearLayerBehindAFlattenedImageSeesEveryPositionOfAChannel() {
        build(new CnnBackbone().create(new CnnBackbone.Options(List.of(4), List.of(3), List.of(7)), SHAPE), HeadKind.FULL);
        assertEquals(network.parameters().get(2).getArray().getShape(), new Shape(7, 4 * 25));
        assertClose(layers.get(0).outgoingSizes(), means(weight(2), 4, i -> i % 100 / 25, true));
    }

    @Test
    public void outputsAreThoseOfTheLastTrainingPass() {
        cnn();
        NDArray[] seen = new NDArray[1];
        Relu first = Structure.relus(network.blocks().get("backbone")).get(0);
        Relu.Watcher watcher = (output, training) -> seen[0] = output;
        first.watch(watcher);
        network.logits(images(3));
        float[] outputs = seen[0].toFloatArray();
        network.predict(images(1));
        first.unwatch(watcher);
        assertEquals(outputs.length, 3 * 4 * 100);
        double[] means = means(outputs, 4, i -> i / 100 % 4, false);
        assertClose(layers.get(0).means(), means);
        assertClose(layers.get(0).meanSizes(), means(outputs, 4, i -> i / 100 % 4, true));
        float[] distances = new float[outputs.length];
        for (int i = 0; i < outputs.length; i++) {
            distances[i] = (float) (outputs[i] - means[i / 100 % 4]);
        }
        assertClose(layers.get(0).meanDistances(means), means(distances, 4, i -> i / 100 % 4, true));
    }

    @Test
    public void bothOutputsOfAConcatenatedUnitAreIts() {
        build(new ConcatenatedRelu().rebuilt(new MlpBackbone().create(new MlpBackbone.Options(List.of(6, 4)), SHAPE), new NoOptions()), HeadKind.FULL);
        assertEquals(network.parameters().get(2).getArray().getShape(), new Shape(4, 12));
        assertClose(layers.get(0).outgoingSizes(), means(weight(2), 6, i -> i % 6, true));
        network.logits(images(2));
        layers.get(0).replace(new int[] {2}, new Randomness(1).get("test"));
        float[] out = weight(2);
        for (int i = 0; i < out.length; i++) {
            assertEquals(out[i] == 0, i % 6 == 2, "weight " + i);
        }
    }

    @Test
    public void replacedUnitsHaveNewIncomingWeightsAndNothingElse() {
        cnn();
        List<float[]> before = IntStream.range(0, 8).mapToObj(this::weight).toList();
        layers.get(0).replace(new int[] {1, 3}, new Randomness(1).get("test"));
        float bound = 1 / 3f;
        for (int i = 0; i < before.get(0).length; i++) {
            boolean fresh = i / 9 == 1 || i / 9 == 3;
            assertEquals(weight(0)[i] != before.get(0)[i], fresh, "incoming weight " + i);
            assertTrue(Math.abs(weight(0)[i]) <= bound);
        }
        assertTrue(Math.abs(weight(0)[9]) + Math.abs(weight(0)[10]) + Math.abs(weight(0)[11]) > 0.1);
        assertEquals(weight(1), new float[] {before.get(1)[0], 0, before.get(1)[2], 0});
        for (int i = 0; i < before.get(2).length; i++) {
            int unit = i / 9 % 4;
            assertEquals(weight(2)[i], unit == 1 || unit == 3 ? 0 : before.get(2)[i], "outgoing weight " + i);
        }
        for (int i = 3; i < 8; i++) {
            assertEquals(weight(i), before.get(i), "array " + i);
        }
    }

    /** A unit that gave nothing is not missed. */
    @Test
    public void replacingASilentUnitChangesNoScore() {
        mlp();
        float[] bias = weight(1);
        bias[2] = -1000;
        network.parameters().get(1).getArray().set(new ai.djl.ndarray.index.NDIndex(":"), manager.create(bias));
        float[] scores = network.logits(images(4)).toFloatArray();
        assertEquals(layers.get(0).means()[2], 0.0);
        layers.get(0).replace(new int[] {2}, new Randomness(1).get("test"));
        assertEquals(network.logits(images(4)).toFloatArray(), scores);
        assertTrue(layers.get(0).means()[2] > 0, "and it lives");
    }

    @Test
    public void theNextBiasesTakeOverWhatConstantUnitsGave() {
        mlp();
        float[] in = new float[6 * 144];
        network.parameters().get(0).getArray().set(new ai.djl.ndarray.index.NDIndex(":"), manager.create(in, new Shape(6, 144)));
        network.parameters().get(1).getArray().set(new ai.djl.ndarray.index.NDIndex(":"), manager.create(new float[] {1, 2, 3, 4, 5, 6}));
        float[] scores = network.logits(images(2)).toFloatArray();
        layers.get(0).addToNextBias(new double[] {0, 2, 0, 0, 5, 0});
        layers.get(0).replace(new int[] {1, 4}, new Randomness(1).get("test"));
        float[] after = network.logits(images(2)).toFloatArray();
        for (int i = 0; i < scores.length; i++) {
            assertEquals(after[i], scores[i], 1e-5);
        }
        assertTrue(Arrays.stream(layers.get(0).outgoingSizes()).filter(s -> s == 0).count() == 2);
    }
}
