package org.palimpsest.harness.images;

import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.MemoryFormat;
import org.palimpsest.harness.config.RecipeSpec;
import org.palimpsest.harness.nets.BatchNormaliser;
import org.palimpsest.harness.supervised.ProbeSpec;

/** What benchmarks over images, or features, with labels say besides what all benchmarks do. */
public record ImageBenchmark(
        @Doc("changes to the training images, in order; none if empty") @Default("") List<RecipeSpec> augment,
        @Doc("scale of what the network sees: pixels as stored (none) or from 0 to 1 (unit), or mean 0 and deviation 1 per channel by what the "
                    + "stream trains on (dataset) or by the numbers of ImageNet (imagenet); if absent by all training images of the data set, and "
                    + "features as they are") Optional<Standardise> standardise,
        @Doc("normalisation inside the backbone") @Default(BatchNormaliser.NAME) RecipeSpec normaliser,
        @Doc("initial weights; as PyTorch's layers have them if absent") Optional<InitSpec> init,
        @Doc("order of the numbers of images and convolution weights in memory, after PyTorch: contiguous or channels-last, which sums in "
                    + "another order and is faster on a CPU; contiguous if absent") Optional<MemoryFormat> memoryFormat,
        @Doc("whether batch normalisation is folded into the convolution before it while tasks are scored, which rounds otherwise and is faster; false if "
                    + "absent") Optional<Boolean> foldBatchNorm,
        @Doc("whether the batches that a method scores in one step go through the network together, in one forward pass, which sums in another order and "
                    + "is faster, and gives batch normalisation the statistics of all of them; false if absent") Optional<Boolean> jointForward,
        @Doc("classification head") HeadSpec head,
        @Doc("training per task") Budget budget,
        @Doc("small evaluations inside a task") ProbeSpec probe) {}
