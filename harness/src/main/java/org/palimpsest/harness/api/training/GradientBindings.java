package org.palimpsest.harness.api.training;

import ai.djl.ndarray.NDManager;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import java.util.function.Supplier;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.network.Network;

/** What every learner by gradients can have injected, whatever it learns: a network, its optimiser and the add-ons. For kinds of streams. */
public final class GradientBindings extends AbstractModule {
    private final NDManager manager;
    private final OptimiserOptions rule;
    private final StepListener listener;
    private final Supplier<Network> network;

    /**
     * The bindings of one run.
     *
     * @param manager owner of what lives as long as the run
     * @param rule how gradients become updates
     * @param listener hears of every update
     * @param network makes the network, once
     */
    public GradientBindings(NDManager manager, OptimiserOptions rule, StepListener listener, Supplier<Network> network) {
        this.manager = manager;
        this.rule = rule;
        this.listener = listener;
        this.network = network;
    }

    @Override
    protected void configure() {
        bind(StepListener.class).toInstance(listener);
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
        return new Optimiser(manager, net.parameters(), rule);
    }
}
