package org.palimpsest.methods.fscil;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Normalisation;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.methods.fscil.Subnet.Mask;
import org.palimpsest.methods.fscil.Subnet.Selection;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** A network of two linear layers: 10 weights in the first, 10 in the second. */
public class SubnetTest extends NumericTest {
    private Network network;
    private TrickWeights weights;

    @BeforeMethod
    public void network() {
        SequentialBlock block = new SequentialBlock().add(Blocks.batchFlattenBlock()).add(Linear.builder().setUnits(5).build())
                .add(Linear.builder().setUnits(2).build());
        Normalisation normalisation = new Normalisation(manager(), DataType.UINT8, new double[] {0}, new double[] {1.0 / 255});
        network = new Network(manager(), block, new Shape(1, 1, 2), normalisation, HeadKind.FULL, 2, 1);
        weights = new TrickWeights(manager(), random());
        for (int layer : new int[] {0, 2}) {
            // of sizes 1 to 10, of either sign
            float[] values = new float[10];
            IntStream.range(0, 10).forEach(i -> values[i] = (i % 2 == 0 ? 1 : -1) * (i * 7 % 10 + 1));
            weight(layer).set(values);
        }
    }

    private NDArray weight(int i) {
        return network.parameters().get(i).getArray();
    }

    private Subnet subnet(double kept, Selection selection, Mask mask) {
        return new Subnet(weights, manager(), network, new Subnet.Options(kept, selection, mask));
    }

    private float[] movable(Subnet subnet, int i) {
        return subnet.movable(network.parameters().get(i)).orElseThrow().toFloatArray();
    }

    @Test
    public void byMagnitudeTheSmallestWeightsOfEveryLayerMayMove() {
        Subnet subnet = subnet(0.7, Selection.MAGNITUDE, Mask.SOFT);
        assertEquals(weights.all().size(), 0, "no scores are learned");
        subnet.select();
        for (int layer : new int[] {0, 2}) {
            float[] movable = movable(subnet, layer);
            float[] values = weight(layer).toFloatArray();
            for (int i = 0; i < 10; i++) {
                assertEquals(movable[i], Math.abs(values[i]) <= 3 ? 1f : 0f, "size " + values[i]);
            }
        }
        assertTrue(subnet.movable(network.parameters().get(1)).isEmpty(), "biases never move");
    }

    @Test
    public void keepingAllOrNothingIsAllowed() {
        Subnet all = subnet(1, Selection.MAGNITUDE, Mask.SOFT);
        all.select();
        assertEquals(movable(all, 0), new float[10]);
        Subnet nothing = subnet(0, Selection.MAGNITUDE, Mask.SOFT);
        nothing.select();
        assertEquals(nothing.movable(network.parameters().get(0)).orElseThrow().sum().getFloat(), 10f);
    }

    private void scores(int layer) {
        float[] scores = new float[10];
        IntStream.range(0, 10).forEach(i -> scores[i] = (i % 3 == 0 ? -1 : 1) * (10 - i));
        weights.all().get(layer).getArray().set(scores);
    }

    @Test
    public void aHardMaskLeavesTheWeightsOfTheLargestScores() {
        Subnet subnet = subnet(0.6, Selection.LEARNED, Mask.HARD);
        scores(0);
        float[] before = weight(0).toFloatArray();
        subnet.lay();
        float[] masked = weight(0).toFloatArray();
        for (int i = 0; i < 10; i++) {
            assertEquals(masked[i], i < 6 ? before[i] : 0f, "weight " + i);
        }
        subnet.select();
        assertEquals(movable(subnet, 0), new float[] {0, 0, 0, 0, 0, 0, 1, 1, 1, 1});
    }

    @Test
    public void aSoftMaskMultipliesTheOthersByNoiseThatIsDrawnAnew() {
        Subnet subnet = subnet(0.6, Selection.LEARNED, Mask.SOFT);
        scores(0);
        float[] before = weight(0).toFloatArray();
        subnet.lay();
        float[] once = weight(0).toFloatArray();
        for (int i = 0; i < 10; i++) {
            double share = once[i] / before[i];
            assertTrue(i < 6 ? share == 1 : share > 0 && share < 1, "weight " + i + " times " + share);
        }
        weight(0).set(before);
        subnet.lay();
        assertNotEquals(weight(0).toFloatArray(), once);
    }

    /** The gradient g of mask * W is mask * g for W, and W * g for the score. */
    @Test
    public void gradientsOfMaskedWeightsGoToWeightsAndStraightThroughToScores() {
        Subnet subnet = subnet(0.6, Selection.LEARNED, Mask.SOFT);
        scores(0);
        Optimiser ofNetwork = new Optimiser(manager(), network.parameters(), new OptimiserOptions(OptimiserOptions.Rule.SGD, 1, 0, 0));
        Optimiser ofTricks = ofNetwork.sibling(manager(), weights.all());
        float[] whole = weight(0).toFloatArray();
        subnet.lay();
        float[] masked = weight(0).toFloatArray();
        NDArray factor = manager().create(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, new Shape(5, 2));
        try (GradientCollector recording = Engine.getInstance().newGradientCollector()) {
            ofNetwork.backward(factor.mul(weight(0)).sum());
        }
        subnet.lift(ofNetwork, ofTricks);
        assertEquals(weight(0).toFloatArray(), whole, "the weights are whole when they are moved");
        float[] ofWeight = ofNetwork.gradient(0).toFloatArray();
        float[] ofScore = ofTricks.gradient(0).toFloatArray();
        for (int i = 0; i < 10; i++) {
            assertEquals(ofWeight[i], (i + 1) * masked[i] / whole[i], 1e-5);
            assertEquals(ofScore[i], (i + 1) * whole[i], 1e-5);
        }
    }

    @Test
    public void aSnapshotKnowsWhichWeightsMayMove() {
        Subnet subnet = subnet(0.7, Selection.MAGNITUDE, Mask.SOFT);
        subnet.select();
        State state = new State(manager());
        subnet.save(state);
        Subnet restored = subnet(0.7, Selection.MAGNITUDE, Mask.SOFT);
        restored.load(state);
        assertEquals(movable(restored, 2), movable(subnet, 2));
        assertEquals(subnet.movable(network.parameters().get(0)).orElseThrow().getDataType(), DataType.FLOAT32);
    }
}
