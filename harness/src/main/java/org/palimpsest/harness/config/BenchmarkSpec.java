package org.palimpsest.harness.config;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.util.List;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.nets.BatchNormaliser;

/**
 * A protocol: what is learned, by which network, within which budget, and how it is scored.
 *
 * @param id name
 * @param version raised whenever results would change
 * @param title one line for people
 * @param stream id of the stream
 * @param augment changes to the training images, in order; none if empty
 * @param backbone network below the head
 * @param normaliser what normalises inside the backbone
 * @param head the head
 * @param budget training per task
 * @param optimiser the default update rule, which a method may override
 * @param evaluation cadence of full evaluations
 * @param probe small evaluations inside a task
 * @param threads engine threads; part of the protocol, because sums depend on it
 */
public record BenchmarkSpec(
        @Doc("name") @Pattern(regexp = "[a-z0-9][a-z0-9.-]*") String id,
        @Doc("raised whenever results would change") @Positive int version,
        @Doc("one line for people") String title,
        @Doc("id of the stream") String stream,
        @Doc("changes to the training images, in order") @Default("") List<RecipeSpec> augment,
        @Doc("network below the head") RecipeSpec backbone,
        @Doc("normalisation inside the backbone") @Default(BatchNormaliser.NAME) RecipeSpec normaliser,
        @Doc("classification head") HeadSpec head,
        @Doc("training per task") Budget budget,
        @Doc("default update rule") OptimiserOptions optimiser,
        @Doc("full evaluations") EvaluationSpec evaluation,
        @Doc("evaluations inside a task") ProbeSpec probe,
        @Doc("engine threads") @Positive @Default("1") int threads) {}
