package org.palimpsest.harness.config;

import jakarta.validation.constraints.Positive;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;

/**
 * When and how all tasks are scored.
 *
 * @param every after how many tasks; the last task is always followed by an evaluation
 * @param sweep examples per forward pass; on a CPU, batches whose activations stay in the cache are several times faster than
 *     large ones, on a GPU the opposite holds
 */
public record EvaluationSpec(
        @Doc("tasks between two evaluations") @Positive @Default("1") int every,
        @Doc("examples per forward pass") @Positive @Default("64") int sweep) {}
