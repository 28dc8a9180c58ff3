package org.palimpsest.harness.api;

import java.util.Optional;

/**
 * What a method may know of a benchmark when a run is planned.
 *
 * @param pictures what all pictures have in common; empty where examples are features
 * @param classes labels of the whole stream
 * @param augmented whether training pictures are changed at random
 */
public record BenchmarkFacts(Optional<PictureInfo> pictures, int classes, boolean augmented) {}
