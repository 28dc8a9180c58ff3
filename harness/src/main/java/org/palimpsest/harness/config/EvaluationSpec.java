package org.palimpsest.harness.config;

import jakarta.validation.constraints.Positive;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;

/** When and how tasks are scored. */
public record EvaluationSpec(
        @Doc("after how many tasks; the last task is always followed by an evaluation") @Positive @Default("1") int every,
        @Doc("examples per forward pass; on a CPU, batches whose activations stay in the cache are several times "
                    + "faster than large ones, on a GPU the opposite holds") @Positive @Default("64") int sweep,
        @Doc("tasks that are scored: all if absent") Optional<Scope> scope,
        @Doc("share of each class's training examples that is held out and scored in place of the test data, so "
                    + "that nothing is ever selected by these; none if absent") OptionalDouble validation,
        @Doc("tasks that are learned and scored: so many from the first on, as for a search by these alone; all if absent") @Positive OptionalInt firstTasks) {
    /** Path of {@link #firstTasks} in a benchmark. */
    public static final String FIRST_TASKS = "evaluation.firstTasks";
    /** Path of {@link #validation} in a benchmark. */
    public static final String VALIDATION = "evaluation.validation";

    /** Which tasks an evaluation scores. */
    public enum Scope {
        /** Those of the whole stream; forward transfer needs those to come. */
        ALL,
        /** Those learned so far. */
        SEEN,
        /** The one learned last, as for plasticity. */
        LAST
    }

    /** How many of so many tasks are learned; that there are fewer is added to the problems. */
    public int length(int tasks, Problems problems) {
        if (firstTasks.orElse(tasks) > tasks) {
            problems.add(FIRST_TASKS, firstTasks.getAsInt(), "the stream has " + tasks + " tasks");
        }
        return Math.min(firstTasks.orElse(tasks), tasks);
    }

    /** The scope as given or by default. */
    public Scope scopeOrDefault() {
        return scope.orElse(Scope.ALL);
    }

    /** The first task that is scored, numbered from 0, after so many have been learned. */
    public int firstScored(int trained) {
        return scopeOrDefault() == Scope.LAST ? Math.max(0, trained - 1) : 0;
    }

    /** The one after the last that is scored, of a stream of so many tasks. */
    public int endScored(int trained, int tasks) {
        return scopeOrDefault() == Scope.ALL ? tasks : trained;
    }
}
