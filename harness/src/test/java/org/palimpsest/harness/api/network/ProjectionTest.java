package org.palimpsest.harness.api.network;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.ConstantInitializer;
import org.palimpsest.harness.NativeTest;
import org.testng.annotations.Test;

/** A linear layer and what stands beside it. */
public class ProjectionTest extends NativeTest {
    private static final Shape INPUT = new Shape(2, 3, 2);

    private NDArray forward(Block block) {
        return block.forward(new ParameterStore(manager(), false), new NDList(floats(INPUT, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)), true)
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
        layer.adapt(layer(true));
        layer.initialize(manager(), DataType.FLOAT32, INPUT);
        assertEquals(forward(layer).get(":, :, 3").toFloatArray(), new float[] {3.5f, 7.5f, 11.5f, 15.5f, 19.5f, 23.5f}, 1e-6f);
        assertEquals(layer.getParameters().size(), 3);
        assertThrows(IllegalArgumentException.class, () -> layer.adapt(layer(true)));
    }

    @Test
    public void isFoundByItsPath() {
        SequentialBlock inner = new SequentialBlock().add(layer(true));
        SequentialBlock network = new SequentialBlock().add(inner).add(Blocks.identityBlock());
        assertEquals(Projection.in(network).size(), 1);
        assertEquals(Projection.in(network).keySet().iterator().next(), "SequentialBlock.Projection");
    }
}
