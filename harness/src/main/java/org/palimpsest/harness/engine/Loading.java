package org.palimpsest.harness.engine;

import java.io.IOException;
import java.nio.file.Path;
import org.palimpsest.results.record.BadRecordException;
import org.slf4j.LoggerFactory;

/** Takes up a checkpoint. */
@FunctionalInterface
public interface Loading {
    /** Loads what was written to the file. */
    void from(Path checkpoint) throws IOException;

    /** As {@link #from}. A checkpoint that a learner cannot take up is no failure of the run: what it has committed stays. */
    default void takeUp(Path checkpoint) {
        try {
            from(checkpoint);
        } catch (IOException | RuntimeException e) {
            LoggerFactory.getLogger(Loading.class).debug("{} cannot be taken up", checkpoint, e);
            throw new BadRecordException(checkpoint, "cannot be taken up: " + e.getMessage() + "; delete the run's folder to begin it again");
        }
    }
}
