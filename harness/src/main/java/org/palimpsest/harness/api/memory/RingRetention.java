package org.palimpsest.harness.api.memory;

import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.State;

/**
 * A ring per class: each has capacity / classes slots, in which its latest examples are (Chaudhry et al., On Tiny Episodic Memories
 * in Continual Learning, 2019, section 4, ring buffer).
 */
final class RingRetention implements Retention {
    private final int perClass;
    private final int[] slots; // of each class, by position in its ring
    private final int[] counts; // examples offered of each class
    private int held;

    /** Rings for so many classes, which must not outnumber the slots. */
    RingRetention(int capacity, int classes) {
        this.perClass = capacity / classes;
        if (perClass == 0) {
            throw new IllegalArgumentException("a ring memory needs a slot per class: " + capacity + " slots, " + classes + " classes");
        }
        slots = new int[classes * perClass];
        counts = new int[classes];
    }

    @Override
    public String purpose() {
        return "ring";
    }

    @Override
    public int held() {
        return held;
    }

    @Override
    public int slot(long offered, int label, UniformRandomProvider dice) {
        int count = counts[label]++;
        int position = label * perClass + count % perClass;
        if (count < perClass) {
            slots[position] = held++;
        }
        return slots[position];
    }

    @Override
    public void save(State state) {
        state.put("held", held);
        state.put("slots", slots);
        state.put("counts", counts);
    }

    @Override
    public void load(State state) {
        held = (int) state.longs("held")[0];
        System.arraycopy(state.ints("slots"), 0, slots, 0, slots.length);
        System.arraycopy(state.ints("counts"), 0, counts, 0, counts.length);
    }
}
