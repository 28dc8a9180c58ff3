package org.palimpsest.harness.api.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.IntUnaryOperator;

/** Which tasks the examples of one forward pass are of. */
public final class TaskMix {
    /** Nothing is known. */
    static final TaskMix UNKNOWN = new TaskMix(0, new int[0], false);

    private final int current;
    private final int[] taskOf;
    private final int[] counts;
    private final boolean replay;
    private NDArray countArray;
    private NDArray presentArray;
    private NDArray meanArray;

    /**
     * A mix.
     *
     * @param current index of the task that is being learned
     * @param taskOf index of the task of each example, none above {@code current}
     * @param replay whether there are examples from a memory among them
     */
    public TaskMix(int current, int[] taskOf, boolean replay) {
        this.current = current;
        this.taskOf = taskOf;
        this.replay = replay;
        counts = new int[current + 1];
        for (int task : taskOf) {
            counts[task]++;
        }
    }

    /** Index, from 0, of the task that is being learned. */
    public int current() {
        return current;
    }

    /** Number of examples; 0 if nothing is known of them. */
    public int size() {
        return taskOf.length;
    }

    /** Number of tasks so far, the current one included. */
    public int tasks() {
        return counts.length;
    }

    /** How many of the examples are of task {@code task}, below {@link #tasks}. */
    public int count(int task) {
        return counts[task];
    }

    /** Whether there are examples from a memory among them. */
    public boolean replay() {
        return replay;
    }

    /** The number of examples of each task, shape (1, tasks); made once for all layers, by the manager that asks first. */
    public NDArray counts(NDManager manager) {
        if (countArray == null) {
            countArray = row(manager, this::count);
        }
        return countArray;
    }

    /** 1 for each task that there are examples of, else 0; shape (1, tasks), made as {@link #counts(NDManager)}. */
    public NDArray present(NDManager manager) {
        if (presentArray == null) {
            presentArray = row(manager, t -> Math.min(1, counts[t]));
        }
        return presentArray;
    }

    private NDArray row(NDManager manager, IntUnaryOperator value) {
        float[] row = new float[tasks()];
        for (int t = 0; t < row.length; t++) {
            row[t] = value.applyAsInt(t);
        }
        return manager.create(row, new Shape(1, row.length));
    }

    /**
     * What averages over the examples of each task when it is multiplied with one row per example: shape (tasks, n), 1 / count where
     * the example is of the task, else 0. Made once for all layers, by the manager that asks first.
     */
    public NDArray averages(NDManager manager) {
        if (meanArray == null) {
            int n = taskOf.length;
            float[] rows = new float[tasks() * n];
            for (int i = 0; i < n; i++) {
                rows[taskOf[i] * n + i] = 1f / counts[taskOf[i]];
            }
            meanArray = manager.create(rows, new Shape(tasks(), n));
        }
        return meanArray;
    }
}
