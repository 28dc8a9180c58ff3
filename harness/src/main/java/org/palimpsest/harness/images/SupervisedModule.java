package org.palimpsest.harness.images;

import ai.djl.ndarray.NDManager;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import java.util.function.Supplier;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.TaskOfClass;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.BaseTraining;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.StepListener;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.harness.config.PlannedRun;

/** What a learner that is taught by labels can have injected: a network, its optimiser, and the training step that joins them. */
final class SupervisedModule extends AbstractModule {
    private final PlannedRun run;
    private final NDManager manager;
    private final TaskOfClass taskOfClass;
    private final StepListener listener;
    private final Augmentation augmentation;
    private final Supplier<Network> network;
    private final BaseTraining base;

    SupervisedModule(PlannedRun run, NDManager manager, TaskOfClass taskOfClass, StepListener listener, Augmentation augmentation,
            Supplier<Network> network, BaseTraining base) {
        this.run = run;
        this.manager = manager;
        this.taskOfClass = taskOfClass;
        this.listener = listener;
        this.augmentation = augmentation;
        this.network = network;
        this.base = base;
    }

    @Override
    protected void configure() {
        bind(TaskOfClass.class).toInstance(taskOfClass);
        bind(StepListener.class).toInstance(listener);
        bind(Augmentation.class).toInstance(augmentation);
        bind(BaseTraining.class).toInstance(base);
        bind(Training.class).in(Singleton.class);
        Multibinder.newSetBinder(binder(), AddOn.class);
    }

    @Provides
    @Singleton
    Network network() {
        return network.get();
    }

    @Provides
    @Singleton
    Optimiser optimiser(Network net) {
        return new Optimiser(manager, net.parameters(), run.optimiser());
    }
}
