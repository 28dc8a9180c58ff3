package org.palimpsest.harness.api.training;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.palimpsest.harness.api.Batch;

/**
 * The scores that the stream batch of a step gets on its way through the loss: those of the first batch that is scored and begins
 * with it, for methods put examples from a memory behind it.
 */
final class StreamScores {
    private int[] labels = new int[0];
    private NDArray logits;

    /** A step begins. */
    void begin(Batch stream) {
        labels = stream.hostLabels();
        logits = null;
    }

    /** A batch of the step was scored. */
    void offer(Batch batch, NDArray scores) {
        if (logits == null && labels.length > 0 && beginsWithStream(batch.hostLabels())) {
            logits = scores;
        }
    }

    private boolean beginsWithStream(int[] others) {
        int n = labels.length;
        return others.length >= n && Arrays.equals(others, 0, n, labels, 0, n);
    }

    /** The step's loss is known: tells the listener, if the batch was scored. Comes when the device has been waited for anyway. */
    void report(StepListener listener) {
        if (logits != null) {
            float[] scores = logits.toFloatArray();
            int outputs = scores.length / (int) logits.getShape().get(0);
            double loss = 0;
            int correct = 0;
            for (int i = 0; i < labels.length; i++) {
                int best = best(scores, i * outputs, outputs);
                double top = scores[best];
                loss += top + Math.log(sum(scores, i * outputs, outputs, top)) - scores[i * outputs + labels[i]];
                if (best == i * outputs + labels[i]) {
                    correct++;
                }
            }
            listener.scored(loss, correct, labels.length);
        }
        labels = new int[0];
        logits = null;
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
