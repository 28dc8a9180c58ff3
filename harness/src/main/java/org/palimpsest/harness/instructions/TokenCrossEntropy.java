package org.palimpsest.harness.instructions;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Losses;
import org.palimpsest.harness.api.Objective;

/**
 * Cross-entropy of the tokens that are asked for: those of the answers, and their ends. Outputs have a row for each of them, example after example, see
 * {@link org.palimpsest.harness.api.text.TextBackboneModule}.
 */
final class TokenCrossEntropy implements Objective {
    /**
     * What is asked for in a batch.
     *
     * @param tokens shape (m), INT64
     * @param counts of each example
     */
    private record Wanted(NDArray tokens, int[] counts) {
        /** Reads it off what the network has read. */
        static Wanted of(Batch batch) {
            Shape shape = batch.examples().getShape();
            int n = (int) shape.get(0);
            int width = (int) shape.get(2);
            int[] all = batch.examples().toIntArray();
            int[] counts = new int[n];
            long[] tokens = new long[n * width];
            int m = 0;
            for (int i = 0; i < n; i++) {
                int row = 2 * i * width;
                for (int p = 0; p + 1 < width; p++) {
                    if (all[row + width + p] == 1) {
                        tokens[m++] = all[row + p + 1];
                        counts[i]++;
                    }
                }
            }
            NDManager manager = batch.manager();
            return new Wanted(manager.create(Arrays.copyOf(tokens, m), new Shape(m)), counts);
        }

        /** Weights that make means over the tokens of each example, shape (n, m). */
        NDArray means(NDManager manager) {
            int m = (int) tokens.size();
            float[] weights = new float[counts.length * m];
            int at = 0;
            for (int i = 0; i < counts.length; i++) {
                for (int k = 0; k < counts[i]; k++) {
                    weights[i * m + at++] = 1f / counts[i];
                }
            }
            return manager.create(weights, new Shape(counts.length, m));
        }
    }

    /** The mean over the tokens of each example. */
    @Override
    public NDArray losses(NDArray outputs, Batch batch) {
        Wanted wanted = Wanted.of(batch);
        return wanted.means(batch.manager()).matMul(Losses.crossEntropies(outputs, wanted.tokens()).reshape(wanted.tokens().size(), 1))
                .reshape(batch.size());
    }

    /** The mean over all tokens, as language models are trained. */
    @Override
    public NDArray loss(NDArray outputs, Batch batch) {
        return Losses.crossEntropy(outputs, Wanted.of(batch).tokens());
    }

    /** An answer is right where each of its tokens is the most likely one after those before it. */
    @Override
    public Tally tally(NDArray outputs, Batch batch) {
        Wanted wanted = Wanted.of(batch);
        int m = (int) wanted.tokens().size();
        try (NDManager scratch = batch.manager().newSubManager()) {
            NDArray own = outputs.stopGradient().get(":" + m);
            own.attach(scratch);
            float[] losses = Losses.crossEntropies(own, wanted.tokens()).toFloatArray();
            long[] best = own.argMax(1).toLongArray();
            long[] tokens = wanted.tokens().toLongArray();
            double loss = 0;
            int right = 0;
            int at = 0;
            for (int count : wanted.counts()) {
                double sum = 0;
                boolean all = true;
                for (int k = 0; k < count; k++, at++) {
                    sum += losses[at];
                    all &= best[at] == tokens[at];
                }
                loss += sum / Math.max(1, count);
                right += all ? 1 : 0;
            }
            return new Tally(loss, right);
        }
    }

    @Override
    public boolean readsExamples() {
        return true;
    }
}
