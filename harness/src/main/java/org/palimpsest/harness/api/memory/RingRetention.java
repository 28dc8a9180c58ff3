package org.palimpsest.harness.api.memory;

import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.State;

/**
 * A ring per class: each has capacity / classes slots, in which its latest examples are (Chaudhry et al., On Tiny Episodic Memories
 * in Continual Learning, 2019, section 4, ring buffer).
 */
final class RingRetention implements Retention {
    private final int perClass;
    private final int[] slots; // of each class, by position in its ring
    private final int[] counts; // examples offered of each class

    /** Rings for so many classes, which must not outnumber the slots. */
    RingRetention(int capacity, int classes) {
        MemoryKind.RING.problem(capacity, classes).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        perClass = capacity / classes;
        slots = new int[classes * perClass];
        counts = new int[classes];
    }

    @Override
    public String name() {
        return "ring";
    }

    @Override
    public int[] slots(Batch batch, ReplayBuffer memory, UniformRandomProvider dice) {
        int held = memory.size();
        int[] chosen = new int[batch.size()];
        for (int i = 0; i < chosen.length; i++) {
            int label = batch.hostLabels()[i];
            int count = counts[label]++;
            int position = label * perClass + count % perClass;
            if (count < perClass) {
                slots[position] = held++;
            }
            chosen[i] = slots[position];
        }
        return chosen;
    }

    @Override
    public void save(State state) {
        state.put("slots", slots);
        state.put("counts", counts);
    }

    @Override
    public void load(State state) {
        System.arraycopy(state.ints("slots"), 0, slots, 0, slots.length);
        System.arraycopy(state.ints("counts"), 0, counts, 0, counts.length);
    }
}
