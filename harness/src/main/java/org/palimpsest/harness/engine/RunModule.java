package org.palimpsest.harness.engine;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.Memories;
import org.palimpsest.harness.api.Network;
import org.palimpsest.harness.api.Normalisation;
import org.palimpsest.harness.api.Optimiser;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.StepListener;
import org.palimpsest.harness.api.TaskOfClass;
import org.palimpsest.harness.api.Training;
import org.palimpsest.harness.config.PlannedRun;

/** What can be injected into the parts of one run. */
final class RunModule extends AbstractModule {
    private final PlannedRun run;
    private final NDManager manager;
    private final Randomness random;
    private final TaskOfClass taskOfClass;
    private final StepListener listener;

    RunModule(PlannedRun run, NDManager manager, Randomness random, TaskOfClass taskOfClass, StepListener listener) {
        this.run = run;
        this.manager = manager;
        this.random = random;
        this.taskOfClass = taskOfClass;
        this.listener = listener;
    }

    @Override
    protected void configure() {
        bind(NDManager.class).toInstance(manager);
        bind(Randomness.class).toInstance(random);
        bind(TaskOfClass.class).toInstance(taskOfClass);
        bind(StepListener.class).toInstance(listener);
        bind(Memories.class);
        bind(Training.class).in(Singleton.class);
        Multibinder.newSetBinder(binder(), AddOn.class);
        run.options().values().forEach(this::bindOptions);
        run.recipe().parts().forEach(this::install);
    }

    @SuppressWarnings("unchecked")
    private void bindOptions(Record options) {
        bind((Class<Record>) options.getClass()).toInstance(options);
    }

    @Provides
    @Singleton
    Network network() {
        Machine.engine().setRandomSeed(random.engineSeed("initialisation"));
        Shape example = DevicePixels.shape(run.dataset().info().shape());
        Normalisation normalisation = new Normalisation(manager, run.dataset().info().mean(), run.dataset().info().std());
        return new Network(manager, run.backbone().create(run.backboneOptions(), example), example, normalisation,
                run.benchmark().head().name(), taskOfClass.tasks().length, (float) run.benchmark().head().scale());
    }

    @Provides
    @Singleton
    Optimiser optimiser(Network network) {
        return new Optimiser(manager, network.parameters(), run.optimiser());
    }
}
