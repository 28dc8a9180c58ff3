package org.palimpsest.methods.frozen;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Examples;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.Workbench;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** A network without a backbone, whose features are the pixels themselves: what the classifiers make of them can be done by hand. */
public class FrozenFeaturesTest {
    private static final int[][] PIXELS = {{1, 2, 0, 0}, {3, 0, 0, 0}, {2, 2, 0, 0}, {3, 1, 0, 0}};
    private static final int[] LABELS = {0, 1, 0, 1};

    private static Workbench bench(MethodModule<?> method, Record options) {
        return new Workbench(method, options, new Workbench.Setup(2, 0, 1 / 255.0, new int[0], HeadKind.FULL, 3, Workbench.Setup.sgd(0.1, 0), 1));
    }

    /** The four examples in the order in which they stand here, cut into tasks of so many. */
    private static void learn(Workbench bench, int perTask) {
        for (int t = 0; t * perTask < LABELS.length; t++) {
            int[] rows = new int[perTask];
            int first = t * perTask;
            Arrays.setAll(rows, i -> first + i);
            int[] labels = Arrays.copyOfRange(LABELS, first, first + perTask);
            int[] classes = Arrays.stream(labels).distinct().sorted().toArray();
            bench.learner().learn(new TaskData(t, classes, new Examples(bench.images(PIXELS), rows, labels), null, true), new Budget(1, 2, 0));
        }
    }

    private static float[] scores(Workbench bench, int... image) {
        return bench.learner().predict(bench.images(image)).toFloatArray();
    }

    @DataProvider
    public Object[][] tasks() {
        return new Object[][] {{4}, {2}};
    }

    /**
     * Worked through by hand in double precision: means (1.5, 2) and (3, 0.5), covariance diag(1.291667, 0.1875). Two dimensions that
     * never vary have weight 0. However the stream is cut into tasks, the result is the same.
     */
    @Test(dataProvider = "tasks")
    public void streamingLdaFollowsItsRecursion(int perTask) {
        try (Workbench bench = bench(new StreamingLda(), new StreamingLda.Options(false, 1e-4, false))) {
            learn(bench, perTask);
            float[] bias = scores(bench, 0, 0, 0, 0);
            assertEquals(bias.length, 2);
            double[][] weights = {{1.161317, 2.322633}, {10.662046, 2.665512}};
            double[] expectedBias = {-11.533034, -4.150328};
            for (int k = 0; k < 2; k++) {
                assertEquals(bias[k], expectedBias[k], 1e-5);
                assertEquals(scores(bench, 1, 0, 0, 0)[k] - bias[k], weights[0][k], 1e-5);
                assertEquals(scores(bench, 0, 1, 0, 0)[k] - bias[k], weights[1][k], 1e-5);
                assertEquals(scores(bench, 0, 0, 9, 200)[k] - bias[k], 0, 1e-5);
            }
            assertEquals(bench.learner().memoryBytes(), 4 * 4 * 8 + 2 * (4 * 8 + 8));
        }
    }

    @Test
    public void streamingLdaShrinksTheCovarianceOfTheFirstTask() {
        // within classes: (-.5, 0), (0, -.5), (.5, 0), (0, .5): S = diag(1, 1, 0, 0) / 8; p = 4, n = 4, so rho =
        // ((1 - 1/2) / 32 + 1 / 16) / ((4 + 1 - 1/2) (1 / 32 - 1 / 64)) = 0.078125 / 0.0703125, which is cut to 1: S = I / 16
        try (Workbench bench = bench(new StreamingLda(), new StreamingLda.Options(false, 1e-4, true))) {
            learn(bench, 4);
            double precision = 1 / ((1 - 1e-4) / 16 + 1e-4);
            float[] bias = scores(bench, 0, 0, 0, 0);
            assertEquals(bias[0], -0.5 * precision * (1.5 * 1.5 + 4), 1e-3);
            assertEquals(scores(bench, 1, 0, 0, 0)[1] - bias[1], 3 * precision, 1e-3);
        }
    }

    @Test
    public void oasIsTheWeightedMeanOfTheSampleCovarianceAndAMultipleOfTheIdentity() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray s = manager.create(new double[] {3, 0, 0, 1}, new Shape(2, 2));
            // rho = (0 * 10 + 16) / (10 * (10 - 8)) = 0.8
            double[] expected = {0.2 * 3 + 0.8 * 2, 0, 0, 0.2 * 1 + 0.8 * 2};
            double[] actual = Shrinkage.oas(s, 10).toDoubleArray();
            for (int i = 0; i < 4; i++) {
                assertEquals(actual[i], expected[i], 1e-12);
            }
            double[] round = Shrinkage.oas(manager.create(new double[] {2, 0, 0, 2}, new Shape(2, 2)), 10).toDoubleArray();
            assertEquals(round, new double[] {2, 0, 0, 2});
        }
    }

    /** -|f - mu|^2 + |f|^2, of features and means as they are. */
    @Test(dataProvider = "tasks")
    public void nearestClassMeanComparesSquaredDistances(int perTask) {
        try (Workbench bench = bench(new NearestClassMean(), new NearestClassMean.Options(false, false))) {
            learn(bench, perTask);
            float[] scores = scores(bench, 2, 1, 0, 7);
            assertEquals(scores[0], -(0.25 + 1 + 49) + (4 + 1 + 49), 1e-4);
            assertEquals(scores[1], -(1 + 0.25 + 49) + (4 + 1 + 49), 1e-4);
            assertEquals(bench.learner().memoryBytes(), 2 * (4 * 8 + 8));
        }
    }

    /** Features and means of length 1: 2 cos - 1. */
    @Test
    public void nearestClassMeanComparesAngles() {
        try (Workbench bench = bench(new NearestClassMean(), new NearestClassMean.Options(false, true))) {
            learn(bench, 2);
            double[] mean = {1 / Math.sqrt(5) + 2 / Math.sqrt(8), 2 / Math.sqrt(5) + 2 / Math.sqrt(8)};
            double length = Math.hypot(mean[0], mean[1]);
            float[] scores = scores(bench, 100, 0, 0, 0);
            assertEquals(scores[0], 2 * mean[0] / length - 1, 1e-5);
            assertEquals(scores(bench, 9, 0, 0, 0), scores);
        }
    }
}
