package org.palimpsest.methods.plasticity;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.Optimiser;

/** {@code cbp}: continual backpropagation. */
@AutoService(AddOnModule.class)
public final class ContinualBackprop extends AddOnModule<ContinualBackprop.Options> {
    /** For the service loader. */
    public ContinualBackprop() {
        super("cbp", "lets the least useful units begin anew, a few at a time",
                "Dohare et al., Loss of plasticity in deep continual learning, Nature 2024, and the authors' code", Replacing.class, Options.class);
    }

    /** What a unit is worth. */
    public enum Utility {
        /** How much it varies, times its outgoing weights, over its incoming ones. */
        ADAPTABLE,
        /** How much it gives, times its outgoing weights. */
        CONTRIBUTION
    }

    /** Options. */
    public record Options(
            @Doc("rho: share of the mature units of each layer that "
                    + "begin anew with every update") @PositiveOrZero @DecimalMax("1") @Default("0.0001") double rate,
            @Doc("updates during which a new unit is left alone") @PositiveOrZero @Default("100") int maturity,
            @Doc("decay of the running means") @PositiveOrZero @DecimalMax("0.999999") @Default("0.99") double decay,
            @Doc("what a unit is worth") @Default("adaptable") Utility utility,
            @Doc("whether fractions of units add up from update to update; otherwise a unit is replaced with that "
                    + "probability") @Default("true") boolean accumulate,
            @Doc("whether the next layer's biases take over the mean output of units that begin anew. The paper says "
                    + "so; in the authors' code the mean is set to zero first, which leaves the biases as they are") @Default("false") boolean compensate) {}

    @Override
    protected Block rebuild(Block backbone, Options options) {
        return UnitLayer.seen(backbone);
    }

    /** After every update that trained the backbone, in every layer: the utilities move on, and the least useful of the mature units begin anew. */
    static final class Replacing implements AddOn {
        private final List<UnitLayer> layers;
        private final List<UnitUtility> utilities = new ArrayList<>();
        private final Optimiser optimiser;
        private final Options options;
        private final Randomness random;

        @Inject
        Replacing(Network network, Optimiser optimiser, Options options, Randomness random, NDManager manager) {
            this.layers = UnitLayer.of(network, optimiser, manager);
            this.optimiser = optimiser;
            this.options = options;
            this.random = random;
            layers.forEach(layer -> utilities.add(new UnitUtility(layer.units(), options)));
        }

        @Override
        public void afterUpdate() {
            if (layers.stream().allMatch(UnitLayer::wasSeen)) {
                replaceUseless();
            }
            layers.forEach(UnitLayer::forget);
        }

        private void replaceUseless() {
            List<int[]> useless = new ArrayList<>();
            for (int l = 0; l < layers.size(); l++) {
                utilities.get(l).update(layers.get(l));
                useless.add(utilities.get(l).leastUseful(random.get("cbp-count", optimiser.updates(), l)));
            }
            for (int l = layers.size() - 1; l >= 0; l--) {
                if (useless.get(l).length > 0) {
                    if (options.compensate()) {
                        layers.get(l).addToNextBias(utilities.get(l).meanOutputsOf(useless.get(l)));
                    }
                    layers.get(l).replace(useless.get(l), random.get("cbp", optimiser.updates(), l));
                    utilities.get(l).restart(useless.get(l));
                }
            }
        }

        @Override
        public void save(State state) {
            for (int l = 0; l < utilities.size(); l++) {
                utilities.get(l).save(state.scope("layer-" + l));
            }
        }

        @Override
        public void load(State state) {
            for (int l = 0; l < utilities.size(); l++) {
                utilities.get(l).load(state.scope("layer-" + l));
            }
        }

        @Override
        public boolean savesInsideTasks() {
            return true;
        }
    }
}
