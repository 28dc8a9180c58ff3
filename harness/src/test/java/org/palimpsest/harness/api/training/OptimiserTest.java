package org.palimpsest.harness.api.training;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.training.OptimiserOptions.Rule;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Every rule against the same arithmetic in doubles, over several steps and two arrays of different shapes. */
public class OptimiserTest extends NativeTest {
    private static final double[][] START = {{0.5, -1.25, 2}, {3, -0.75}};
    /** By step, then by array. */
    private static final double[][][] GRADIENTS = {
        {{0.1, -0.2, 0.3}, {-1, 0.5}},
        {{-0.4, 0.25, 0.05}, {2, 0.75}},
        {{0.7, 0.6, -0.9}, {-0.125, -1.5}},
        {{0.01, -3, 0.4}, {0.3, 0.2}},
        {{-0.6, 0.15, 0.35}, {1.1, -0.9}},
    };

    private interface Formula {
        double[][] after(int steps);
    }

    @DataProvider
    public Object[][] rules() {
        return new Object[][] {
            {new OptimiserOptions(Rule.SGD, 0.3, 0, 0), (Formula) steps -> sgd(steps, 0.3, 0, 0)},
            {new OptimiserOptions(Rule.SGD, 0.3, 0, 0.2), (Formula) steps -> sgd(steps, 0.3, 0, 0.2)},
            {new OptimiserOptions(Rule.SGD, 0.3, 0.9, 0), (Formula) steps -> sgd(steps, 0.3, 0.9, 0)},
            {new OptimiserOptions(Rule.SGD, 0.3, 0.9, 0.2), (Formula) steps -> sgd(steps, 0.3, 0.9, 0.2)},
            {new OptimiserOptions(Rule.ADAM, 0.05, 0, 0), (Formula) steps -> adam(steps, 0.05, 0)},
            {new OptimiserOptions(Rule.ADAM, 0.05, 0, 0.2), (Formula) steps -> adam(steps, 0.05, 0.2)},
        };
    }

    /** v = momentum v + g + decay w; w = w - lr v. */
    private static double[][] sgd(int steps, double lr, double momentum, double decay) {
        double[][] w = copy(START);
        double[][] v = {new double[3], new double[2]};
        for (int t = 0; t < steps; t++) {
            for (int a = 0; a < w.length; a++) {
                for (int j = 0; j < w[a].length; j++) {
                    v[a][j] = momentum * v[a][j] + GRADIENTS[t][a][j] + decay * w[a][j];
                    w[a][j] -= lr * v[a][j];
                }
            }
        }
        return w;
    }

    /** Algorithm 1 of Kingma and Ba, ICLR 2015, line by line. */
    private static double[][] adam(int steps, double lr, double decay) {
        double[][] w = copy(START);
        double[][] m = {new double[3], new double[2]};
        double[][] v = {new double[3], new double[2]};
        for (int t = 1; t <= steps; t++) {
            for (int a = 0; a < w.length; a++) {
                for (int j = 0; j < w[a].length; j++) {
                    double g = GRADIENTS[t - 1][a][j] + decay * w[a][j];
                    m[a][j] = 0.9 * m[a][j] + 0.1 * g;
                    v[a][j] = 0.999 * v[a][j] + 0.001 * g * g;
                    double mHat = m[a][j] / (1 - Math.pow(0.9, t));
                    double vHat = v[a][j] / (1 - Math.pow(0.999, t));
                    w[a][j] -= lr * mHat / (Math.sqrt(vHat) + 1e-8);
                }
            }
        }
        return w;
    }

    private static double[][] copy(double[][] arrays) {
        return new double[][] {arrays[0].clone(), arrays[1].clone()};
    }

    private List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        Shape[] shapes = {new Shape(3), new Shape(2, 1)};
        for (int a = 0; a < shapes.length; a++) {
            float[] start = narrow(START[a]);
            Shape shape = shapes[a];
            Parameter parameter = Parameter.builder().setName("w" + a).setType(Parameter.Type.WEIGHT).optShape(shape)
                    .optInitializer((manager, s, type) -> manager.create(start, shape)).build();
            parameter.initialize(manager(), DataType.FLOAT32);
            parameters.add(parameter);
        }
        return parameters;
    }

    /** A loss whose gradients are those of step {@code t}: the sum of their products with the weights. */
    private void gradients(Optimiser optimiser, List<Parameter> parameters, int t) {
        backward(optimiser, () -> product(parameters.get(0), GRADIENTS[t][0]).add(product(parameters.get(1), GRADIENTS[t][1])));
    }

    private NDArray product(Parameter parameter, double[] factors) {
        return parameter.getArray().mul(floats(parameter.getShape(), factors)).sum();
    }

    private static void assertWeights(List<Parameter> parameters, double[][] expected) {
        for (int a = 0; a < expected.length; a++) {
            assertClose(parameters.get(a).getArray(), expected[a], 2e-6);
        }
    }

    @Test(dataProvider = "rules")
    public void movesTheWeightsByItsFormulaAtEveryStep(OptimiserOptions options, Formula formula) {
        List<Parameter> parameters = parameters();
        Optimiser optimiser = new Optimiser(manager(), parameters, options);
        for (int t = 0; t < GRADIENTS.length; t++) {
            gradients(optimiser, parameters, t);
            optimiser.step();
            assertWeights(parameters, formula.after(t + 1));
            assertEquals(optimiser.updates(), t + 1);
        }
    }

    @Test(dataProvider = "rules")
    public void goesOnFromASnapshotAsIfItHadNotStopped(OptimiserOptions options, Formula formula) {
        List<Parameter> whole = parameters();
        List<Parameter> halved = parameters();
        Optimiser uninterrupted = new Optimiser(manager(), whole, options);
        Optimiser first = new Optimiser(manager(), halved, options);
        for (int t = 0; t < 2; t++) {
            gradients(uninterrupted, whole, t);
            uninterrupted.step();
            gradients(first, halved, t);
            first.step();
        }
        State state = new State(manager());
        first.save(state);
        Optimiser second = new Optimiser(manager(), halved, options);
        second.load(state);
        for (int t = 2; t < GRADIENTS.length; t++) {
            gradients(uninterrupted, whole, t);
            uninterrupted.step();
            gradients(second, halved, t);
            second.step();
        }
        assertEquals(second.updates(), uninterrupted.updates());
        for (int a = 0; a < 2; a++) {
            assertEquals(halved.get(a).getArray().toFloatArray(), whole.get(a).getArray().toFloatArray());
        }
        assertWeights(halved, formula.after(GRADIENTS.length));
    }

    @Test(dataProvider = "rules")
    public void clearsTheGradientsThatItUsed(OptimiserOptions options, Formula formula) {
        List<Parameter> parameters = parameters();
        Optimiser optimiser = new Optimiser(manager(), parameters, options);
        gradients(optimiser, parameters, 0);
        assertClose(optimiser.gradient(0), GRADIENTS[0][0], 1e-7);
        assertClose(optimiser.gradient(1), GRADIENTS[0][1], 1e-7);
        optimiser.step();
        assertClose(optimiser.gradient(0), new double[3], 0);
        assertClose(optimiser.gradient(1), new double[2], 0);
    }

    @Test(dataProvider = "rules")
    public void aSiblingMovesOtherWeightsByTheSameFormula(OptimiserOptions options, Formula formula) {
        List<Parameter> others = parameters();
        Optimiser optimiser = new Optimiser(manager(), parameters(), options);
        optimiser.lr(7);
        Optimiser sibling = optimiser.sibling(manager(), others);
        for (int t = 0; t < GRADIENTS.length; t++) {
            gradients(sibling, others, t);
            sibling.step();
        }
        assertWeights(others, formula.after(GRADIENTS.length));
        assertEquals(optimiser.updates(), 0);
    }

    @Test
    public void whatIsDoneToAGradientChangesItsUpdateAndNoOther() {
        List<Parameter> parameters = parameters();
        Optimiser optimiser = new Optimiser(manager(), parameters, new OptimiserOptions(Rule.SGD, 1, 0, 0));
        gradients(optimiser, parameters, 0);
        optimiser.gradient(0).muli(7);
        optimiser.step();
        gradients(optimiser, parameters, 1);
        assertClose(optimiser.gradient(0), GRADIENTS[1][0], 1e-7);

        float[] before = parameters.get(0).getArray().toFloatArray();
        optimiser.gradient(0).muli(10);
        optimiser.step();
        double[] expected = new double[3];
        for (int j = 0; j < 3; j++) {
            expected[j] = before[j] - 10 * GRADIENTS[1][0][j];
        }
        assertClose(parameters.get(0).getArray(), expected, 1e-5);
    }

    @Test
    public void gradientsOfSeveralLossesAddUpUntilTheyAreCleared() {
        List<Parameter> parameters = parameters();
        Optimiser optimiser = new Optimiser(manager(), parameters, new OptimiserOptions(Rule.SGD, 1, 0, 0));
        gradients(optimiser, parameters, 0);
        NDArray early = optimiser.gradient(0);
        gradients(optimiser, parameters, 1);
        double[] sum = new double[3];
        for (int j = 0; j < 3; j++) {
            sum[j] = GRADIENTS[0][0][j] + GRADIENTS[1][0][j];
        }
        assertClose(optimiser.gradient(0), sum, 1e-6);
        assertClose(early, sum, 1e-6);
        optimiser.clear();
        assertClose(optimiser.gradient(0), new double[3], 0);
    }

    @Test
    public void oneLossGivesTheWeightsOfAllSiblingsTheirGradientsUntilTheyAreClosed() {
        List<Parameter> parameters = parameters();
        List<Parameter> others = parameters();
        Optimiser optimiser = new Optimiser(manager(), parameters, new OptimiserOptions(Rule.SGD, 1, 0, 0));
        Optimiser sibling = optimiser.sibling(manager(), List.of(others.get(0), parameters.get(0)));
        backward(optimiser, () -> product(parameters.get(0), GRADIENTS[0][0]).add(product(others.get(0), GRADIENTS[1][0])));
        assertClose(sibling.gradient(0), GRADIENTS[1][0], 1e-7);
        assertClose(sibling.gradient(1), GRADIENTS[0][0], 1e-7);
        sibling.gradient(1).muli(0);
        assertClose(optimiser.gradient(0), new double[3], 0);
        assertClose(optimiser.gradient(1), new double[2], 0);

        int before = manager().getManagedArrays().size();
        sibling.close();
        assertEquals(manager().getManagedArrays().size(), before - 4, "its gradients, its rate and the one that losses are multiplied by");
        optimiser.clear();
        gradients(optimiser, parameters, 1);
        assertClose(optimiser.gradient(0), GRADIENTS[1][0], 1e-7);
    }

    @Test
    public void aNewLearningRateHoldsFromTheNextStepOn() {
        List<Parameter> parameters = parameters();
        Optimiser optimiser = new Optimiser(manager(), parameters, new OptimiserOptions(Rule.SGD, 0.5, 0, 0));
        assertEquals(optimiser.lr(), 0.5);
        gradients(optimiser, parameters, 0);
        optimiser.step();
        optimiser.lr(0.25);
        assertEquals(optimiser.lr(), 0.25);
        gradients(optimiser, parameters, 1);
        optimiser.step();
        double[] expected = new double[3];
        for (int j = 0; j < 3; j++) {
            expected[j] = START[0][j] - 0.5 * GRADIENTS[0][0][j] - 0.25 * GRADIENTS[1][0][j];
        }
        assertClose(parameters.get(0).getArray(), expected, 1e-6);
    }

    @Test
    public void whatNoLossDependsOnHasAZeroGradientAndOnlyDecays() {
        List<Parameter> parameters = parameters();
        Optimiser optimiser = new Optimiser(manager(), parameters, new OptimiserOptions(Rule.SGD, 0.1, 0, 0.5));
        assertClose(optimiser.gradient(1), new double[2], 0);
        backward(optimiser, () -> product(parameters.get(0), GRADIENTS[0][0]));
        optimiser.step();
        assertClose(parameters.get(1).getArray(), new double[] {0.95 * START[1][0], 0.95 * START[1][1]}, 1e-6);
        assertNotEquals(parameters.get(0).getArray().toFloatArray(), narrow(START[0]));
    }

    @Test
    public void aChangedLearningRateIsPartOfTheSnapshot() {
        Optimiser optimiser = new Optimiser(manager(), parameters(), new OptimiserOptions(Rule.SGD, 0.1, 0, 0));
        optimiser.lr(0.025);
        State state = new State(manager());
        optimiser.save(state);
        Optimiser restored = new Optimiser(manager(), parameters(), new OptimiserOptions(Rule.SGD, 0.1, 0, 0));
        restored.load(state);
        assertEquals(restored.lr(), 0.025);
    }

    /** With momentum 0.9 a weight whose past is forgotten moves as in a first step; the others go on. */
    @Test
    public void whatIsForgottenBeginsAnewAndTheRestGoesOn() {
        List<Parameter> parameters = parameters();
        Optimiser optimiser = new Optimiser(manager(), parameters, new OptimiserOptions(Rule.SGD, 1, 0.9, 0));
        gradients(optimiser, parameters, 0);
        optimiser.step();
        optimiser.forget(0, floats(new Shape(3), 1, 0, 1));
        float[] before = parameters.get(0).getArray().toFloatArray();
        gradients(optimiser, parameters, 1);
        optimiser.step();
        double[] expected = new double[3];
        for (int j = 0; j < 3; j++) {
            expected[j] = before[j] - GRADIENTS[1][0][j] - (j == 1 ? 0 : 0.9 * GRADIENTS[0][0][j]);
        }
        assertClose(parameters.get(0).getArray(), expected, 1e-6);
    }

    @Test
    public void adamForgetsBothItsMoments() {
        List<Parameter> parameters = parameters();
        Optimiser optimiser = new Optimiser(manager(), parameters, new OptimiserOptions(Rule.ADAM, 0.05, 0, 0));
        gradients(optimiser, parameters, 0);
        optimiser.step();
        optimiser.forget(1, manager().zeros(new Shape(2, 1)));
        float[] before = parameters.get(1).getArray().toFloatArray();
        gradients(optimiser, parameters, 1);
        optimiser.step();
        double[] expected = new double[2];
        for (int j = 0; j < 2; j++) {
            double g = GRADIENTS[1][1][j];
            expected[j] = before[j] - 0.05 * (0.1 * g / (1 - 0.81)) / (Math.sqrt(0.001 * g * g / (1 - 0.999 * 0.999)) + 1e-8);
        }
        assertClose(parameters.get(1).getArray(), expected, 1e-6);
    }

    @Test
    public void withoutMomentumThereIsNothingToForget() {
        List<Parameter> parameters = parameters();
        Optimiser optimiser = new Optimiser(manager(), parameters, new OptimiserOptions(Rule.SGD, 0.5, 0, 0));
        optimiser.forget(0, manager().zeros(new Shape(3)));
        gradients(optimiser, parameters, 0);
        optimiser.step();
        assertClose(parameters.get(0).getArray(), new double[] {0.5 - 0.05, -1.25 + 0.1, 2 - 0.15}, 1e-6);
    }

    /** Of a gradient of (3, 0, 0) and (0, 4), whose length is 5, and weights that are all 1. */
    @DataProvider
    public Object[][] clipping() {
        double length = 5 + 1e-6;
        return new Object[][] {
            {OptionalDouble.of(1), OptionalDouble.empty(), 0, 0, new double[] {3 / length, 4 / length}},
            {OptionalDouble.of(4.9), OptionalDouble.empty(), 0, 0, new double[] {4.9 * 3 / length, 4.9 * 4 / length}},
            {OptionalDouble.of(5.1), OptionalDouble.empty(), 0, 0, new double[] {3, 4}},
            {OptionalDouble.empty(), OptionalDouble.of(3.5), 0, 0, new double[] {3, 3.5}},
            {OptionalDouble.empty(), OptionalDouble.of(100), 0, 0, new double[] {3, 4}},
            {OptionalDouble.of(1), OptionalDouble.of(3), 0, 0, new double[] {Math.sqrt(0.5), Math.sqrt(0.5)}},
            {OptionalDouble.of(1), OptionalDouble.empty(), 0, 0.25, new double[] {3 / length + 0.25, 4 / length + 0.25}},
            {OptionalDouble.of(1), OptionalDouble.empty(), 1, 0, new double[] {0, 1}},
            {OptionalDouble.of(1), OptionalDouble.empty(), 2, 0, new double[] {0, 0}},
        };
    }

    @Test(dataProvider = "clipping")
    public void clipsGradientsBeforeAnythingElseIsDoneWithThem(OptionalDouble norm, OptionalDouble value, int frozen, double decay, double[] moves) {
        for (int sign : new int[] {1, -1}) {
            List<Parameter> parameters = parameters();
            parameters.forEach(p -> p.getArray().muli(0).addi(1));
            Optimiser optimiser = new Optimiser(manager(), parameters, new OptimiserOptions(Rule.SGD, 1, 0, decay, Schedule.CONSTANT, norm, value));
            optimiser.freeze(frozen);
            backward(optimiser, () -> product(parameters.get(0), new double[] {3 * sign, 0, 0}).add(product(parameters.get(1), new double[] {0, 4 * sign})));
            optimiser.step();
            double kept = frozen > 0 ? 0 : decay;
            assertEquals(parameters.get(0).getArray().toFloatArray()[0], 1 - (sign * (moves[0] - kept) + kept), 2e-6);
            assertEquals(parameters.get(1).getArray().toFloatArray()[1], 1 - (sign * (moves[1] - decay) + decay), 2e-6);
            assertClose(optimiser.gradient(1), new double[2], 0);
        }
    }

    @Test
    public void clippingLeavesNoArraysBehind() {
        List<Parameter> parameters = parameters();
        OptimiserOptions both = new OptimiserOptions(Rule.ADAM, 0.1, 0, 0, Schedule.CONSTANT, OptionalDouble.of(0.1), OptionalDouble.of(0.1));
        Optimiser optimiser = new Optimiser(manager(), parameters, both);
        gradients(optimiser, parameters, 0);
        optimiser.step();
        gradients(optimiser, parameters, 1);
        int before = manager().getManagedArrays().size();
        try (StepScope scope = new StepScope(manager())) {
            optimiser.step();
        }
        assertEquals(manager().getManagedArrays().size(), before);
    }
}
