package org.palimpsest.methods.averaging;

import ai.djl.ndarray.NDManager;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.OptionalDouble;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.Readings;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.Optimiser;

/** {@code ema}: a moving average of the weights that balances stability and plasticity. */
@AutoService(AddOnModule.class)
public final class WeightAverage extends AddOnModule<WeightAverage.Options> {
    static final String NAME = "ema";

    /** For the service loader. */
    public WeightAverage() {
        super(NAME, "ends each task with a moving average of the weights, array by array as fast as gradients say",
                "Qiao et al., Large Continual Instruction Assistant, ICML 2025", Averaging.class, Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("how the share of the average that is kept comes about: by the formula of the paper, as in its code, as in the same authors' later "
                    + "code, or always the same") @Default("paper") BalanceRule rule,
            @Doc("share that is kept where the rule gives none between 0 and 1, and always if it is fixed; if absent 0.99, with cnext 0.999")
            @PositiveOrZero @DecimalMax("1") OptionalDouble keep,
            @Doc("whether the first task is averaged, too, before which there is nothing to keep") @Default("false") boolean first) {}

    /**
     * {@link BalancedAverage} over each task but, unless it is asked for, the first. It goes by the gradients as they are when it is its turn: what add-ons
     * that are written after it change of them it does not see, and neither is what the optimiser does to them, clipping and weight decay.
     */
    static final class Averaging implements AddOn {
        private final BalancedAverage average;
        private final Readings readings;
        private final boolean first;

        @Inject
        Averaging(Network network, Optimiser optimiser, Options options, Readings readings, NDManager manager) {
            average = new BalancedAverage(network, optimiser, options.rule(), options.keep(), manager);
            this.readings = readings;
            first = options.first();
        }

        @Override
        public void beforeTask(int task) {
            if (first || task > 0) {
                average.begin();
            }
        }

        @Override
        public void beforeUpdate() {
            if (average.isRunning()) {
                average.beforeUpdate();
            }
        }

        @Override
        public void afterUpdate() {
            if (average.isRunning()) {
                average.afterUpdate();
            }
        }

        @Override
        public void afterSteps(int task) {
            if (average.isRunning()) {
                average.end(readings, NAME);
            }
        }

        @Override
        public void save(State state) {
            average.save(state);
        }

        @Override
        public void load(State state) {
            average.load(state);
        }

        @Override
        public boolean savesInsideTasks() {
            return true;
        }
    }
}
