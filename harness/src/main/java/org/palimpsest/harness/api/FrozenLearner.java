package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;

/**
 * A learner whose features stay as they are once it has learned the first task. An examination then computes the features of each
 * test example once in a run, and later ones only ask for the scores.
 */
public interface FrozenLearner extends Classifier {
    /** Whether the features are final: from then on, and after a restart, the same examples have the same features. */
    boolean frozen();

    /** Features of examples as stored, shape (n, ...) to (n, d), owned by the manager of the examples. */
    NDArray features(NDArray examples);

    /** Scores of features, shape (n, d) to (n, classes), owned by the manager of the features; {@link #predict} of these examples. */
    NDArray scores(NDArray features);
}
