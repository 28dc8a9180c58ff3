package org.palimpsest.harness.api;

import ai.djl.ndarray.NDManager;
import com.google.inject.Inject;

/** Makes the memories of a run. */
public final class Memories {
    private final NDManager manager;
    private final Randomness random;

    /** Memories whose arrays belong to the manager. */
    @Inject
    public Memories(NDManager manager, Randomness random) {
        this.manager = manager;
        this.random = random;
    }

    /** A reservoir of {@code capacity} examples, capacity at least 1. */
    public ReplayBuffer reservoir(int capacity) {
        return new ReservoirBuffer(manager, random, capacity);
    }
}
