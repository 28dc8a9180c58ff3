package org.palimpsest.harness.engine;

import com.google.inject.AbstractModule;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.Multibinder;
import java.util.List;
import java.util.ServiceLoader;
import org.palimpsest.harness.config.PlannedStream;
import org.palimpsest.harness.config.StreamPlanner;

/**
 * Announces a kind of stream: how it is planned and how it is run. Found by {@link java.util.ServiceLoader} like a method, so that a
 * new kind changes nothing else in the house.
 */
public abstract class StreamKind extends AbstractModule {
    /** The kinds that a class loader and its parents offer. Those of plug-ins were looked at when these were loaded. */
    public static List<StreamKind> all(ClassLoader loader) {
        return ServiceLoader.load(StreamKind.class, loader).stream().map(ServiceLoader.Provider::get).toList();
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
