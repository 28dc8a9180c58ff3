package org.palimpsest.harness.api;

import ai.djl.ndarray.NDManager;

/** A memory of past examples, kept as stored (not augmented, not normalised). */
public interface ReplayBuffer extends Stateful {
    /** Examples it can hold. */
    int capacity();

    /** Examples it holds. */
    int size();

    /** Shows the examples of a stream batch to the memory, which keeps some of them. */
    void offer(Batch batch);

    /**
     * Draws different examples, uniformly.
     *
     * @param manager owner of the batch
     * @param count examples wanted; fewer are drawn if fewer are held, none if the memory is empty
     */
    Batch sample(NDManager manager, int count);

    /** Bytes of examples and labels at full capacity. */
    long bytes();
}
