package org.palimpsest.harness.api.memory;

import ai.djl.ndarray.NDManager;
import com.google.inject.Inject;
import com.google.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;

/**
 * Makes the memories of a run, and knows them all: a gradient method's memories are part of its snapshot and of its cost
 * without further ado.
 */
@Singleton
public final class Memories implements Stateful {
    private final NDManager manager;
    private final Randomness random;
    private final List<Memory> made = new ArrayList<>();
    private int ofMethod;
    private int ofAddOns;

    /** Memories whose arrays belong to the manager. */
    @Inject
    public Memories(NDManager manager, Randomness random) {
        this.manager = manager;
        this.random = random;
    }

    /** A reservoir: each example seen so far is held with the same probability. */
    public ReplayBuffer reservoir(int capacity) {
        return with(capacity, new ReservoirRetention());
    }

    /** A ring per class, of capacity / classes slots each, with the latest examples of the class. */
    public ReplayBuffer ring(int capacity, int classes) {
        return with(capacity, new RingRetention(capacity, classes));
    }

    /** As many examples of each class seen so far as the capacity allows, chosen greedily. */
    public ReplayBuffer classBalanced(int capacity) {
        return with(capacity, new ClassBalancedRetention());
    }

    /**
     * A memory of that kind.
     *
     * @param capacity examples, at least 1; see {@link MemoryKind#problem}
     * @param classes of the whole stream
     */
    public ReplayBuffer of(MemoryKind kind, int capacity, int classes) {
        return switch (kind) {
            case RESERVOIR -> reservoir(capacity);
            case RING -> ring(capacity, classes);
            case CLASS_BALANCED -> classBalanced(capacity);
        };
    }

    /**
     * A memory that grows with the classes seen, by as many examples of each; room for those of all classes is set aside.
     *
     * @param perClass examples of each class, at least 1; see {@link MemoryKind#problemPerClass}
     * @param classes of the whole stream
     */
    public ReplayBuffer perClass(MemoryKind kind, int perClass, int classes) {
        kind.problemPerClass(perClass, classes).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        return kind == MemoryKind.RING ? ring(perClass * classes, classes) : with(perClass * classes, new ClassBalancedRetention(perClass));
    }

    /**
     * A memory that keeps what a rule of the method's own says.
     *
     * @param capacity examples, at least 1
     */
    public ReplayBuffer with(int capacity, Retention retention) {
        return make(ofMethod++, capacity, retention);
    }

    /** A memory of exemplars that a method picks itself, class by class. */
    public ExemplarSet exemplars(int capacity) {
        ExemplarSet set = new ExemplarSet(manager, capacity);
        made.add(set);
        return set;
    }

    /** A reservoir of an add-on: the method beside it draws from its own memories as it would alone. */
    public ReplayBuffer reservoirBeside(int capacity) {
        return make(--ofAddOns, capacity, new ReservoirRetention());
    }

    /** Each memory has dice of its own, by its number, so that two of one method do not keep the same examples. */
    private ReplayBuffer make(int number, int capacity, Retention retention) {
        ReplayBuffer buffer = new SlotMemory(manager, random, number, capacity, retention);
        made.add(buffer);
        return buffer;
    }

    /** Bytes of all memories made so far. */
    public long bytes() {
        return made.stream().mapToLong(Memory::bytes).sum();
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
