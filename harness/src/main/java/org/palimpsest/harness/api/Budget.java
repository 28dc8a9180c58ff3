package org.palimpsest.harness.api;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.OptionalInt;

/** How much a learner may train on one task. */
public record Budget(
        @Doc("passes over the task's data; 1 is the online setting") @Positive @Default("1") int epochs,
        @Doc("stream examples per update") @Positive @Default("10") int batch,
        @Doc("updates per task; 0 leaves it to the epochs, otherwise passes "
                    + "are repeated (or cut) to this number") @PositiveOrZero @Default("0") int steps,
        @Doc("passes over the data of every task after the first, where they differ, as after a large base task") OptionalInt laterEpochs) {
    /** The same budget for every task. */
    public Budget(int epochs, int batch, int steps) {
        this(epochs, batch, steps, OptionalInt.empty());
    }

    /** The budget of one task, numbered from 0. */
    public Budget ofTask(int task) {
        return task == 0 ? this : new Budget(laterEpochs.orElse(epochs), batch, steps, laterEpochs);
    }

    /** Updates that one pass over {@code examples} takes; the last batch may be smaller. */
    public int stepsPerEpoch(int examples) {
        return (int) (((long) examples + batch - 1) / batch);
    }

    /** Updates that the whole task takes. */
    public long totalSteps(int examples) {
        return steps > 0 ? steps : (long) epochs * stepsPerEpoch(examples);
    }
}
