package org.palimpsest.results.record;

/**
 * The GPU that a run was made on, and what drives it. What could not be learned is empty.
 *
 * @param name model; of a machine with several, all that it may be
 * @param computeCapability for example {@code 90}
 * @param driver version of NVIDIA's driver
 * @param cuda version of the CUDA runtime
 * @param cudnn version of cuDNN, as far as the name of its library tells
 * @param tf32Products whether matrix products are computed of factors that are rounded to ten binary digits
 * @param tf32Convolutions whether convolutions are
 * @param cudnnBenchmark whether cuDNN tries out which algorithm is the fastest, and so may take another one in the next run
 */
public record Gpu(
        String name,
        String computeCapability,
        String driver,
        String cuda,
        String cudnn,
        boolean tf32Products,
        boolean tf32Convolutions,
        boolean cudnnBenchmark) {}
