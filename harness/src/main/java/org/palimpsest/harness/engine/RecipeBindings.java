package org.palimpsest.harness.engine;

import ai.djl.ndarray.NDManager;
import com.google.inject.AbstractModule;
import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.ProvisionException;
import com.google.inject.spi.Message;
import java.util.Collection;
import java.util.function.Supplier;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.Readings;
import org.palimpsest.harness.config.PlannedRun;

/** What every learner can have injected, whatever it learns; and the recipe's own modules. */
public final class RecipeBindings extends AbstractModule {
    private final PlannedRun run;
    private final NDManager manager;
    private final Randomness random;
    private final Readings readings;

    /** The bindings of one run. */
    public RecipeBindings(PlannedRun run, NDManager manager, Randomness random, Readings readings) {
        this.run = run;
        this.manager = manager;
        this.random = random;
        this.readings = readings;
    }

    @Override
    protected void configure() {
        bind(NDManager.class).toInstance(manager);
        bind(Randomness.class).toInstance(random);
        bind(Readings.class).toInstance(readings);
        run.options().values().forEach(this::bindOptions);
        run.recipe().parts().forEach(this::install);
    }

    @SuppressWarnings("unchecked")
    private void bindOptions(Record options) {
        bind((Class<Record>) options.getClass()).toInstance(options);
    }

    /**
     * Has something made by Guice that these bindings are part of.
     *
     * @throws IllegalStateException if that fails, in one line: what Guice itself prints is for those who wired the parts
     */
    public static <T> T building(Supplier<T> made) {
        try {
            return made.get();
        } catch (CreationException e) {
            throw unbuildable(e.getErrorMessages(), e);
        } catch (ConfigurationException e) {
            throw unbuildable(e.getErrorMessages(), e);
        } catch (ProvisionException e) {
            throw unbuildable(e.getErrorMessages(), e);
        }
    }

    private static RuntimeException unbuildable(Collection<Message> messages, RuntimeException e) {
        Message first = messages.iterator().next();
        Throwable root = first.getCause();
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        String why = root == null ? first.getMessage() : root instanceof OutOfMemoryError ? root.toString() : root.getMessage();
        return new IllegalStateException("the learner cannot be made: " + String.valueOf(why).lines().findFirst().orElse(""), e);
    }
}
