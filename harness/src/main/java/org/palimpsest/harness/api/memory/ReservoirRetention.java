package org.palimpsest.harness.api.memory;

import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.State;

/** Reservoir sampling: after n examples each of them is held with probability capacity / n (Vitter, ACM TOMS 1985, algorithm R). */
final class ReservoirRetention implements Retention {
    private final int capacity;
    private int held;

    ReservoirRetention(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public String purpose() {
        return "reservoir";
    }

    @Override
    public int held() {
        return held;
    }

    @Override
    public int slot(long offered, int label, UniformRandomProvider dice) {
        return held < capacity ? held++ : (int) Math.min(dice.nextLong(offered + 1), capacity);
    }

    @Override
    public void save(State state) {
        state.put("held", held);
    }

    @Override
    public void load(State state) {
        held = (int) state.longs("held")[0];
    }
}
