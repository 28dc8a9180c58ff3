package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;

/** Losses over a batch, as scalars that gradients flow through. */
public final class Losses {
    /** Added to a score, takes an output out of the running: its share of a softmax is 0. */
    public static final float OUT = -1e9f;

    private Losses() {}

    /** 1 for the outputs that are in the running, 0 for those that are {@link #OUT}; of the logits' shape, FLOAT32, without a gradient. */
    public static NDArray running(NDArray logits) {
        return logits.stopGradient().gt(OUT / 2).toType(DataType.FLOAT32, false);
    }

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

    /**
     * Binary cross-entropy, summed over the classes and averaged over the examples: -(1/n) sum_i sum_k t_ik log s(z_ik) + (1 - t_ik)
     * log(1 - s(z_ik)), s being the logistic function, in the form that does not overflow.
     *
     * @param logits z, shape (n, classes)
     * @param targets t, shape (n, classes), in [0, 1]
     */
    public static NDArray binaryCrossEntropy(NDArray logits, NDArray targets) {
        NDArray softPlus = logits.abs().neg().exp().add(1).log();
        return Activation.relu(logits).sub(logits.mul(targets)).add(softPlus).sum(new int[] {1}).mean();
    }

    /**
     * Cross-entropy between softened scores: -(1/n) sum_i sum_k p_ik log q_ik with p = softmax(old / T) and q = softmax(logits / T)
     * (Hinton, Vinyals and Dean, 2015; Li and Hoiem, TPAMI 2018, equations 2 and 3).
     *
     * @param logits shape (n, classes)
     * @param old scores to stay near to, shape (n, classes); no gradient flows through them
     * @param temperature T, above 0
     */
    public static NDArray distillation(NDArray logits, NDArray old, double temperature) {
        NDArray p = old.stopGradient().div(temperature).softmax(1);
        return p.mul(logits.div(temperature).logSoftmax(1)).sum(new int[] {1}).mean().neg();
    }
}
