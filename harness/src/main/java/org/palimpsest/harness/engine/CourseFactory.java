package org.palimpsest.harness.engine;

import ai.djl.ndarray.NDManager;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.config.PlannedStream;

/**
 * Opens the courses of one kind of planned stream; a {@link StreamKind} binds it to its type.
 *
 * @param <P> the kind
 */
public interface CourseFactory<P extends PlannedStream> {
    /**
     * The course of a run.
     *
     * @param run what is run
     * @param planned its stream
     * @param manager owner of everything on the device, closed by the caller when the run is over
     */
    Course open(PlannedRun run, P planned, NDManager manager);
}
