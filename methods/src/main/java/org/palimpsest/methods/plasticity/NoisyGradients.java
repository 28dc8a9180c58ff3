package org.palimpsest.methods.plasticity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.PositiveOrZero;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.Optimiser;

/** {@code noisy-grad}: noise on the gradients. */
@AutoService(AddOnModule.class)
public final class NoisyGradients extends AddOnModule<NoisyGradients.Options> {
    /** For the service loader. */
    public NoisyGradients() {
        super("noisy-grad", "adds Gaussian noise to the gradients",
                "Neelakantan et al., Adding Gradient Noise Improves Learning for Very Deep Networks, arXiv 1511.06807", Noise.class, Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("standard deviation of the noise of the first update") @PositiveOrZero @Default("0.01") double sigma,
            @Doc("gamma, how soon it gets less; the paper's choice is 0.55") @PositiveOrZero @Default("0") double anneal) {}

    /** g + N(0, sigma^2 / (1 + t)^gamma) after t updates of the whole stream. */
    static final class Noise implements AddOn {
        private final int arrays;
        private final Optimiser optimiser;
        private final Options options;
        private final NDManager manager;

        @Inject
        Noise(Network network, Optimiser optimiser, Options options, NDManager manager) {
            this.arrays = network.parameters().size();
            this.optimiser = optimiser;
            this.options = options;
            this.manager = manager;
        }

        @Override
        public void beforeUpdate() {
            float deviation = (float) (options.sigma() * Math.pow(1 + optimiser.updates(), -options.anneal() / 2));
            for (int i = 0; i < arrays; i++) {
                NDArray gradient = optimiser.gradient(i);
                try (NDArray noise = manager.randomNormal(0, deviation, gradient.getShape(), DataType.FLOAT32)) {
                    gradient.addi(noise);
                }
            }
        }
    }
}
