package org.palimpsest.harness.config;

import jakarta.validation.constraints.Positive;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;

/**
 * When and how all tasks are scored.
 *
 * @param every after how many tasks; the last task is always followed by an evaluation
 * @param sweep examples per forward pass
 */
public record EvaluationSpec(
        @Doc("tasks between two evaluations") @Positive @Default("1") int every,
        @Doc("examples per forward pass") @Positive @Default("1000") int sweep) {}
