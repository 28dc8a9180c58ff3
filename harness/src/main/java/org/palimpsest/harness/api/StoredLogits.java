package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Scores that a network gave to examples when they were put into a memory.
 *
 * @param values shape (n, width), FLOAT32
 * @param widths how many of a row's scores the head had then; what follows in the row is 0 and means nothing
 */
public record StoredLogits(NDArray values, int[] widths) {
    /** The scores of a batch that is about to be offered: all outputs that there are. Gradients do not flow through them. */
    public static StoredLogits of(NDArray logits) {
        NDArray values = logits.stopGradient();
        int[] widths = new int[(int) values.getShape().get(0)];
        Arrays.fill(widths, (int) values.getShape().get(1));
        return new StoredLogits(values, widths);
    }

    /**
     * Mean squared difference between new scores and these, over the scores that there were when they were stored (Buzzega et al.,
     * Dark Experience for General Continual Learning, NeurIPS 2020, equation 6).
     *
     * @param logits of the same examples, shape (n, outputs), outputs at least as many as the widest row
     * @return a scalar
     */
    public NDArray meanSquaredError(NDArray logits) {
        int n = widths.length;
        int outputs = (int) logits.getShape().get(1);
        int width = (int) values.getShape().get(1);
        long known = 0;
        float[] mask = new float[n * width];
        for (int i = 0; i < n; i++) {
            known += widths[i];
            Arrays.fill(mask, i * width, i * width + widths[i], 1);
        }
        NDArray old = outputs == width ? logits : logits.get(":, :" + width);
        NDArray difference = old.sub(values);
        if (known == (long) n * width) {
            return difference.square().mean();
        }
        NDArray counted = difference.mul(values.getManager().create(mask, new Shape(n, width)));
        return counted.square().sum().div(Math.max(known, 1));
    }
}
