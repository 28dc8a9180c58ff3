package org.palimpsest.methods.plasticity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.Optimiser;

/** {@code l2}: a penalty on the size of the weights. */
@AutoService(AddOnModule.class)
public final class L2 extends AddOnModule<L2.Options> {
    /** For the service loader. */
    public L2() {
        super("l2", "adds strength times the sum of the squared weights to the loss",
                "Lyle et al., Understanding Plasticity in Neural Networks, ICML 2023; Dohare et al., Nature 2024", Penalty.class, Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("factor on the sum of the squared weights, half of what is called weight decay") @PositiveOrZero @Default("0.0001") double strength) {}

    /** lambda ||w||^2 over all weights w, by its gradient 2 lambda w; with Adam it is scaled along with that of the loss. */
    static final class Penalty implements AddOn {
        private final List<Parameter> parameters;
        private final Optimiser optimiser;
        private final NDArray factor;

        @Inject
        Penalty(Network network, Optimiser optimiser, Options options, NDManager manager) {
            this.parameters = network.parameters();
            this.optimiser = optimiser;
            this.factor = manager.create((float) (2 * options.strength()));
        }

        @Override
        public void beforeUpdate() {
            for (int i = 0; i < parameters.size(); i++) {
                optimiser.gradient(i).addi(parameters.get(i).getArray().mul(factor));
            }
        }

        @Override
        public boolean savesInsideTasks() {
            return true;
        }
    }
}
