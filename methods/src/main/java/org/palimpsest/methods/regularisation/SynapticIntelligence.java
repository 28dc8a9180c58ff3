package org.palimpsest.methods.regularisation;

import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.harness.api.training.WeightArrays;

/** {@code si}: synaptic intelligence. */
@AutoService(MethodModule.class)
public final class SynapticIntelligence extends MethodModule<SynapticIntelligence.Options> {
    /** For the service loader. */
    public SynapticIntelligence() {
        super("si", "holds weights by how much their way through past tasks lowered the loss",
                "Zenke, Poole and Ganguli, Continual Learning Through Synaptic Intelligence, ICML 2017", Si.class, Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("strength of the penalty") @PositiveOrZero @Default("0.1") double c,
            @Doc("damping of the importances of weights that hardly moved") @Positive @Default("0.1") double xi,
            @Doc("importances above it count as this much (Lomonaco et al., Rehearsal-free continual learning over "
                    + "small non-i.i.d. batches, CVPR Workshops 2020: 0.001); 0: none do") @PositiveOrZero @Default("0") double clip) {}

    /**
     * Penalty c sum_j Omega_j (w_j - w*_j)^2 (equation 4). In each step omega_j grows by g_j (w_j before - w_j after), g being the
     * gradient of the task's loss alone (equation 3); at a task's end Omega_j grows by omega_j / (D_j^2 + xi), D_j being the way that the
     * weight has gone in the task (equation 5), and w* is where it is.
     */
    static final class Si extends Consolidating {
        private final Options options;
        private final WeightArrays path; // omega
        private final WeightArrays before;
        private final WeightArrays gradient;
        private final WeightArrays start;

        @Inject
        Si(Training training, Options options) {
            super(training, options.c(), options.clip() == 0 ? Double.POSITIVE_INFINITY : options.clip());
            this.options = options;
            path = WeightArrays.zeros(training.network(), training.manager());
            before = WeightArrays.zeros(training.network(), training.manager());
            gradient = WeightArrays.zeros(training.network(), training.manager());
            start = WeightArrays.zeros(training.network(), training.manager());
        }

        @Override
        protected void beforeTask(TaskData task) {
            path.scale(0);
            start.setToWeights();
        }

        @Override
        protected void beforeUpdate() {
            before.setToWeights();
            gradient.setToGradients(training().optimiser());
            super.beforeUpdate();
        }

        @Override
        protected void afterStep(Batch batch) {
            for (int i = 0; i < path.count(); i++) {
                path.get(i).addi(before.get(i).subi(weight(i)).muli(gradient.get(i)));
            }
        }

        @Override
        protected void consolidate(TaskData task, WeightArrays importance) {
            for (int i = 0; i < path.count(); i++) {
                NDArray damped = weight(i).sub(start.get(i)).square().add((float) options.xi());
                importance.get(i).addi(path.get(i).divi(damped));
            }
        }

        @Override
        public void save(State state) {
            super.save(state);
            path.save(state.scope("path"));
        }

        @Override
        public void load(State state) {
            super.load(state);
            if (state.has("path/0")) { // records of before there were commits inside tasks have none
                path.load(state.scope("path"));
            }
        }
    }
}
