package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;

/** What gives scores of examples: a {@link Classifier}, or a network by itself. */
@FunctionalInterface
public interface Predictor {
    /**
     * Scores of examples, without gradients.
     *
     * @param examples shape (n, ...)
     * @return shape (n, outputs); larger is more likely
     */
    NDArray predict(NDArray examples);
}
