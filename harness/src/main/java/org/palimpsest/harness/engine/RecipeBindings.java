package org.palimpsest.harness.engine;

import ai.djl.ndarray.NDManager;
import com.google.inject.AbstractModule;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.config.PlannedRun;

/** What every learner can have injected, whatever it learns; and the recipe's own modules. */
public final class RecipeBindings extends AbstractModule {
    private final PlannedRun run;
    private final NDManager manager;
    private final Randomness random;

    /** The bindings of one run. */
    public RecipeBindings(PlannedRun run, NDManager manager, Randomness random) {
        this.run = run;
        this.manager = manager;
        this.random = random;
    }

    @Override
    protected void configure() {
        bind(NDManager.class).toInstance(manager);
        bind(Randomness.class).toInstance(random);
        run.options().values().forEach(this::bindOptions);
        run.recipe().parts().forEach(this::install);
    }

    @SuppressWarnings("unchecked")
    private void bindOptions(Record options) {
        bind((Class<Record>) options.getClass()).toInstance(options);
    }
}
