package org.palimpsest.results.record;

import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Takes those parts of a checkpoint that never change, such as what a large memory was filled with long ago: they are written once, each to a file
 * of its own beside the checkpoint, and stay as long as checkpoints speak of them.
 */
@FunctionalInterface
public interface Pieces {
    /**
     * The checkpoint that is being written speaks of this one.
     *
     * @param name letters, digits, dots and dashes; in one run it never stands for other bytes
     * @param bytes made only if they are not on disk yet
     */
    void keep(String name, Supplier<byte[]> bytes);

    /** Where a piece of a checkpoint lies. */
    static Path file(Path checkpoint, String name) {
        return checkpoint.resolveSibling("piece-" + name + ".bin");
    }
}
