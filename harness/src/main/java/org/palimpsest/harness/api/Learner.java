package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;

/**
 * One method living through one stream. The engine calls {@link #learn} for every task in order and {@link #predict} in
 * between; a learner never sees test data, labels of later tasks or, while predicting, the task an example comes from.
 */
public interface Learner extends Stateful, AutoCloseable {
    /** Learns one task within the budget. */
    void learn(TaskData task, Budget budget);

    /**
     * Scores examples, without recording gradients.
     *
     * @param examples as stored, shape (n, ...)
     * @return one score per class, shape (n, classes), FLOAT32, owned by the manager of the examples; the class with the
     *     largest score is the prediction. Classes beyond the last column were never heard of.
     */
    NDArray predict(NDArray examples);

    /** Bytes that the method keeps of past tasks: stored examples, labels, logits, statistics; network weights not counted. */
    default long memoryBytes() {
        return 0;
    }

    /** Frees native memory that is not owned by the run's manager. */
    @Override
    default void close() {}
}
