package org.palimpsest.results.record;

import java.io.IOException;
import java.nio.file.Path;

/** Writes what a run needs to go on after a kill. */
@FunctionalInterface
public interface CheckpointWriter {
    /** Writes nothing, for a run that restarts from the beginning when killed. */
    CheckpointWriter NONE = file -> {};

    /**
     * Writes the state to a file that does not exist yet. The caller brings it to disk and gives it its final name.
     *
     * @throws IOException if it cannot be written; the run then stays at its last committed task
     */
    void write(Path file) throws IOException;
}
