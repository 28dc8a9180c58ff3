package org.palimpsest.harness.api.memory;

import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.Batch;

/** Reservoir sampling: after n examples each of them is held with probability capacity / n (Vitter, ACM TOMS 1985, algorithm R). */
final class ReservoirRetention implements Retention {
    @Override
    public String name() {
        return "reservoir";
    }

    @Override
    public int[] slots(Batch batch, ReplayBuffer memory, UniformRandomProvider dice) {
        int capacity = memory.capacity();
        int held = memory.size();
        long offered = memory.offered();
        int[] slots = new int[batch.size()];
        for (int i = 0; i < slots.length; i++, offered++) {
            long slot = held < capacity ? held++ : dice.nextLong(offered + 1);
            slots[i] = slot < capacity ? (int) slot : NONE;
        }
        return slots;
    }
}
