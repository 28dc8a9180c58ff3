package org.palimpsest.harness.api.memory;

/** The ways in which a memory chooses what to keep. */
public enum MemoryKind {
    /** Every example seen so far with the same probability. */
    RESERVOIR,
    /** The latest examples of each class, equally many of each. */
    RING,
    /** Equally many examples of each class seen so far. */
    CLASS_BALANCED
}
