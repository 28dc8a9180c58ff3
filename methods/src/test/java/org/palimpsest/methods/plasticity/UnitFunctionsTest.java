package org.palimpsest.methods.plasticity;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotSame;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.util.List;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.network.FanIn;
import org.palimpsest.harness.api.network.Relu;
import org.palimpsest.harness.nets.CnnBackbone;
import org.palimpsest.harness.nets.MlpBackbone;
import org.palimpsest.harness.nets.SlimResNet18Backbone;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Other functions in the place of ReLU, and what the add-ons can see of a backbone. */
public class UnitFunctionsTest {
    private static final Shape GREY = new Shape(1, 8, 8);
    private NDManager manager;

    @BeforeMethod
    public void open() {
        manager = Engine.getEngine("PyTorch").newBaseManager();
        JniUtils.setNumThreads(1);
    }

    @AfterMethod
    public void close() {
        manager.close();
    }

    private static Block mlp(Integer... widths) {
        return new MlpBackbone().create(new MlpBackbone.Options(List.of(widths)), GREY);
    }

    private static Block cnn() {
        return new CnnBackbone().create(new CnnBackbone.Options(List.of(3, 5), List.of(3), List.of(7)), new Shape(1, 12, 12));
    }

    private static Block resNet() {
        return new SlimResNet18Backbone().create(new SlimResNet18Backbone.Options(2), GREY);
    }

    private float[] forward(Block block, float... x) {
        NDList in = new NDList(manager.create(x, new Shape(1, x.length)));
        return block.forward(new ParameterStore(manager, false), in, true).singletonOrThrow().toFloatArray();
    }

    @Test
    public void aLeakyUnitLetsAShareOfWhatIsBelowZeroThrough() {
        SequentialBlock relus = new SequentialBlock().add(Activation.reluBlock()).add(Blocks.identityBlock());
        Block leaky = new Leaky().rebuilt(relus, new Leaky.Options(0.25));
        assertEquals(forward(leaky, -4, 0, 3), new float[] {-1, 0, 3});
        Block ours = new Leaky().rebuilt(new Relu(), new Leaky.Options(0.5));
        assertEquals(forward(ours, -4, 1), new float[] {-2, 1});
    }

    @Test
    public void aConcatenatedReluPassesOnBothSides() {
        Block both = new ConcatenatedRelu().rebuilt(new SequentialBlock().add(new Relu()), new NoOptions());
        assertEquals(forward(both, -4, 0, 3), new float[] {0, 0, 3, 4, 0, 0});
        assertEquals(both.getOutputShapes(new Shape[] {new Shape(2, 3, 5)})[0], new Shape(2, 6, 5));
    }

    @Test
    public void layersBehindConcatenatedUnitsHaveTwiceAsManyInputs() {
        Block mlp = new ConcatenatedRelu().rebuilt(mlp(10, 400), new NoOptions());
        mlp.initialize(manager, DataType.FLOAT32, new Shape(1).addAll(GREY));
        NDArray second = mlp.getParameters().valueAt(2).getArray();
        assertEquals(second.getShape(), new Shape(400, 20));
        assertEquals(second.abs().max().getFloat(), 1 / Math.sqrt(20), 1e-3, "and are drawn accordingly");
        Block cnn = new ConcatenatedRelu().rebuilt(cnn(), new NoOptions());
        cnn.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 12, 12));
        assertEquals(cnn.getParameters().valueAt(2).getArray().getShape(), new Shape(5, 6, 3, 3));
        assertEquals(cnn.getOutputShapes(new Shape[] {new Shape(4, 1, 12, 12)})[0], new Shape(4, 14));
    }

    @Test
    public void unitsInsideOfBlocksThatCannotBeTakenApartAreFoundAsWell() {
        Block resNet = resNet();
        assertSame(new Leaky().rebuilt(resNet, new Leaky.Options(0.1)), resNet);
        // the stem's and two of each of eight blocks
        assertEquals(Structure.relus(resNet).size(), 17);
        Block sequence = new SequentialBlock().add(new SequentialBlock().add(Activation.reluBlock()));
        assertNotSame(Structure.withRelus(sequence), sequence);
        assertEquals(Structure.relus(Structure.withRelus(sequence)).size(), 1);
    }

    @DataProvider
    public Object[][] refused() {
        AddOnModule<?> leaky = new Leaky();
        AddOnModule<?> crelu = new ConcatenatedRelu();
        AddOnModule<?> redo = new DormantUnits();
        Block anonymous = new SequentialBlock().add(new Relu()).add(x -> x);
        Block tanh = new SequentialBlock().add(linear()).add(Activation.tanhBlock()).add(linear()).add(new Relu());
        return new Object[][] {
            {leaky, new Leaky.Options(0.1), linear(), "there is no ReLU in it"},
            {leaky, new Leaky.Options(0.1), anonymous, "of which cannot be said what it does (anonymous)"},
            {crelu, new NoOptions(), resNet(), "not made of layers in a row: what is inside of ResNet cannot be seen"},
            {redo, new DormantUnits.Options(0, 1), resNet(), "not made of layers in a row: what is inside of ResNet cannot be seen"},
            {redo, new DormantUnits.Options(0, 1), tanh, "units that are not ReLU"},
            {redo, new DormantUnits.Options(0, 1), new SequentialBlock().add(new Relu()), "a ReLU without a layer of weights before it"},
            {redo, new DormantUnits.Options(0, 1), new SequentialBlock().add(linear()), "there is no ReLU in it"},
        };
    }

    private static Block linear() {
        return FanIn.apply(Linear.builder().setUnits(3).build());
    }

    @Test(dataProvider = "refused")
    public void whatCannotBeSeenIsRefused(AddOnModule<?> addOn, Record options, Block backbone, String why) {
        String message = expectThrows(IllegalArgumentException.class, () -> addOn.rebuilt(backbone, options)).getMessage();
        assertTrue(message.contains(why), message);
    }
}
