package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;

/** Cross-entropy of the labels' classes; the class with the largest output is the answer. */
public final class CrossEntropy implements Objective {
    @Override
    public NDArray losses(NDArray outputs, Batch batch) {
        return Losses.crossEntropies(outputs, batch.labels());
    }

    @Override
    public NDArray loss(NDArray outputs, Batch batch) {
        return Losses.crossEntropy(outputs, batch.labels());
    }

    @Override
    public Tally tally(NDArray outputs, Batch batch) {
        float[] scores = outputs.toFloatArray();
        int width = scores.length / (int) outputs.getShape().get(0);
        double loss = 0;
        int right = 0;
        for (int i = 0; i < batch.size(); i++) {
            int label = i * width + batch.hostLabels()[i];
            int best = best(scores, i * width, width);
            double top = scores[best];
            loss += top + Math.log(sum(scores, i * width, width, top)) - scores[label];
            right += best == label ? 1 : 0;
        }
        return new Tally(loss, right);
    }

    private static int best(float[] scores, int from, int count) {
        int best = from;
        for (int c = from + 1; c < from + count; c++) {
            if (scores[c] > scores[best]) {
                best = c;
            }
        }
        return best;
    }

    private static double sum(float[] scores, int from, int count, double top) {
        double sum = 0;
        for (int c = from; c < from + count; c++) {
            sum += Math.exp(scores[c] - top);
        }
        return sum;
    }
}
