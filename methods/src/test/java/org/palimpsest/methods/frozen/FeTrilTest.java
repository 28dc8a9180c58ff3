package org.palimpsest.methods.frozen;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Examples;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.Workbench;
import org.palimpsest.methods.frozen.FeTril.ClassifierKind;
import org.palimpsest.methods.frozen.FeTril.Solver;
import org.palimpsest.methods.frozen.Translation.Similarity;
import org.palimpsest.methods.frozen.Translation.Source;
import org.testng.annotations.Test;

/** A network without a backbone, whose features are the pixels: what is learned of them can be checked. */
public class FeTrilTest {
    private static final int[][][] PIXELS = {
        {{9, 1, 0, 0}, {8, 2, 0, 0}, {1, 9, 0, 0}, {2, 7, 0, 0}},
        {{1, 0, 9, 0}, {0, 1, 7, 0}, {0, 0, 1, 9}, {0, 1, 2, 8}}};
    private static final int[][] LABELS = {{0, 0, 1, 1}, {2, 2, 3, 3}};

    static FeTril.Options options(ClassifierKind classifier, boolean normalise, Solver solver) {
        return new FeTril.Options(classifier, Similarity.EUCLIDEAN, 1, Source.NEAREST, normalise, 1, 1e-4, solver, false, 50, 0.05, 4, 0.9, 0.0005);
    }

    private static Workbench bench(MethodModule<?> method, Record options) {
        return new Workbench(method, options, new Workbench.Setup(2, 0, 1 / 255.0, new int[0], HeadKind.FULL, 4, Workbench.Setup.sgd(0.1, 0), 1));
    }

    private static void learn(Workbench bench, int task) {
        int[] rows = IntStream.range(0, LABELS[task].length).toArray();
        int[] classes = Arrays.stream(LABELS[task]).distinct().sorted().toArray();
        bench.learner().learn(new TaskData(task, classes, new Examples(bench.images(PIXELS[task]), rows, LABELS[task]), null, true), new Budget(1, 2, 0));
    }

    private static float[] scores(Workbench bench, int... image) {
        return bench.learner().predict(bench.images(image)).toFloatArray();
    }

    private static int answer(float[] scores) {
        return IntStream.range(0, scores.length).reduce((a, b) -> scores[b] > scores[a] ? b : a).orElseThrow();
    }

    /** The scores are those of the machines of the very features and pseudo-features that the paper's formula gives. */
    @Test
    public void theMachinesOfAStateAreThoseOfNewAndMovedFeatures() {
        try (Workbench bench = bench(new FeTril(), options(ClassifierKind.SVM, true, Solver.NEWTON)); NDManager manager = NDManager.newBaseManager()) {
            learn(bench, 0);
            learn(bench, 1);
            // means (8.5, 1.5, 0, 0), (1.5, 8, 0, 0), (0.5, 0.5, 8, 0), (0, 0.5, 1.5, 8.5); nearest to both past ones is class 2
            float[][] x = {{1, 0, 9, 0}, {0, 1, 7, 0}, {0, 0, 1, 9}, {0, 1, 2, 8},
                {9, 1, 1, 0}, {8, 2, -1, 0}, {2, 7.5f, 1, 0}, {1, 8.5f, -1, 0}};
            int[] labels = {2, 2, 3, 3, 0, 0, 1, 1};
            TranslatedRows expected = TranslatedRows.untranslated(manager.create(x), labels, true);
            float[] test = {5, 4, 3, 2};
            float[] wanted = new org.palimpsest.methods.linear.LiblinearSvm().solve(expected, 4, 1, 1e-7, manager)
                    .scores(manager.create(test, new Shape(1, 4)).normalize(2, 1)).toFloatArray();
            float[] found = scores(bench, 5, 4, 3, 2);
            for (int k = 0; k < 4; k++) {
                assertEquals(found[k], wanted[k], 2e-3);
            }
            assertEquals(bench.learner().memoryBytes(), 4 * (4 * 8 + 8));
        }
    }

    @Test
    public void bothSolversAndBothClassifiersKnowTheClassesOfBothTasks() {
        for (Record options : new Record[] {options(ClassifierKind.SVM, true, Solver.NEWTON), options(ClassifierKind.SVM, true, Solver.LIBLINEAR),
            options(ClassifierKind.FC, false, Solver.NEWTON)}) {
            try (Workbench bench = bench(new FeTril(), options)) {
                learn(bench, 0);
                assertEquals(scores(bench, 1, 1, 1, 1).length, 2);
                learn(bench, 1);
                for (int t = 0; t < 2; t++) {
                    for (int i = 0; i < 4; i++) {
                        assertEquals(answer(scores(bench, PIXELS[t][i])), LABELS[t][i], options + " image " + i + " of task " + t);
                    }
                }
            }
        }
    }

    @Test
    public void fetrilFcIsFetrilWithALayer() {
        FeTrilFc.Options short2 = new FeTrilFc.Options(Similarity.COSINE, 2, Source.NEAREST, false, false, 7, 0.02, 3, 0.8, 0.001);
        FeTril.Options same = new FeTril.Options(
                ClassifierKind.FC, Similarity.COSINE, 2, Source.NEAREST, false, 1, 1e-4, Solver.NEWTON, false, 7, 0.02, 3, 0.8, 0.001);
        try (Workbench fc = bench(new FeTrilFc(), short2); Workbench fetril = bench(new FeTril(), same)) {
            for (int t = 0; t < 2; t++) {
                learn(fc, t);
                learn(fetril, t);
                assertEquals(scores(fc, 3, 1, 4, 1), scores(fetril, 3, 1, 4, 1));
            }
        }
    }

    @Test
    public void aClassThatNeverCameIsNeverTheAnswer() {
        try (Workbench bench = bench(new FeTril(), options(ClassifierKind.SVM, true, Solver.NEWTON))) {
            learn(bench, 1); // classes 2 and 3 alone
            float[] scores = scores(bench, 9, 1, 0, 0);
            assertEquals(scores.length, 4);
            assertTrue(scores[0] < -1e29 && scores[1] < -1e29, Arrays.toString(scores));
        }
    }

    /** The machines of the first task stay as they were; those of the second never saw its classes. */
    @Test
    public void deesilKeepsTheMachinesOfEachTask() {
        try (Workbench bench = bench(new DeeSil(), new DeeSil.Options(true, 1, 1e-4, false)); NDManager manager = NDManager.newBaseManager()) {
            learn(bench, 0);
            float[] before = scores(bench, 5, 4, 3, 2);
            learn(bench, 1);
            float[] after = scores(bench, 5, 4, 3, 2);
            assertEquals(Arrays.copyOf(after, 2), before, 1e-6f);
            float[][] x = {{1, 0, 9, 0}, {0, 1, 7, 0}, {0, 0, 1, 9}, {0, 1, 2, 8}};
            float[] wanted = new org.palimpsest.methods.linear.LiblinearSvm()
                    .solve(TranslatedRows.untranslated(manager.create(x), new int[] {0, 0, 1, 1}, true), 2, 1, 1e-7, manager)
                    .scores(manager.create(new float[] {5, 4, 3, 2}, new Shape(1, 4)).normalize(2, 1)).toFloatArray();
            assertEquals(after[2], wanted[0], 2e-3);
            assertEquals(after[3], wanted[1], 2e-3);
        }
    }

    /**
     * Class 0: features (9, 1) and (4, 4), whose roots are (3, 1) and (2, 2): mean (2.5, 1.5), covariance ((0.25, -0.25), (-0.25, 0.25)),
     * shrunk by 1 and 1 to ((0.5, -0.5), (-0.5, 0.5)): mean variance 0.25, mean covariance -0.25; shrunk by 1 and 0 to
     * ((0.5, -0.25), (-0.25, 0.5)), so that R = ((1, -0.5), (-0.5, 1)) with the inverse 4/3 ((1, 0.5), (0.5, 1)).
     */
    @Test
    public void fecamMeasuresByEachClassesOwnCorrelations() {
        Workbench.Setup setup = new Workbench.Setup(2, 0, 1 / 255.0, new int[0], HeadKind.FULL, 2, Workbench.Setup.sgd(0.1, 0), 1);
        try (Workbench bench = new Workbench(new FeCam(), new FeCam.Options(0.5, 1, 0, false), setup)) {
            int[][] pixels = {{9, 1, 0, 0}, {4, 4, 0, 0}, {1, 16, 0, 0}};
            int[] labels = {0, 0, 1};
            bench.learner().learn(new TaskData(0, new int[] {0, 1}, new Examples(bench.images(pixels), new int[] {0, 1, 2}, labels), null, true),
                    new Budget(1, 2, 0));
            double[] x = {1 / Math.sqrt(5), 2 / Math.sqrt(5)}; // of (25, 100): roots 5 and 10
            double length = Math.hypot(2.5, 1.5);
            double a = x[0] - 2.5 / length;
            double b = x[1] - 1.5 / length;
            // two more dimensions never vary: their variance is what shrinking gives them, and they do not differ from the mean
            double v = 0.5 / 4; // mean variance over four dimensions
            double r = -0.25 / (0.25 + v);
            double expected = -(a * a - 2 * r * a * b + b * b) / (1 - r * r);
            float[] scores = scores(bench, 25, 100, 0, 0);
            assertEquals(scores[0], expected, 1e-5);
            // a single example: by plain distance from its root (1, 4)
            double c = x[0] - 1 / Math.sqrt(17);
            double d = x[1] - 4 / Math.sqrt(17);
            assertEquals(scores[1], -(c * c + d * d), 1e-5);
            assertEquals(bench.learner().memoryBytes(), 2 * (4 * 5 * 4 + 8));
        }
    }
}
