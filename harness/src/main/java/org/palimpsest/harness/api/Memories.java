package org.palimpsest.harness.api;

import ai.djl.ndarray.NDManager;
import com.google.inject.Inject;
import com.google.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the memories of a run, and knows them all: a gradient method's memories are part of its snapshot and of its cost
 * without further ado.
 */
@Singleton
public final class Memories implements Stateful {
    private final NDManager manager;
    private final Randomness random;
    private final List<ReplayBuffer> made = new ArrayList<>();

    /** Memories whose arrays belong to the manager. */
    @Inject
    public Memories(NDManager manager, Randomness random) {
        this.manager = manager;
        this.random = random;
    }

    /** A reservoir of {@code capacity} examples, capacity at least 1. */
    public ReplayBuffer reservoir(int capacity) {
        // each memory has dice of its own, so that two of one method do not keep the same examples
        ReplayBuffer buffer = new ReservoirBuffer(manager, random, made.size(), capacity);
        made.add(buffer);
        return buffer;
    }

    /** Bytes of all memories made so far. */
    public long bytes() {
        return made.stream().mapToLong(ReplayBuffer::bytes).sum();
    }

    @Override
    public void save(State state) {
        for (int i = 0; i < made.size(); i++) {
            made.get(i).save(state.scope(Integer.toString(i)));
        }
    }

    @Override
    public void load(State state) {
        for (int i = 0; i < made.size(); i++) {
            made.get(i).load(state.scope(Integer.toString(i)));
        }
    }
}
