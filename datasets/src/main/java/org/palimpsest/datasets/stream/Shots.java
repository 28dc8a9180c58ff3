package org.palimpsest.datasets.stream;

import java.util.Objects;
import java.util.Optional;

/**
 * The training examples of a few-shot stream after its base session.
 *
 * @param count examples of every new class, at least 1
 * @param from where they are taken from; {@link From#AUTO} if absent
 */
public record Shots(int count, Optional<From> from) {
    /** Where shots are taken from. */
    public enum From {
        /** The data set's official lists where it brings them and classes come in their natural order; else the seed. */
        AUTO,
        /**
         * The lists that the field has fixed, so that results can be compared: how much the choice of shots matters is
         * of the order of the differences between methods.
         */
        OFFICIAL,
        /** Drawn from the run seed. */
        SEED
    }

    /** Checks that no component is null. */
    public Shots {
        Objects.requireNonNull(from, "from");
    }
}
