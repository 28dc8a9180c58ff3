package org.palimpsest.harness.api.network;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.List;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.nets.SlimResNet18Backbone;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class InitialisationTest extends NativeTest {
    /** Fan-in 3 * 25 = 75 and fan-out 400 * 25. */
    private static final Shape CONVOLUTION = new Shape(400, 3, 5, 5);
    /** Fan-in 500, fan-out 300. */
    private static final Shape LINEAR = new Shape(300, 500);

    private NDArray draw(Initialisation rule, Shape shape) {
        Engine.getEngine("PyTorch").setRandomSeed(7);
        NDArray drawn = rule.draw(manager(), shape);
        assertEquals(drawn.getShape(), shape);
        assertEquals(drawn.getDataType(), DataType.FLOAT32);
        return drawn;
    }

    @DataProvider
    public Object[][] uniform() {
        return new Object[][] {
            {Initialisation.TORCH, CONVOLUTION, Math.sqrt(1 / 75.0)},
            {Initialisation.TORCH, LINEAR, Math.sqrt(1 / 500.0)},
            {Initialisation.KAIMING_UNIFORM, CONVOLUTION, Math.sqrt(6 / 75.0)},
            {Initialisation.KAIMING_UNIFORM, LINEAR, Math.sqrt(6 / 500.0)},
            {Initialisation.XAVIER_UNIFORM, CONVOLUTION, Math.sqrt(6 / (75.0 + 10000))},
            {Initialisation.XAVIER_UNIFORM, LINEAR, Math.sqrt(6 / 800.0)},
        };
    }

    @Test(dataProvider = "uniform")
    public void uniformRulesFillTheirRangeEvenly(Initialisation rule, Shape shape, double bound) {
        NDArray drawn = draw(rule, shape);
        assertTrue(drawn.abs().max().getFloat() <= bound * (1 + 1e-6), "within the bound");
        assertEquals(drawn.abs().max().getFloat(), bound, bound * 1e-3, "up to the bound");
        assertEquals(drawn.mean().getFloat(), 0, bound * 0.02);
        assertEquals(drawn.square().mean().getFloat(), bound * bound / 3, bound * bound / 3 * 0.02, "variance of a uniform distribution");
    }

    @DataProvider
    public Object[][] normal() {
        return new Object[][] {
            {Initialisation.KAIMING_NORMAL, CONVOLUTION, 2 / 75.0},
            {Initialisation.KAIMING_NORMAL, LINEAR, 2 / 500.0},
            {Initialisation.XAVIER_NORMAL, CONVOLUTION, 2 / (75.0 + 10000)},
            {Initialisation.XAVIER_NORMAL, LINEAR, 2 / 800.0},
            {Initialisation.LECUN_NORMAL, CONVOLUTION, 1 / 75.0},
            {Initialisation.LECUN_NORMAL, LINEAR, 1 / 500.0},
        };
    }

    @Test(dataProvider = "normal")
    public void normalRulesHaveTheirVariance(Initialisation rule, Shape shape, double variance) {
        NDArray drawn = draw(rule, shape);
        assertEquals(drawn.mean().getFloat(), 0, Math.sqrt(variance) * 0.02);
        assertEquals(drawn.square().mean().getFloat(), variance, variance * 0.03);
        assertEquals(drawn.square().square().mean().getFloat(), 3 * variance * variance, 3 * variance * variance * 0.08, "as heavy-tailed as a normal one");
    }

    @DataProvider
    public Object[][] shapes() {
        return new Object[][] {{new Shape(40, 60)}, {new Shape(60, 40)}, {new Shape(50, 50)}, {new Shape(20, 3, 3, 3)},
            {new Shape(64, 3, 3, 3)}, {new Shape(1, 5)}};
    }

    @Test(dataProvider = "shapes")
    public void orthogonalRowsOrColumnsAreOrthonormal(Shape shape) {
        NDArray matrix = draw(Initialisation.ORTHOGONAL, shape).reshape(shape.get(0), -1);
        boolean tall = matrix.getShape().get(0) > matrix.getShape().get(1);
        NDArray gram = tall ? matrix.transpose().matMul(matrix) : matrix.matMul(matrix.transpose());
        NDArray apart = gram.sub(manager().eye((int) gram.getShape().get(0))).abs().max();
        assertEquals(apart.getFloat(), 0, 1e-5);
        Engine.getEngine("PyTorch").setRandomSeed(8);
        assertNotEquals(Initialisation.ORTHOGONAL.draw(manager(), shape).toFloatArray(), draw(Initialisation.ORTHOGONAL, shape).toFloatArray());
    }

    /** The sign of a decomposition is chosen as PyTorch does, so that a single row is what was drawn, at length 1. */
    @Test
    public void orthogonalRowsKeepTheSideOfWhatWasDrawn() {
        Engine.getEngine("PyTorch").setRandomSeed(7);
        NDArray drawn = manager().randomNormal(0, 1, new Shape(1, 4), DataType.FLOAT32);
        assertClose(draw(Initialisation.ORTHOGONAL, new Shape(1, 4)), doubles(drawn.normalize(2, 1)), 1e-6);
    }

    private static double[] doubles(NDArray array) {
        float[] values = array.toFloatArray();
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private Network network(Initialisation ofBackbone, Initialisation ofHead) {
        Engine.getEngine("PyTorch").setRandomSeed(3);
        Shape example = new Shape(3, 8, 8);
        SlimResNet18Backbone module = new SlimResNet18Backbone();
        Block backbone = module.create(new SlimResNet18Backbone.Options(4), example);
        ofBackbone.apply(backbone);
        double[] zeros = new double[3];
        Normalisation normalisation = new Normalisation(manager(), DataType.UINT8, zeros, new double[] {1, 1, 1});
        return new Network(manager(), backbone, example, normalisation, HeadKind.FULL, 10, 1, ofHead);
    }

    @Test
    public void appliesToEveryLayerOfANetworkAndToNothingElse() {
        Network network = network(Initialisation.ORTHOGONAL, Initialisation.KAIMING_UNIFORM);
        int weights = 0;
        for (Parameter parameter : network.parameters()) {
            NDArray array = parameter.getArray().stopGradient();
            boolean head = array.getShape().get(0) == 10;
            switch (parameter.getType()) {
                case WEIGHT -> {
                    weights++;
                    NDArray matrix = array.reshape(array.getShape().get(0), -1);
                    double smaller = Math.min(matrix.getShape().get(0), matrix.getShape().get(1));
                    double expected = head ? 10 * 32 * 2.0 / 32 : smaller;
                    assertEquals(matrix.square().sum().getFloat(), expected, head ? 3 : 1e-3, parameter.getName());
                }
                case BIAS, BETA -> assertEquals(array.abs().max().getFloat(), 0f);
                case GAMMA -> assertEquals(array.toFloatArray(), manager().ones(array.getShape()).toFloatArray());
                default -> throw new AssertionError(parameter.getType());
            }
        }
        assertEquals(weights, 21, "20 convolutions, shortcuts among them, and the head");
    }

    @Test
    public void torchIsWhatLayersBeginWithAnyway() {
        List<Parameter> told = network(Initialisation.TORCH, Initialisation.TORCH).parameters();
        Engine.getEngine("PyTorch").setRandomSeed(3);
        Block backbone = new SlimResNet18Backbone().create(new SlimResNet18Backbone.Options(4), new Shape(3, 8, 8));
        backbone.initialize(manager(), DataType.FLOAT32, new Shape(1, 3, 8, 8));
        assertEquals(told.get(0).getArray().toFloatArray(), backbone.getParameters().valueAt(0).getArray().toFloatArray());
    }
}
