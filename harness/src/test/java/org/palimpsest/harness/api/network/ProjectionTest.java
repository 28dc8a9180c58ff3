package org.palimpsest.harness.api.network;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.util.PairList;
import java.util.Optional;
import org.palimpsest.harness.NativeTest;
import org.testng.annotations.Test;

/** A linear layer and what stands beside it. */
public class ProjectionTest extends NativeTest {
    private static final Shape INPUT = new Shape(2, 3, 2);

    /** A layer like the one that it is beside, or something that is no change of weights, for it has a bias. */
    private static final class Beside extends AbstractBlock implements Adapter {
        private final Projection layer;
        private final boolean linear;

        Beside(boolean linear) {
            this.linear = linear;
            layer = addChildBlock("layer", layer(!linear));
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
            layer.initialize(manager, type, inputs);
        }

        @Override
        protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
            return layer.forward(store, inputs, training);
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputs) {
            return layer.getOutputShapes(inputs);
        }

        @Override
        public Optional<NDArray> change(NDManager manager) {
            NDArray weight = layer.weight().getArray().duplicate();
            weight.attach(manager);
            return linear ? Optional.of(weight) : Optional.empty();
        }
    }

    private NDArray forward(Block block) {
        return forward(block, true);
    }

    private NDArray forward(Block block, boolean training) {
        return block.forward(new ParameterStore(manager(), false), new NDList(floats(INPUT, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)), training)
                .singletonOrThrow();
    }

    private static Projection layer(boolean biased) {
        Projection layer = new Projection(2, 4, biased);
        layer.setInitializer(new ConstantInitializer(0.5f), parameter -> true);
        return layer;
    }

    @Test
    public void multipliesTheLastAxis() {
        Projection layer = layer(true);
        layer.initialize(manager(), DataType.FLOAT32, INPUT);
        NDArray y = forward(layer);
        assertEquals(y.getShape(), layer.getOutputShapes(new Shape[] {INPUT})[0]);
        assertEquals(y.get(":, :, 0").toFloatArray(), new float[] {2, 4, 6, 8, 10, 12}, 1e-6f);
        assertEquals(LayerWork.flops(layer), 2 * 3 * 8, "two for each weight at each of three positions");
    }

    @Test
    public void addsWhatItsAdapterMakesOfTheSame() {
        Projection layer = layer(false);
        layer.adapt(new Beside(false));
        layer.initialize(manager(), DataType.FLOAT32, INPUT);
        assertEquals(forward(layer).get(":, :, 3").toFloatArray(), new float[] {3.5f, 7.5f, 11.5f, 15.5f, 19.5f, 23.5f}, 1e-6f);
        assertEquals(layer.getParameters().size(), 3);
        assertThrows(IllegalArgumentException.class, () -> layer.adapt(new Beside(false)));
    }

    @Test
    public void anAdapterIsMergedIntoTheWeightsAndTakenOutAgain() {
        Projection layer = layer(false);
        layer.adapt(new Beside(true));
        layer.initialize(manager(), DataType.FLOAT32, INPUT);
        float[] apart = forward(layer, false).toFloatArray();
        layer.merge();
        assertEquals(layer.weight().getArray().toFloatArray(), new float[] {1, 1, 1, 1, 1, 1, 1, 1});
        assertEquals(forward(layer, false).toFloatArray(), apart);
        assertThrows(IllegalStateException.class, () -> forward(layer));
        assertThrows(IllegalStateException.class, layer::merge);
        layer.unmerge();
        assertEquals(forward(layer).toFloatArray(), apart);
        assertThrows(IllegalStateException.class, layer::unmerge);
    }

    @Test
    public void whatIsNoChangeOfWeightsIsNotMerged() {
        Projection layer = layer(false);
        layer.initialize(manager(), DataType.FLOAT32, INPUT);
        assertThrows(IllegalStateException.class, layer::merge);
        Projection adapted = layer(false);
        adapted.adapt(new Beside(false));
        adapted.initialize(manager(), DataType.FLOAT32, INPUT);
        assertThrows(IllegalStateException.class, adapted::merge);
        assertThrows(IllegalStateException.class, adapted::unmerge);
    }

    @Test
    public void isFoundByItsPath() {
        SequentialBlock inner = new SequentialBlock().add(layer(true));
        SequentialBlock network = new SequentialBlock().add(inner).add(Blocks.identityBlock());
        assertEquals(Projection.in(network).size(), 1);
        assertEquals(Projection.in(network).keySet().iterator().next(), "SequentialBlock.Projection");
        inner.add(layer(true));
        assertEquals(Projection.in(network).keySet().toString(), "[SequentialBlock.Projection1, SequentialBlock.Projection2]");
    }
}
