package org.palimpsest.harness.api.network;

import java.util.Arrays;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;

/**
 * The share that the examples of each task have in running statistics that move by {@link Norm#MOMENTUM} of the way to those of each
 * batch: what batch normalisation remembers of the tasks, and how soon it forgets them (Lyu et al., NeurIPS 2023, section 3).
 */
public final class TaskShares implements Stateful {
    private double[] shares = new double[0];

    TaskShares() {}

    /** The statistics have moved towards those of a batch; nothing happens if its tasks are unknown. */
    void move(TaskMix mix) {
        if (mix.size() == 0) {
            return;
        }
        shares = of(Math.max(shares.length, mix.tasks()));
        for (int t = 0; t < mix.tasks(); t++) {
            shares[t] += Norm.MOMENTUM * (mix.count(t) / (double) mix.size() - shares[t]);
        }
    }

    /** By task, for the first {@code tasks} of them; what is missing from a sum of 1 is the initial values' share. */
    public double[] of(int tasks) {
        return Arrays.copyOf(shares, tasks);
    }

    double[] copy() {
        return shares.clone();
    }

    void restore(double[] copy) {
        shares = copy.clone();
    }

    @Override
    public void save(State state) {
        state.put("shares", shares);
    }

    @Override
    public void load(State state) {
        restore(state.doubles("shares"));
    }
}
