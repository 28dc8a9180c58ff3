package org.palimpsest.harness.gauges;

import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.palimpsest.harness.api.training.Optimiser;

/** The norms of the gradients of the last steps. */
final class Gradients {
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
}
