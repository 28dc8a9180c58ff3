package org.palimpsest.methods.linear;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDManager;
import java.util.stream.IntStream;
import org.testng.annotations.Test;

public class SoftmaxClassifierTest {
    private static final float[][] X = {{1, 0.5f}, {-0.5f, 2}, {0.25f, -1}, {1.5f, 1}, {-1, -0.5f}};
    private static final int[] LABELS = {0, 1, 2, 0, 2};

    /** Two passes of batches of 2, 2 and 1, by hand in double precision. */
    @Test
    public void followsItsUpdateRule() {
        double[][] w = new double[3][3]; // the two weights and the bias of each class
        double[][] v = new double[3][3];
        int[][] orders = {{4, 2, 0, 1, 3}, {0, 1, 2, 3, 4}};
        for (int epoch = 0; epoch < 2; epoch++) {
            double lr = 0.3 / 2 * (1 + Math.cos(Math.PI * epoch / 2));
            for (int from = 0; from < 5; from += 2) {
                int n = Math.min(2, 5 - from);
                double[][] g = new double[3][3];
                for (int i = from; i < from + n; i++) {
                    double[] p = softmax(w, X[orders[epoch][i]]);
                    for (int k = 0; k < 3; k++) {
                        double error = (p[k] - (LABELS[orders[epoch][i]] == k ? 1 : 0)) / n;
                        g[k][0] += error * X[orders[epoch][i]][0];
                        g[k][1] += error * X[orders[epoch][i]][1];
                        g[k][2] += error;
                    }
                }
                for (int k = 0; k < 3; k++) {
                    for (int j = 0; j < 3; j++) {
                        v[k][j] = 0.9 * v[k][j] + g[k][j] + 0.01 * w[k][j];
                        w[k][j] -= lr * v[k][j];
                    }
                }
            }
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            LinearClassifier layer = new SoftmaxClassifier(2, 0.3, 2, 0.9, 0.01).train(new HostRows(X, LABELS), 3, epoch -> orders[epoch], manager);
            for (int k = 0; k < 3; k++) {
                assertEquals(layer.weights().toFloatArray()[k], w[k][0], 1e-6);
                assertEquals(layer.weights().toFloatArray()[3 + k], w[k][1], 1e-6);
                assertEquals(layer.bias().toFloatArray()[k], w[k][2], 1e-6);
            }
            assertTrue(manager.getManagedArrays().size() <= 2, "nothing is left behind but the result");
        }
    }

    private static double[] softmax(double[][] w, float[] x) {
        double[] e = IntStream.range(0, 3).mapToDouble(k -> Math.exp(w[k][0] * x[0] + w[k][1] * x[1] + w[k][2])).toArray();
        double sum = e[0] + e[1] + e[2];
        return new double[] {e[0] / sum, e[1] / sum, e[2] / sum};
    }

    @Test
    public void aClassCanBeRuledOut() {
        try (NDManager manager = NDManager.newBaseManager()) {
            SoftmaxClassifier trainer = new SoftmaxClassifier(1, 0.3, 5, 0, 0);
            LinearClassifier layer = trainer.train(new HostRows(X, LABELS), 3, epoch -> new int[] {0, 1, 2, 3, 4}, manager);
            float[] before = layer.scores(manager.create(new float[][] {X[3]})).toFloatArray();
            layer.shift(new boolean[] {false, true, false}, -100);
            float[] after = layer.scores(manager.create(new float[][] {X[3]})).toFloatArray();
            assertEquals(after[0], before[0]);
            assertEquals(after[1], before[1] - 100, 1e-4);
        }
    }
}
