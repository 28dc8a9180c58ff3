package org.palimpsest.methods;

import static org.testng.Assert.assertEquals;

import java.util.Arrays;
import java.util.List;

/** The linear network in doubles, with cross-entropy and its gradient written out: the yardstick of the golden tests. */
public final class SoftmaxRegression {
    private final double[][] weight;
    private final double[] bias;
    private final double[][] weightGradient;
    private final double[] biasGradient;

    /** Starts from a network's weights. */
    public SoftmaxRegression(Workbench bench) {
        this(bench.weights());
    }

    /** Starts from weights, shape (classes, pixels), and biases. */
    public SoftmaxRegression(List<float[]> start) {
        int classes = start.get(1).length;
        int pixels = start.get(0).length / classes;
        weight = new double[classes][pixels];
        bias = new double[classes];
        weightGradient = new double[classes][pixels];
        biasGradient = new double[classes];
        for (int c = 0; c < classes; c++) {
            bias[c] = start.get(1)[c];
            for (int k = 0; k < pixels; k++) {
                weight[c][k] = start.get(0)[c * pixels + k];
            }
        }
    }

    /** All classes may be predicted. */
    public boolean[] all() {
        boolean[] all = new boolean[bias.length];
        Arrays.fill(all, true);
        return all;
    }

    /**
     * Adds the gradient of the mean cross-entropy of some examples over the allowed classes, and returns the cross-entropy:
     * the gradient of example x with label y is (p_c - [c = y]) x for class c, with p the softmax over the allowed classes.
     */
    public double addCrossEntropy(List<int[]> images, List<Integer> labels, boolean[] allowed) {
        return addCrossEntropy(images, labels, allowed, 1);
    }

    /** As {@link #addCrossEntropy(List, List, boolean[])}, times a weight. */
    public double addCrossEntropy(List<int[]> images, List<Integer> labels, boolean[] allowed, double factor) {
        double loss = 0;
        int n = labels.size();
        for (int i = 0; i < n; i++) {
            double[] p = probabilities(images.get(i), allowed);
            loss -= factor * Math.log(p[labels.get(i)]) / n;
            for (int c = 0; c < p.length; c++) {
                addGradient(c, factor * (p[c] - (c == labels.get(i) ? 1 : 0)) / n, images.get(i));
            }
        }
        return loss;
    }

    /**
     * Adds the gradient of weight / (n m) times the sum of squared differences between the first m_i scores of example i and its
     * targets, m being the mean of all m_i, and returns that error.
     */
    public double addSquaredError(List<int[]> images, List<double[]> targets, double weight) {
        double entries = targets.stream().mapToInt(t -> t.length).sum();
        double loss = 0;
        for (int i = 0; i < targets.size(); i++) {
            double[] scores = scores(images.get(i));
            for (int c = 0; c < targets.get(i).length; c++) {
                double difference = scores[c] - targets.get(i)[c];
                loss += weight * difference * difference / entries;
                addGradient(c, 2 * weight * difference / entries, images.get(i));
            }
        }
        return loss;
    }

    /** Adds the gradient of the binary cross-entropy of the first scores of an image against as many targets, times a factor. */
    public void addSigmoidError(int[] image, double[] targets, double factor) {
        double[] scores = scores(image);
        for (int c = 0; c < targets.length; c++) {
            addGradient(c, factor * (1 / (1 + Math.exp(-scores[c])) - targets[c]), image);
        }
    }

    /** The scores of an image. */
    public double[] scores(int[] image) {
        double[] scores = bias.clone();
        for (int c = 0; c < scores.length; c++) {
            for (int k = 0; k < image.length; k++) {
                scores[c] += weight[c][k] * image[k] / 255.0;
            }
        }
        return scores;
    }

    private void addGradient(int c, double error, int[] image) {
        biasGradient[c] += error;
        for (int k = 0; k < image.length; k++) {
            weightGradient[c][k] += error * image[k] / 255.0;
        }
    }

    /** Adds a gradient that is given by what the loss of an image changes with each of the first scores. */
    public void addErrors(int[] image, double[] errors) {
        for (int c = 0; c < errors.length; c++) {
            addGradient(c, errors[c], image);
        }
    }

    /** The weights, biases last, laid out as the gradient is. */
    public double[] values() {
        double[] values = new double[bias.length * (weight[0].length + 1)];
        int at = 0;
        for (double[] row : weight) {
            System.arraycopy(row, 0, values, at, row.length);
            at += row.length;
        }
        System.arraycopy(bias, 0, values, at, bias.length);
        return values;
    }

    /** Gives out the gradient, biases last, and leaves zeros. */
    public double[] takeGradient() {
        double[] gradient = new double[bias.length * (weight[0].length + 1)];
        int at = 0;
        for (double[] row : weightGradient) {
            System.arraycopy(row, 0, gradient, at, row.length);
            at += row.length;
            Arrays.fill(row, 0);
        }
        System.arraycopy(biasGradient, 0, gradient, at, bias.length);
        Arrays.fill(biasGradient, 0);
        return gradient;
    }

    /** Makes a step of plain SGD along a gradient laid out so. */
    public void step(double[] gradient, double lr) {
        int at = 0;
        for (double[] row : weight) {
            for (int k = 0; k < row.length; k++) {
                row[k] -= lr * gradient[at++];
            }
        }
        for (int c = 0; c < bias.length; c++) {
            bias[c] -= lr * gradient[at++];
        }
    }

    private double[] probabilities(int[] image, boolean[] allowed) {
        double[] p = new double[bias.length];
        double sum = 0;
        for (int c = 0; c < p.length; c++) {
            double logit = bias[c];
            for (int k = 0; k < image.length; k++) {
                logit += weight[c][k] * image[k] / 255.0;
            }
            p[c] = allowed[c] ? Math.exp(logit) : 0;
            sum += p[c];
        }
        for (int c = 0; c < p.length; c++) {
            p[c] /= sum;
        }
        return p;
    }

    /** One step of plain SGD. */
    public void step(double lr) {
        for (int c = 0; c < bias.length; c++) {
            bias[c] -= lr * biasGradient[c];
            biasGradient[c] = 0;
            for (int k = 0; k < weight[c].length; k++) {
                weight[c][k] -= lr * weightGradient[c][k];
                weightGradient[c][k] = 0;
            }
        }
    }

    /** Checks that a network has these weights. */
    public void assertEqualTo(Workbench bench) {
        float[] w = bench.weights().get(0);
        for (int c = 0; c < bias.length; c++) {
            assertEquals(bench.weights().get(1)[c], bias[c], 1e-5, "bias of class " + c);
            for (int k = 0; k < weight[c].length; k++) {
                assertEquals(w[c * weight[c].length + k], weight[c][k], 1e-5, "weight " + k + " of class " + c);
            }
        }
    }
}
