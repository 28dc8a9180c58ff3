package org.palimpsest.harness.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.training.OptimiserOptions;

/**
 * What benchmarks over streams of every kind say: what is learned, by which network, and how it is scored. The keys that only one
 * kind of stream has stand beside these in the same file, see {@link StreamPlanner#section}.
 */
public record BenchmarkSpec(
        @Doc("name") @Pattern(regexp = "[a-z0-9][a-z0-9.-]*") String id,
        @Doc("raised whenever results would change") @Positive int version,
        @Doc("one line for people") String title,
        @Doc("id of the stream") String stream,
        @Doc("network below the head") RecipeSpec backbone,
        @Doc("the default update rule, which a method may override") OptimiserOptions optimiser,
        @Doc("cadence of full evaluations") EvaluationSpec evaluation,
        @Doc("engine threads; part of the protocol, because sums depend on it") @Positive @Max(BenchmarkSpec.MOST_THREADS) @Default("1") int threads) {
    /** More than any machine has processors, and as many as the engine can be asked for without ending the process. */
    public static final int MOST_THREADS = 1024;
}
