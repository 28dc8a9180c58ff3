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
import org.palimpsest.harness.api.training.GradientLearner;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.harness.api.training.WeightArrays;

/** {@code ewc}: elastic weight consolidation. */
@AutoService(MethodModule.class)
public final class ElasticWeightConsolidation extends MethodModule<ElasticWeightConsolidation.Options> {
    /** For the service loader. */
    public ElasticWeightConsolidation() {
        super("ewc", "holds weights near to where each past task left them, by the Fisher information of that task",
                "Kirkpatrick et al., Overcoming catastrophic forgetting in neural networks, PNAS 2017", Ewc.class, Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("strength of the penalty") @PositiveOrZero @Default("100") double lambda,
            @Doc("examples of a task from which its Fisher information is estimated; 0 for all") @PositiveOrZero @Default("0") int fisherExamples,
            @Doc("examples per gradient that is squared; 1 by definition, more is cheaper and smaller") @Positive @Default("1") int fisherBatch) {}

    /**
     * Penalty lambda / 2 sum_k sum_j F_kj (w_j - w*_kj)^2 over the past tasks k (equation 3), F_k being the mean squared gradient of the
     * log-likelihood of the true labels, which is the loss. Its gradient lambda (S_j w_j - P_j) needs but two sums, S = sum_k F_k and P = sum_k F_k w*_k,
     * however many tasks there are. It pulls to P_j / S_j, and no further in one step, see {@link Stiffness}.
     */
    static final class Ewc extends GradientLearner {
        private final Options options;
        private final WeightArrays fisher; // S
        private final WeightArrays pull; // P
        private float[] highest;
        private boolean active;

        @Inject
        Ewc(Training training, Options options) {
            super(training);
            this.options = options;
            fisher = WeightArrays.zeros(training.network(), training.manager());
            pull = WeightArrays.zeros(training.network(), training.manager());
        }

        @Override
        protected NDArray loss(Batch batch) {
            return loss(logits(batch), batch);
        }

        @Override
        protected void beforeUpdate() {
            if (!active) {
                return;
            }
            double most = Stiffness.most(training().optimiser()) / options.lambda();
            NDArray lambda = training().manager().create((float) options.lambda());
            for (int i = 0; i < fisher.count(); i++) {
                NDArray away = weight(i).mul(fisher.get(i)).subi(pull.get(i)).muli(lambda);
                if (highest[i] > most) {
                    // it belongs to the information's manager, which lives as long as the method
                    try (NDArray bound = training().manager().create((float) most); NDArray counted = fisher.get(i).maximum(bound)) {
                        away.muli(bound).divi(counted);
                    }
                }
                training().optimiser().gradient(i).addi(away);
            }
            lambda.close();
        }

        private NDArray weight(int i) {
            return training().network().parameters().get(i).getArray().stopGradient();
        }

        @Override
        protected void afterTask(TaskData task) {
            try (WeightArrays latest = fisher(training(), task, options.fisherExamples(), options.fisherBatch())) {
                for (int i = 0; i < fisher.count(); i++) {
                    fisher.get(i).addi(latest.get(i));
                    pull.get(i).addi(weight(i).mul(latest.get(i)));
                }
            }
            highest = Stiffness.highest(fisher);
            active = true;
        }

        @Override
        public long memoryBytes() {
            return active ? fisher.bytes() + pull.bytes() : 0;
        }

        @Override
        public void save(State state) {
            super.save(state);
            state.put("active", active ? 1 : 0);
            fisher.save(state.scope("fisher"));
            pull.save(state.scope("pull"));
        }

        @Override
        public void load(State state) {
            super.load(state);
            active = state.longs("active")[0] == 1;
            fisher.load(state.scope("fisher"));
            pull.load(state.scope("pull"));
            highest = Stiffness.highest(fisher);
        }
    }

    /** The diagonal of the empirical Fisher information; see {@link Sensitivity#mean} for what it costs. */
    static WeightArrays fisher(Training training, TaskData task, int examples, int batch) {
        return Sensitivity.mean(training, task, examples, batch,
                some -> training.objective().loss(training.evaluationLogits(some), some), NDArray::square);
    }
}
