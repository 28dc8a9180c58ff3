package org.palimpsest.harness.api.memory;

import java.util.Optional;

/** The ways in which a memory chooses what to keep. */
public enum MemoryKind {
    /** Every example seen so far with the same probability. */
    RESERVOIR,
    /** The latest examples of each class, equally many of each. */
    RING,
    /** Equally many examples of each class seen so far. */
    CLASS_BALANCED;

    /** Why there is no such memory of so many examples of each class; 0 classes if outputs are no classes. */
    public Optional<String> problemPerClass(int perClass, int classes) {
        if (this == RESERVOIR) {
            return Optional.of("perClass needs a memory that keeps classes apart, which a reservoir does not (valid: ring, class-balanced)");
        }
        if (classes == 0) {
            return Optional.of("perClass needs classes, which the outputs of this benchmark are not");
        }
        long slots = (long) perClass * classes;
        return slots > Integer.MAX_VALUE ? Optional.of("perClass " + perClass + " of " + classes + " classes are more examples than a memory can hold")
                : Optional.empty();
    }

    /** Why there is no such memory of so many examples of so many classes; 0 if outputs are no classes. */
    public Optional<String> problem(int capacity, int classes) {
        if (this == RING && classes == 0) {
            return Optional.of("a ring memory needs to know how many classes there are, and the outputs of this benchmark are no classes");
        }
        if (this == RING && capacity < classes) {
            return Optional.of("a ring memory needs a slot per class: " + capacity + " slots, " + classes + " classes");
        }
        return Optional.empty();
    }
}
