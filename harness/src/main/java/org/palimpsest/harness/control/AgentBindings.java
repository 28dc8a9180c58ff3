package org.palimpsest.harness.control;

import ai.djl.ndarray.NDManager;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import java.util.function.Supplier;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.control.Surroundings;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.StepListener;
import org.palimpsest.harness.api.training.Steps;
import org.palimpsest.harness.config.PlannedRun;

/** What an agent can have injected: what it acts in, a network, its optimiser, and the training step that joins them. */
final class AgentBindings extends AbstractModule {
    private final PlannedRun run;
    private final NDManager manager;
    private final Surroundings surroundings;
    private final StepListener listener;
    private final Supplier<Network> network;

    AgentBindings(PlannedRun run, NDManager manager, Surroundings surroundings, StepListener listener, Supplier<Network> network) {
        this.run = run;
        this.manager = manager;
        this.surroundings = surroundings;
        this.listener = listener;
        this.network = network;
    }

    @Override
    protected void configure() {
        bind(Surroundings.class).toInstance(surroundings);
        bind(StepListener.class).toInstance(listener);
        bind(Steps.class).in(Singleton.class);
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
