package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;
import com.google.inject.ImplementedBy;

/**
 * What a network is trained towards: the loss of its outputs. The kind of stream binds it, {@link CrossEntropy} of classes if it binds nothing, and
 * a {@link LabelledAddOn} may change it. A method that asks for it, and for nothing else that is of classes alone, learns them all.
 */
@ImplementedBy(CrossEntropy.class)
public interface Objective {
    /**
     * The loss of each example; gradients flow through it.
     *
     * @param outputs of the network, shape (n, outputs); some may be {@linkplain Losses#running out of the running}
     * @param batch the n examples, with their labels and targets
     * @return shape (n)
     */
    NDArray losses(NDArray outputs, Batch batch);

    /** The mean of the {@link #losses}, a scalar. */
    default NDArray loss(NDArray outputs, Batch batch) {
        return losses(outputs, batch).mean();
    }

    /**
     * How a step's examples did, for the training curve.
     *
     * @param outputs shape (m, outputs), m at least n; the first n rows are those of the batch
     * @param batch n examples
     */
    Tally tally(NDArray outputs, Batch batch);

    /** Whether a {@link #tally} looks at the examples or targets of a batch, which do not outlive their step, and not only at its labels. */
    default boolean readsExamples() {
        return false;
    }

    /**
     * How some examples did.
     *
     * @param loss sum of their losses
     * @param right for how many of them the outputs are a right answer
     */
    record Tally(double loss, int right) {}
}
