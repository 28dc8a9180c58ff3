package org.palimpsest.methods.plasticity;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.Optimiser;

/** {@code redo}: recycling dormant units. */
@AutoService(AddOnModule.class)
public final class DormantUnits extends AddOnModule<DormantUnits.Options> {
    /** For the service loader. */
    public DormantUnits() {
        super("redo", "lets units that have fallen silent begin anew from time to time",
                "Sokar et al., The Dormant Neuron Phenomenon in Deep Reinforcement Learning, ICML 2023", Recycling.class, Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("tau: a unit with this score or a lower one is dormant") @PositiveOrZero @Default("0.01") double threshold,
            @Doc("updates from one check to the next") @Positive @Default("1000") int period) {}

    @Override
    protected Block rebuild(Block backbone, Options options) {
        return UnitLayer.seen(backbone);
    }

    /**
     * Algorithm 1: the score of unit i of a layer is s_i = E|h_i| / mean_k E|h_k|, over the batch of the update (definition 3.1); where
     * s_i &lt;= tau incoming weights are drawn anew and outgoing ones are zero.
     */
    static final class Recycling implements AddOn {
        private static final double EPSILON = 1e-9;

        private final List<UnitLayer> layers;
        private final Optimiser optimiser;
        private final Options options;
        private final Randomness random;

        @Inject
        Recycling(Network network, Optimiser optimiser, Options options, Randomness random, NDManager manager) {
            this.layers = UnitLayer.of(network, optimiser, manager);
            this.optimiser = optimiser;
            this.options = options;
            this.random = random;
        }

        @Override
        public void afterUpdate() {
            if (optimiser.updates() % options.period() == 0 && layers.stream().allMatch(UnitLayer::wasSeen)) {
                for (int l = layers.size() - 1; l >= 0; l--) {
                    int[] dormant = dormant(layers.get(l).meanSizes(), options.threshold());
                    if (dormant.length > 0) {
                        layers.get(l).replace(dormant, random.get("redo", optimiser.updates(), l));
                    }
                }
            }
            layers.forEach(UnitLayer::forget);
        }

        /** Those of the units whose share of the mean size is at most the threshold. */
        static int[] dormant(double[] sizes, double threshold) {
            double mean = Arrays.stream(sizes).average().orElseThrow();
            return IntStream.range(0, sizes.length).filter(i -> sizes[i] / (mean + EPSILON) <= threshold).toArray();
        }

        @Override
        public boolean savesInsideTasks() {
            return true;
        }
    }
}
