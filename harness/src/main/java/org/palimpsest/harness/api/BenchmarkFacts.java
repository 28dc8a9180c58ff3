package org.palimpsest.harness.api;

import java.util.List;
import java.util.Optional;

/**
 * What a method may know of a benchmark when a run is planned.
 *
 * @param images what all images have in common; empty where examples are features
 * @param classes labels of the whole stream; 0 where the outputs of the network are no classes
 * @param augmented whether training images are changed at random
 */
public record BenchmarkFacts(Optional<ImageInfo> images, int classes, boolean augmented) {
    /** Whether the network has an output for each class. */
    public boolean hasClasses() {
        return classes > 0;
    }

    /** What is wrong with this benchmark for a method that can learn nothing but classes. */
    public List<String> unlessClasses() {
        return hasClasses() ? List.of() : List.of("learns classes, which the outputs of this benchmark are not");
    }
}
