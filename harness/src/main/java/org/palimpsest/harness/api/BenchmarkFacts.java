package org.palimpsest.harness.api;

import java.util.Optional;

/**
 * What a method may know of a benchmark when a run is planned.
 *
 * @param images what all images have in common; empty where examples are features
 * @param classes labels of the whole stream
 * @param augmented whether training images are changed at random
 */
public record BenchmarkFacts(Optional<ImageInfo> images, int classes, boolean augmented) {}
