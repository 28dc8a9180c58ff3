package org.palimpsest.results.record;

import java.io.IOException;
import java.nio.file.Path;

/** Writes what a run needs to go on after a kill. */
@FunctionalInterface
public interface CheckpointWriter {
    /** Writes nothing, for a run that restarts from the beginning when killed. */
    CheckpointWriter NONE = (file, pieces) -> {};

    /**
     * Writes the state to a file that does not exist yet. The caller brings it to disk and gives it its final name.
     *
     * @param pieces takes what has been the same in earlier checkpoints, or will be in later ones
     * @throws IOException if it cannot be written; the run then stays at its last committed task
     */
    void write(Path file, Pieces pieces) throws IOException;
}
