package org.palimpsest.datasets.stream;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How classes spread beyond their own task.
 *
 * @param kind the law
 * @param percent only with {@link Kind#OVERLAP}, and needed there: examples of each class that leave its own task, above
 *     0 and below 100
 * @param width only with {@link Kind#SIGMOID}, and needed there: of the fade between tasks, as a share of the whole
 *     stream, above 0 and at most 1
 */
public record Blur(Kind kind, OptionalDouble percent, OptionalDouble width) {
    /** Laws. */
    public enum Kind {
        /**
         * A share of each class's examples, drawn from the seed, is spread evenly over the other tasks. Source: Bang et
         * al., "Rainbow Memory: continual learning with a memory of diverse samples", CVPR 2021 (Blurry-M).
         */
        OVERLAP,
        /**
         * Classes fade in and out within a single ordered pass from 0 to 1: an example of task k's own classes arrives
         * at U + width * L, with U uniform on [k/tasks, (k+1)/tasks) and L logistic, hence with the density
         * {@code (sigma((x - a) / width) - sigma((x - b) / width)) / (b - a)} over that interval [a, b). Tasks are
         * the pass cut into pieces of equal length.
         */
        SIGMOID
    }

    /** Checks that no component is null. */
    public Blur {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(percent, "percent");
        Objects.requireNonNull(width, "width");
    }
}
