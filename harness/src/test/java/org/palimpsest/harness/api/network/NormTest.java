package org.palimpsest.harness.api.network;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.ConstantInitializer;
import java.util.List;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.NoOptions;
import org.testng.annotations.Test;

/** A slot in a network is what fills it. */
public class NormTest extends NativeTest {
    private static final Shape INPUT = new Shape(2, 3, 1, 2);

    private NDArray input() {
        return floats(INPUT, 1, 2, 3, 5, 8, 13, -1, 0, 4, 4, 2, 9);
    }

    private NDArray forward(Block block, boolean training) {
        return block.forward(new ParameterStore(manager(), false), new NDList(input()), training).singletonOrThrow();
    }

    private Block initialised(Block block) {
        block.initialize(manager(), DataType.FLOAT32, INPUT);
        return block;
    }

    /** gamma x, and a second array that batch normalisation has not. */
    private static final class Scaled extends Normaliser {
        private final Parameter gamma = perChannel("gamma", Parameter.Type.GAMMA, true);
        private final Parameter extra = perChannel("extra", Parameter.Type.BETA, false);

        @Override
        protected NDArray normalise(ParameterStore store, NDArray x, boolean training) {
            NDArray shift = value(store, extra, x, training);
            return Channels.affine(x, value(store, gamma, x, training), shift);
        }
    }

    @Test
    public void leftAloneItIsTheEnginesBatchNormalisationUnderTheSameNames() {
        Block slot = initialised(new Norm());
        Block plain = initialised(Norm.batchNorm());
        assertEquals(slot.getParameters().keys(), List.of("gamma", "beta", "runningMean", "runningVar"));
        assertEquals(slot.getParameters().keys(), plain.getParameters().keys());
        for (boolean training : new boolean[] {true, true, false}) {
            assertEquals(forward(slot, training).toFloatArray(), forward(plain, training).toFloatArray());
        }
        assertEquals(slot.getParameters().get("runningVar").getArray().toFloatArray(), plain.getParameters().get("runningVar").getArray().toFloatArray());
        assertEquals(slot.getOutputShapes(new Shape[] {INPUT})[0], INPUT);
    }

    @Test
    public void whatFillsItIsSeenInItsPlace() {
        Norm slot = new Norm();
        Scaled other = new Scaled();
        slot.fill(other);
        initialised(slot);
        assertSame(slot.content(), other);
        assertEquals(slot.getParameters().keys(), List.of("gamma", "extra"));
        assertEquals(slot.getDirectParameters().get("extra").getShape(), new Shape(3));
        assertEquals(forward(slot, true).toFloatArray(), input().toFloatArray());
        Norm nested = new Norm();
        nested.fill(new SequentialBlock().add(Norm.batchNorm()));
        initialised(nested);
        assertEquals(nested.getChildren().size(), 1);
        assertEquals(nested.getDirectParameters().size(), 0);
        assertEquals(nested.getParameters().size(), 4);
    }

    /** Pretrained weights are set before the content is exchanged. */
    @Test
    public void arraysOfTheSameNameStartAsTheyWouldHaveBefore() {
        Norm slot = new Norm();
        slot.content().setInitializer(new ConstantInitializer(3), "gamma");
        slot.content().setInitializer(new ConstantInitializer(7), "beta");
        slot.fill(new Scaled());
        initialised(slot);
        assertClose(slot.getParameters().get("gamma").getArray(), new double[] {3, 3, 3}, 0);
        assertClose(slot.getParameters().get("extra").getArray(), new double[] {0, 0, 0}, 0);
    }

    @Test
    public void allOfANetworkAreFoundInItsOrder() {
        Norm first = new Norm();
        Norm second = new Norm();
        Block network = new SequentialBlock().add(first).add(new SequentialBlock().add(Blocks.identityBlock()).add(second)).add(Norm.batchNorm());
        assertEquals(Norm.in(network), List.of(first, second));
        assertEquals(Norm.in(first), List.of(first));
    }

    private static final class ScaledModule extends NormaliserModule<NoOptions> {
        ScaledModule() {
            super("scaled", "", "", NoOptions.class);
        }

        @Override
        protected Block build(NoOptions options) {
            return new Scaled();
        }
    }

    @Test
    public void aNormaliserFillsThemAllEachWithABlockOfItsOwn() {
        Block network = new SequentialBlock().add(new Norm()).add(new Norm());
        assertSame(new ScaledModule().rebuilt(network, new NoOptions()), network);
        List<Block> contents = Norm.in(network).stream().map(Norm::content).toList();
        assertEquals(contents.stream().distinct().filter(Scaled.class::isInstance).count(), 2);
    }

    @Test
    public void aNetworkWithoutSlotsIsRefused() {
        Block network = new SequentialBlock().add(Norm.batchNorm());
        IllegalArgumentException e = expectThrows(IllegalArgumentException.class,
                () -> new ScaledModule().rebuilt(network, new NoOptions()));
        assertEquals(e.getMessage(), "there is no normalisation in it that could be exchanged");
    }

    /** A multiply-add for every number, whatever normalises; nothing where nothing does. */
    @Test
    public void itsWorkIsCountedAsBatchNormalisations() {
        Norm none = new Norm();
        none.fill(Blocks.identityBlock());
        assertEquals(LayerWork.flops(initialised(new Norm())), 12);
        assertEquals(LayerWork.flops(initialised(Norm.batchNorm())), 12);
        assertEquals(LayerWork.flops(initialised(none)), 0);
    }
}
