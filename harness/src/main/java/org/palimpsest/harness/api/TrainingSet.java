package org.palimpsest.harness.api;

import ai.djl.ndarray.NDManager;

/**
 * What a learner goes over in passes, a batch at a time.
 *
 * @param <B> what a batch is
 */
public interface TrainingSet<B> {
    /** Number of examples, n. */
    int size();

    /** The order in which pass number {@code epoch}, from 0, visits the examples: all numbers from 0 to n - 1. */
    int[] order(int epoch);

    /** The examples {@code order[from .. to - 1]}, owned by the manager. */
    B batch(NDManager manager, int[] order, int from, int to);
}
