package org.palimpsest.methods.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.palimpsest.harness.api.Randomness;

/** Rows that lie on the host. */
final class HostRows implements LabelledRows {
    private final float[][] x;
    private final int[] labels;

    HostRows(float[][] x, int... labels) {
        this.x = x;
        this.labels = labels;
    }

    /** Normal clouds around random means, at length 1; class k has {@code perClass + k} rows. */
    static HostRows clouds(int classes, int perClass, int d, double spread, long seed) {
        UniformRandomProvider random = new Randomness(seed).get("clouds");
        ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
        int n = classes * perClass + classes * (classes - 1) / 2;
        float[][] x = new float[n][d];
        int[] labels = new int[n];
        int row = 0;
        for (int k = 0; k < classes; k++) {
            double[] mean = new double[d];
            java.util.Arrays.setAll(mean, j -> normal.sample());
            for (int i = 0; i < perClass + k; i++, row++) {
                labels[row] = k;
                double square = 0;
                for (int j = 0; j < d; j++) {
                    x[row][j] = (float) (mean[j] + spread * normal.sample());
                    square += x[row][j] * x[row][j];
                }
                for (int j = 0; j < d; j++) {
                    x[row][j] /= (float) Math.sqrt(square);
                }
            }
        }
        return new HostRows(x, labels);
    }

    @Override
    public int size() {
        return x.length;
    }

    @Override
    public int width() {
        return x[0].length;
    }

    @Override
    public int label(int row) {
        return labels[row];
    }

    @Override
    public NDArray rows(int[] numbers, NDManager manager) {
        float[] values = new float[numbers.length * width()];
        for (int i = 0; i < numbers.length; i++) {
            System.arraycopy(x[numbers[i]], 0, values, i * width(), width());
        }
        return manager.create(values, new Shape(numbers.length, width()));
    }

    /** (|w|^2 + b^2) / 2 + C sum of max(0, 1 - y (w . x + b))^2 for each class, in double precision. */
    double[] objectives(LinearClassifier classifier, double c) {
        float[] w = classifier.weights().toFloatArray();
        float[] b = classifier.bias().toFloatArray();
        double[] values = new double[b.length];
        for (int k = 0; k < b.length; k++) {
            double sum = b[k] * (double) b[k];
            for (int j = 0; j < width(); j++) {
                sum += w[j * b.length + k] * (double) w[j * b.length + k];
            }
            values[k] = sum / 2;
            for (int i = 0; i < x.length; i++) {
                double score = b[k];
                for (int j = 0; j < width(); j++) {
                    score += w[j * b.length + k] * (double) x[i][j];
                }
                double error = Math.max(0, 1 - (labels[i] == k ? score : -score));
                values[k] += c * error * error;
            }
        }
        return values;
    }
}
