package org.palimpsest.methods.linear;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Both solvers against each other and against solutions by hand. */
public class SvmSolverTest {
    private NDManager manager;

    @BeforeMethod
    public void open() {
        manager = NDManager.newBaseManager();
        JniUtils.setNumThreads(1);
    }

    @AfterMethod
    public void close() {
        manager.close();
    }

    /** Classes, rows of each, width, spread around the means, C. */
    @DataProvider
    public Object[][] problems() {
        return new Object[][] {
            {5, 80, 8, 1.0, 1.0}, {2, 30, 3, 1.0, 1.0}, {12, 60, 64, 1.0, 1.0}, {10, 100, 32, 0.5, 10.0}, {6, 40, 16, 2.0, 0.01}, {3, 900, 4, 1.5, 1.0}};
    }

    /** Against LIBLINEAR with a finer tolerance: with the same one it stops up to 2e-4 above the least value, we up to 1e-5. */
    @Test(dataProvider = "problems")
    public void newtonReachesLiblinearsObjective(int classes, int perClass, int width, double spread, double c) {
        HostRows rows = HostRows.clouds(classes, perClass, width, spread, 3);
        LinearClassifier newton = new NewtonSvm().solve(rows, classes, c, 1e-4, manager);
        LinearClassifier liblinear = new LiblinearSvm().solve(rows, classes, c, 1e-7, manager);
        double[] ours = rows.objectives(newton, c);
        double[] theirs = rows.objectives(liblinear, c);
        for (int k = 0; k < classes; k++) {
            assertEquals(ours[k], theirs[k], 2e-5 * theirs[k], "class " + k);
        }
        float[] w = newton.weights().toFloatArray();
        float[] v = liblinear.weights().toFloatArray();
        double largest = 0;
        for (float value : v) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < w.length; i++) {
            assertEquals(w[i], v[i], 0.01 * largest);
        }
    }

    @DataProvider
    public Object[][] solvers() {
        return new Object[][] {{new NewtonSvm()}, {new LiblinearSvm()}};
    }

    /**
     * Rows 1 and -1 of either class: w = b' = 0 by symmetry except in w. With errors m = 1 - w of both rows the objective
     * w^2 / 2 + 2 C (1 - w)^2 is least at w = 4 C / (1 + 4 C).
     */
    @Test(dataProvider = "solvers")
    public void twoOppositeRowsAreSeparatedAsByHand(SvmSolver solver) {
        HostRows rows = new HostRows(new float[][] {{1}, {-1}}, 0, 1);
        LinearClassifier machines = solver.solve(rows, 2, 0.5, 1e-6, manager);
        assertEquals(machines.weights().toFloatArray()[0], 2 / 3.0, 1e-5);
        assertEquals(machines.weights().toFloatArray()[1], -2 / 3.0, 1e-5);
        assertEquals(machines.bias().toFloatArray()[0], 0, 1e-5);
        assertEquals(machines.classes(), 2);
    }

    @Test(dataProvider = "solvers")
    public void aSingleClassScoresHighAndAClassWithoutRowsLow(SvmSolver solver) {
        HostRows rows = new HostRows(new float[][] {{0.6f, 0.8f}, {0.8f, 0.6f}, {1, 0}}, 0, 0, 0);
        LinearClassifier machines = solver.solve(rows, 2, 1, 1e-4, manager);
        float[] scores = machines.scores(manager.create(new float[] {0.7f, 0.7f}, new ai.djl.ndarray.types.Shape(1, 2))).toFloatArray();
        assertTrue(scores[0] > 0.5, Arrays.toString(scores));
        assertTrue(scores[1] < -0.5, Arrays.toString(scores));
    }

    /** Rows that no line separates, in which some machines would take steps that are too long. */
    @Test
    public void contradictingRowsAreWeighedUp() {
        HostRows rows = new HostRows(new float[][] {{1, 0}, {1, 0}, {1, 0}, {0, 1}, {0, 1}}, 0, 0, 1, 1, 0);
        double[] ours = rows.objectives(new NewtonSvm().solve(rows, 2, 100, 1e-6, manager), 100);
        double[] theirs = rows.objectives(new LiblinearSvm().solve(rows, 2, 100, 1e-6, manager), 100);
        assertEquals(ours[0], theirs[0], 1e-4 * theirs[0]);
        assertEquals(ours[1], theirs[1], 1e-4 * theirs[1]);
    }

    @Test
    public void nothingIsLeftBehindButTheResult() {
        HostRows rows = HostRows.clouds(4, 50, 8, 1, 1);
        int before = manager.getManagedArrays().size();
        try (LinearClassifier machines = new NewtonSvm().solve(rows, 4, 1, 1e-4, manager)) {
            assertEquals(machines.classes(), 4);
            assertEquals(manager.getManagedArrays().size(), before + 2);
        }
    }
}
