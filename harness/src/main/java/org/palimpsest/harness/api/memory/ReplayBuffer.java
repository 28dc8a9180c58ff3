package org.palimpsest.harness.api.memory;

import ai.djl.ndarray.NDManager;
import org.palimpsest.harness.api.Batch;

/**
 * A memory of past examples, kept as stored (not augmented, not normalised), with their labels and, where the batches offered to it
 * carry them, their {@linkplain Batch#withTargets targets} and the {@linkplain Batch#withLogits scores} that they were given then.
 */
public interface ReplayBuffer extends Memory {
    /** Examples it can hold. */
    int capacity();

    /** Examples it holds. */
    int size();

    /** Examples that it was offered so far. */
    long offered();

    /** Shows the examples of a stream batch to the memory, which keeps some of them. */
    void offer(Batch batch);

    /**
     * Draws different examples, uniformly.
     *
     * @param manager owner of the batch
     * @param count examples wanted; fewer are drawn if fewer are held, none if the memory is empty
     */
    Batch sample(NDManager manager, int count);

    /** The examples in some slots, numbered from 0 to {@link #size} - 1; owned by the manager. */
    Batch select(NDManager manager, int... slots);

    /** All examples held, in no particular order; owned by the manager. */
    Batch all(NDManager manager);

    /** Bytes of examples, labels, targets and scores at full capacity. */
    @Override
    long bytes();
}
