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

    /** {@link FisherPenalty}, F_k being the mean squared gradient of the log-likelihood of the true labels, which is the loss. */
    static final class Ewc extends GradientLearner {
        private final Options options;
        private final FisherPenalty penalty;

        @Inject
        Ewc(Training training, Options options) {
            super(training);
            this.options = options;
            penalty = new FisherPenalty(training, options.lambda());
        }

        @Override
        protected NDArray loss(Batch batch) {
            return loss(logits(batch), batch);
        }

        @Override
        protected void beforeUpdate() {
            penalty.addGradient();
        }

        @Override
        protected void afterTask(TaskData task) {
            try (WeightArrays latest = fisher(training(), task, options.fisherExamples(), options.fisherBatch())) {
                penalty.hold(latest);
            }
        }

        @Override
        public long memoryBytes() {
            return penalty.bytes();
        }

        @Override
        public void save(State state) {
            super.save(state);
            penalty.save(state.scope("penalty"));
        }

        @Override
        public void load(State state) {
            super.load(state);
            penalty.load(state.scope("penalty"));
        }

        @Override
        public boolean savesInsideTasks() {
            return true;
        }
    }

    /** The diagonal of the empirical Fisher information; see {@link Sensitivity#mean} for what it costs. */
    static WeightArrays fisher(Training training, TaskData task, int examples, int batch) {
        return Sensitivity.mean(training, task, examples, batch,
                some -> training.objective().loss(training.evaluationLogits(some), some), NDArray::square);
    }
}
