package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;

/**
 * A learner of labelled examples. The engine calls {@link #learn} for every task in order and {@link #predict} in between; a learner
 * never sees test data, labels of later tasks or, while predicting, the task an example comes from.
 */
@Learns("labelled examples")
public interface Classifier extends Learner, Predictor {
    /** Learns one task within the budget. */
    void learn(TaskData task, Budget budget);

    /**
     * Scores examples, without recording gradients.
     *
     * @param examples as stored, shape (n, ...)
     * @return one score per class, shape (n, classes), FLOAT32, owned by the manager of the examples; the class with the
     *     largest score is the prediction. Classes beyond the last column were never heard of.
     */
    @Override
    NDArray predict(NDArray examples);
}
