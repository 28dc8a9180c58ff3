package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;

/** Losses over a batch, as scalars that gradients flow through. */
public final class Losses {
    private Losses() {}

    /**
     * Mean cross-entropy: -(1/n) sum_i log softmax(logits_i)[label_i].
     *
     * @param logits shape (n, classes)
     * @param labels shape (n), INT64, each below {@code classes}
     */
    public static NDArray crossEntropy(NDArray logits, NDArray labels) {
        return logits.logSoftmax(1).gather(labels.expandDims(1), 1).mean().neg();
    }

    /** Cross-entropy of each example, shape (n); see {@link #crossEntropy}. */
    public static NDArray crossEntropies(NDArray logits, NDArray labels) {
        return logits.logSoftmax(1).gather(labels.expandDims(1), 1).squeeze(1).neg();
    }
}
