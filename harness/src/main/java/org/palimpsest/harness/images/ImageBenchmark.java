package org.palimpsest.harness.images;

import java.util.List;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.config.RecipeSpec;
import org.palimpsest.harness.nets.BatchNormaliser;

/** What benchmarks over images, or features, with labels say besides what all benchmarks do. */
public record ImageBenchmark(
        @Doc("changes to the training images, in order; none if empty") @Default("") List<RecipeSpec> augment,
        @Doc("normalisation inside the backbone") @Default(BatchNormaliser.NAME) RecipeSpec normaliser,
        @Doc("classification head") HeadSpec head,
        @Doc("training per task") Budget budget,
        @Doc("small evaluations inside a task") ProbeSpec probe) {}
