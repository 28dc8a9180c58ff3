package org.palimpsest.harness.gauges;

import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.training.Optimiser;

/** The norms of the gradients of the last steps. */
final class Gradients implements Stateful {
    static final int STEPS = 10;

    private final double[] last = new double[STEPS];
    private long steps;

    /** Adds the Euclidean norm over all {@code arrays} gradients of a step; within a step's scope, which frees what it makes. */
    void add(Optimiser optimiser, int arrays) {
        double sum = 0;
        for (int i = 0; i < arrays; i++) {
            double norm = optimiser.gradient(i).norm().getFloat();
            sum += norm * norm;
        }
        last[(int) (steps++ % STEPS)] = Math.sqrt(sum);
    }

    /** The mean over the last {@value #STEPS} steps, or as many as there were; empty before the first. */
    OptionalDouble mean() {
        return DoubleStream.of(last).limit(steps).average();
    }

    void clear() {
        steps = 0;
    }

    @Override
    public void save(State state) {
        state.put("steps", steps);
        state.put("last", last);
    }

    @Override
    public void load(State state) {
        steps = state.longs("steps")[0];
        System.arraycopy(state.doubles("last"), 0, last, 0, STEPS);
    }
}
