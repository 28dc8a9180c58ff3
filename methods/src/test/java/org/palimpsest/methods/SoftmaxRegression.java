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
        List<float[]> start = bench.weights();
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
    public double addCrossEntropy(List<int[]> pictures, List<Integer> labels, boolean[] allowed) {
        double loss = 0;
        int n = labels.size();
        for (int i = 0; i < n; i++) {
            double[] p = probabilities(pictures.get(i), allowed);
            loss -= Math.log(p[labels.get(i)]) / n;
            for (int c = 0; c < p.length; c++) {
                double error = (p[c] - (c == labels.get(i) ? 1 : 0)) / n;
                biasGradient[c] += error;
                for (int k = 0; k < weight[c].length; k++) {
                    weightGradient[c][k] += error * pictures.get(i)[k] / 255.0;
                }
            }
        }
        return loss;
    }

    private double[] probabilities(int[] picture, boolean[] allowed) {
        double[] p = new double[bias.length];
        double sum = 0;
        for (int c = 0; c < p.length; c++) {
            double logit = bias[c];
            for (int k = 0; k < picture.length; k++) {
                logit += weight[c][k] * picture[k] / 255.0;
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
