package org.palimpsest.methods.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * LIBLINEAR's own solver (its Java port, solver type 2), class by class, as many at a time as the engine has threads. All classes share
 * one copy of the rows, which takes about 30 bytes of heap a number.
 */
public final class LiblinearSvm implements SvmSolver {
    private static final int BLOCK = 512;

    @Override
    public LinearClassifier solve(LabelledRows rows, int classes, double c, double tolerance, NDManager owner) {
        Linear.disableDebugOutput();
        Feature[][] x = features(rows, owner);
        Parameter parameter = new Parameter(SolverType.L2R_L2LOSS_SVC, c, tolerance);
        List<Callable<double[]>> machines = IntStream.range(0, classes)
                .mapToObj(k -> (Callable<double[]>) () -> machine(x, rows, k, parameter)).toList();
        ExecutorService pool = Executors.newFixedThreadPool(JniUtils.getNumThreads());
        try {
            float[] weights = new float[rows.width() * classes];
            float[] bias = new float[classes];
            List<Future<double[]>> solved = pool.invokeAll(machines);
            for (int k = 0; k < classes; k++) {
                double[] w = solved.get(k).get();
                for (int j = 0; j < rows.width(); j++) {
                    weights[j * classes + k] = (float) w[j];
                }
                bias[k] = (float) w[rows.width()];
            }
            try (NDManager scratch = owner.newSubManager()) {
                return LinearClassifier.of(owner, scratch.create(weights, new Shape(rows.width(), classes)), scratch.create(bias));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while training", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("LIBLINEAR failed: " + e.getCause(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    /** Weights and bias of one class; the library gives them the sign of the label that it meets first. */
    private static double[] machine(Feature[][] x, LabelledRows rows, int label, Parameter parameter) {
        Problem problem = new Problem();
        problem.l = x.length;
        problem.n = rows.width() + 1;
        problem.bias = 1;
        problem.x = x;
        problem.y = IntStream.range(0, x.length).mapToDouble(i -> rows.label(i) == label ? 1 : -1).toArray();
        boolean alone = Arrays.stream(problem.y).distinct().count() == 1;
        if (alone) {
            return alone(rows.width(), problem.y[0] > 0);
        }
        Model model = Linear.train(problem, parameter.clone());
        double[] w = model.getFeatureWeights().clone();
        if (model.getLabels()[0] < 0) {
            IntStream.range(0, w.length).forEach(j -> w[j] = -w[j]);
        }
        return w;
    }

    /** The library wants rows of both kinds; with one kind alone, only the bias says which. */
    private static double[] alone(int width, boolean positive) {
        double[] w = new double[width + 1];
        w[width] = positive ? 1 : -1;
        return w;
    }

    private static Feature[][] features(LabelledRows rows, NDManager manager) {
        int d = rows.width();
        Feature[][] x = new Feature[rows.size()][d + 1];
        Feature one = new FeatureNode(d + 1, 1);
        for (int from = 0; from < x.length; from += BLOCK) {
            int[] block = IntStream.range(from, Math.min(from + BLOCK, x.length)).toArray();
            try (NDManager scratch = manager.newSubManager()) {
                NDArray values = rows.rows(block, scratch);
                float[] host = values.toFloatArray();
                for (int i = 0; i < block.length; i++) {
                    for (int j = 0; j < d; j++) {
                        x[from + i][j] = new FeatureNode(j + 1, host[i * d + j]);
                    }
                    x[from + i][d] = one;
                }
            }
        }
        return x;
    }
}
