package org.palimpsest.methods.plasticity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.PositiveOrZero;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.WeightArrays;

/** {@code l2-init}: regenerative regularisation, a penalty on the distance from the first weights. */
@AutoService(AddOnModule.class)
public final class L2Init extends AddOnModule<L2Init.Options> {
    /** For the service loader. */
    public L2Init() {
        super("l2-init", "adds strength times the squared distance from the initial weights to the loss",
                "Kumar et al., Maintaining Plasticity in Continual Learning via Regenerative Regularization, arXiv 2308.11958",
                Penalty.class, Options.class);
    }

    /** Options. */
    public record Options(@Doc("factor on the squared distance") @PositiveOrZero @Default("0.01") double strength) {}

    /** lambda ||w - w_0||^2 over all weights w, by its gradient 2 lambda (w - w_0). */
    static final class Penalty implements AddOn {
        private final Network network;
        private final Optimiser optimiser;
        private final NDArray factor;
        private final WeightArrays start;
        private int outputs;

        @Inject
        Penalty(Network network, Optimiser optimiser, Options options, NDManager manager) {
            this.network = network;
            this.optimiser = optimiser;
            this.factor = manager.create((float) (2 * options.strength()));
            this.start = WeightArrays.copyOf(network, manager);
            this.outputs = network.outputs();
        }

        /** What the head has for new classes in a network that grows is there from now on. */
        @Override
        public void beforeTask(int task) {
            if (network.outputs() > outputs) {
                NDIndex rows = new NDIndex("{}:{}", outputs, network.outputs());
                for (int i = network.backboneParameters(); i < start.count(); i++) {
                    start.get(i).set(rows, network.parameters().get(i).getArray().get(rows));
                }
                outputs = network.outputs();
            }
        }

        @Override
        public void beforeUpdate() {
            for (int i = 0; i < start.count(); i++) {
                optimiser.gradient(i).addi(network.parameters().get(i).getArray().sub(start.get(i)).muli(factor));
            }
        }

        @Override
        public void save(State state) {
            state.put("outputs", outputs);
            start.save(state.scope("start"));
        }

        @Override
        public void load(State state) {
            outputs = (int) state.longs("outputs")[0];
            start.load(state.scope("start"));
        }

        @Override
        public boolean savesInsideTasks() {
            return true;
        }
    }
}
