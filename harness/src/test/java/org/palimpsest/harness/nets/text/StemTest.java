package org.palimpsest.harness.nets.text;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.network.Projection;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What is below the first adapter, computed once. */
public class StemTest extends NativeTest {
    private static final int WIDTH = 3;

    private final List<Integer> computed = new ArrayList<>();

    /** Each token three times, and a note of how many there were. */
    private NDArray alone(NDArray text) {
        computed.add((int) text.getShape().get(1));
        return text.toType(DataType.FLOAT32, false).reshape(1, -1, 1).mul(manager().ones(new Shape(1, 1, WIDTH)));
    }

    private NDArray states(Stem stem, int length, int[]... texts) {
        return stem.states(manager(), List.of(texts), length, this::alone);
    }

    @Test
    public void aTextIsComputedOnceAndPutBeforeZeros() {
        computed.clear();
        Stem stem = Stem.of(List.of(), List.of(), Stem.ROOM, manager());
        int[] text = {4, 5};
        NDArray both = states(stem, 3, text, new int[] {7, 8, 9});
        assertEquals(both.getShape(), new Shape(2, 3, WIDTH));
        assertEquals(both.toFloatArray(), new float[] {4, 4, 4, 5, 5, 5, 0, 0, 0, 7, 7, 7, 8, 8, 8, 9, 9, 9});
        text[0] = 1;
        assertEquals(states(stem, 2, new int[] {4, 5}).toFloatArray(), new float[] {4, 4, 4, 5, 5, 5}, "of what it was");
        assertEquals(computed, List.of(2, 3));
    }

    @Test
    public void whatFindsNoRoomIsComputedAgain() {
        computed.clear();
        Stem stem = Stem.of(List.of(), List.of(), 3 * WIDTH * Float.BYTES, manager());
        for (int i = 0; i < 2; i++) {
            assertEquals(states(stem, 2, new int[] {4, 5}, new int[] {6, 7}, new int[] {8}).get(":, 0, 0").toFloatArray(), new float[] {4, 6, 8});
        }
        assertEquals(stem.size(), 2);
        assertEquals(computed, List.of(2, 2, 1, 2));
    }

    /** A layer of two numbers. */
    private static Block layer(boolean frozen) {
        Block layer = new TokenTable(2, 1);
        layer.freezeParameters(frozen);
        return layer;
    }

    @Test
    public void itEndsBelowTheFirstLayerThatIsTrained() {
        List<Block> layers = List.of(layer(true), layer(true), layer(false), layer(true));
        assertEquals(Stem.of(List.of(layer(true)), layers, 0, manager()).depth(), 2);
        assertEquals(Stem.of(List.of(layer(true), layer(false)), layers, 0, manager()).depth(), 0);
        assertEquals(Stem.of(List.of(), layers.subList(0, 2), 0, manager()).depth(), 2);
    }

    @DataProvider
    public Object[][] models() {
        return new Object[][] {{true}, {false}};
    }

    /** With a trained adapter beside the second of two layers; the stem is the first, or nothing if all weights are trained. */
    private Block model(boolean writes, boolean frozen) {
        Block block = writes ? new DecoderBackbone().create(new DecoderBackbone.Options(2, 16, 4, OptionalInt.of(2), 24, 32, true), new Shape(2, 5))
                : new SentenceEncoder(50, 32, 0, 2, 16, 4, 24);
        block.getParameters().values().forEach(parameter -> parameter.freeze(frozen));
        Projection layer = Projection.in(block).get("layer1.attention.value");
        layer.adapt(new MatrixAdapter(layer, new NormalInitializer(0.1f), true));
        block.initialize(manager(), DataType.FLOAT32, writes ? new Shape(1, 2, 5) : new Shape(1, 5));
        return block;
    }

    /** Numbers and gradients of the adapter are those of a network that computes all of it each time. */
    @Test(dataProvider = "models")
    public void aModelGivesWhatItWouldGiveWithoutIt(boolean writes) {
        Block whole = model(writes, false);
        Block frozen = model(writes, true);
        for (Pair<String, Parameter> weight : whole.getParameters()) {
            frozen.getParameters().get(weight.getKey()).getArray().stopGradient().set(new NDIndex("..."), weight.getValue().getArray().stopGradient());
        }
        int[] texts = writes ? new int[] {5, 6, 7, 0, 0, /* asked */ 0, 1, 1, 0, 0, 8, 9, 3, 4, 0, /* asked */ 0, 0, 1, 1, 0}
                : new int[] {5, 6, 7, 0, 0, 8, 9, 3, 4, 0};
        NDArray given = manager().create(texts, writes ? new Shape(2, 2, 5) : new Shape(2, 5));
        NDArray direction = manager().randomNormal(writes ? new Shape(4, 2000) : new Shape(2, 16));
        for (int i = 0; i < 2; i++) {
            float[][] gradients = new float[2][];
            NDArray[] outputs = new NDArray[2];
            for (int m = 0; m < 2; m++) {
                Block block = m == 0 ? whole : frozen;
                Parameter matrix = block.getParameters().values().stream().filter(p -> p.getName().equals("matrix")).findFirst().orElseThrow();
                matrix.getArray().setRequiresGradient(true);
                int side = m;
                backward(() -> {
                    outputs[side] = block.forward(new ParameterStore(manager(), false), new NDList(given), true).singletonOrThrow();
                    return outputs[side].mul(direction).sum();
                });
                gradients[m] = matrix.getArray().getGradient().toFloatArray();
            }
            double largest = outputs[0].abs().max().getFloat();
            assertTrue(largest > 1e-3);
            assertEquals(outputs[1].sub(outputs[0]).abs().max().getFloat(), 0, 1e-5 * largest);
            float most = 0;
            for (float gradient : gradients[0]) {
                most = Math.max(most, Math.abs(gradient));
            }
            assertTrue(most > 1e-4);
            for (int k = 0; k < gradients[0].length; k++) {
                assertEquals(gradients[1][k], gradients[0][k], 1e-4 * most, Arrays.toString(gradients[1]));
            }
        }
    }
}
