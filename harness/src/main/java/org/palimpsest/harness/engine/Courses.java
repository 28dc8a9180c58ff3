package org.palimpsest.harness.engine;

import ai.djl.ndarray.NDManager;
import com.google.inject.Inject;
import java.util.Map;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.config.PlannedStream;

/** Finds the course of a run by the type of its planned stream. */
public final class Courses {
    private final Map<Class<? extends PlannedStream>, CourseFactory<?>> factories;

    /** The courses of the kinds of streams there are. */
    @Inject
    public Courses(Map<Class<? extends PlannedStream>, CourseFactory<?>> factories) {
        this.factories = factories;
    }

    /**
     * Opens the course of a run.
     *
     * @throws IllegalArgumentException if no kind of stream has such a planned stream
     */
    Course open(PlannedRun run, NDManager manager) {
        CourseFactory<?> factory = factories.get(run.stream().getClass());
        if (factory == null) {
            throw new IllegalArgumentException("no course for " + run.stream().getClass().getName());
        }
        return open(factory, run, manager);
    }

    @SuppressWarnings("unchecked") // StreamKind binds a factory to the type that it takes
    private static <P extends PlannedStream> Course open(CourseFactory<P> factory, PlannedRun run, NDManager manager) {
        return factory.open(run, (P) run.stream(), manager);
    }
}
