package org.palimpsest.methods.plasticity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.Optimiser;

/** {@code shrink-perturb}: weights that shrink and are perturbed, at every update or before every task. */
@AutoService(AddOnModule.class)
public final class ShrinkAndPerturb extends AddOnModule<ShrinkAndPerturb.Options> {
    /** For the service loader. */
    public ShrinkAndPerturb() {
        super("shrink-perturb", "shrinks all weights and perturbs them, by noise or by fresh weights",
                "Ash and Adams, On Warm-Starting Neural Network Training, NeurIPS 2020; at every update: Dohare et al., Nature 2024",
                Shrinking.class, Options.class);
    }

    /** What perturbs. */
    public enum By {
        /** Weights drawn as at the beginning of the run. */
        FRESH,
        /** Gaussian noise, with weight decay for shrinking. */
        NOISE
    }

    /** Options. */
    public record Options(
            @Doc("what perturbs") @Default("fresh") By by,
            @Doc("share that is kept when fresh weights are mixed in") @PositiveOrZero @DecimalMax("1") @Default("0.5") double keep,
            @Doc("with fresh weights, after how many updates; 0 for before every task but the first") @PositiveOrZero @Default("0") int period,
            @Doc("with noise, added to the gradient as its product with the weights") @PositiveOrZero @Default("0.0001") double decay,
            @Doc("standard deviation of noise, added after every update") @PositiveOrZero @Default("0.00001") double sigma) {}

    /**
     * With fresh weights w' from the distribution of the initial ones, w = p w + (1 - p) w'. With noise, at every update,
     * w = w - rule(g + decay w) + N(0, sigma^2). Both of all weights that are trained, biases included.
     */
    static final class Shrinking implements AddOn {
        private final List<Parameter> parameters;
        private final Optimiser optimiser;
        private final Options options;
        private final NDManager manager;
        private final NDArray decay;

        @Inject
        Shrinking(Network network, Optimiser optimiser, Options options, NDManager manager) {
            this.parameters = network.parameters();
            this.optimiser = optimiser;
            this.options = options;
            this.manager = manager;
            this.decay = manager.create((float) options.decay());
        }

        @Override
        public void beforeTask(int task) {
            if (options.by() == By.FRESH && options.period() == 0 && task > 0) {
                mixIn();
            }
        }

        @Override
        public void beforeUpdate() {
            for (int i = 0; options.by() == By.NOISE && i < parameters.size(); i++) {
                optimiser.gradient(i).addi(parameters.get(i).getArray().mul(decay));
            }
        }

        @Override
        public void afterUpdate() {
            if (options.by() == By.NOISE) {
                perturb();
            } else if (options.period() > 0 && optimiser.updates() % options.period() == 0) {
                mixIn();
            }
        }

        private void perturb() {
            for (Parameter parameter : parameters) {
                try (NDArray noise = manager.randomNormal(0, (float) options.sigma(), parameter.getShape(), DataType.FLOAT32)) {
                    parameter.getArray().addi(noise);
                }
            }
        }

        private void mixIn() {
            try (NDManager scratch = manager.newSubManager()) {
                NDArray kept = scratch.create((float) options.keep());
                NDArray taken = scratch.create((float) (1 - options.keep()));
                for (Parameter parameter : parameters) {
                    NDArray fresh = parameter.getInitializer().initialize(scratch, parameter.getShape(), DataType.FLOAT32);
                    parameter.getArray().muli(kept).addi(fresh.muli(taken));
                }
            }
        }

        /** Unless it draws in between. */
        @Override
        public boolean savesInsideTasks() {
            return options.by() == By.FRESH && options.period() == 0;
        }
    }
}
