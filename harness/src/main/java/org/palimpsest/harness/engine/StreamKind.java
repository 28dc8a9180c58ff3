package org.palimpsest.harness.engine;

import com.google.inject.AbstractModule;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.Multibinder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.config.PlannedStream;
import org.palimpsest.harness.config.StreamPlanner;

/**
 * Announces a kind of stream: how it is planned and how it is run. Found by {@link java.util.ServiceLoader} like a method, so that a
 * new kind changes nothing else in the house.
 */
public abstract class StreamKind extends AbstractModule {
    /**
     * The kinds that a class loader and its parents offer.
     *
     * @throws InvalidInputException naming each that cannot be loaded
     */
    public static List<StreamKind> all(ClassLoader loader) {
        Problems problems = new Problems().at("plug-ins");
        List<StreamKind> kinds = new ArrayList<>();
        Iterator<StreamKind> offered = ServiceLoader.load(StreamKind.class, loader).iterator();
        while (true) {
            try {
                if (!offered.hasNext()) {
                    break;
                }
                kinds.add(offered.next());
            } catch (ServiceConfigurationError | LinkageError e) { // the next one may be sound
                problems.add("StreamKind", "", "cannot be loaded: " + e.getMessage());
            }
        }
        problems.throwIfAny();
        return kinds;
    }

    /** Binds the kind; called by {@link #configure}. */
    protected final <P extends PlannedStream> void bindKind(
            Class<? extends StreamPlanner> planner, Class<P> planned, Class<? extends CourseFactory<P>> courses) {
        Multibinder.newSetBinder(binder(), StreamPlanner.class).addBinding().to(planner);
        MapBinder.newMapBinder(binder(), new TypeLiteral<Class<? extends PlannedStream>>() {}, new TypeLiteral<CourseFactory<?>>() {})
                .addBinding(planned).to(courses);
    }

    @Override
    protected abstract void configure();
}
