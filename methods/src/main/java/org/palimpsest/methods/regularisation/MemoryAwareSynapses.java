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
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.harness.api.training.WeightArrays;

/** {@code mas}: memory aware synapses. */
@AutoService(MethodModule.class)
public final class MemoryAwareSynapses extends MethodModule<MemoryAwareSynapses.Options> {
    /** For the service loader. */
    public MemoryAwareSynapses() {
        super("mas", "holds weights by how much the network's scores depend on them, without looking at labels",
                "Aljundi et al., Memory Aware Synapses: Learning what (not) to forget, ECCV 2018", Mas.class, Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("strength of the penalty") @PositiveOrZero @Default("1") double lambda,
            @Doc("examples per task for the importances, a pass each; 0 for all") @PositiveOrZero @Default("0") int examples,
            @Doc("examples per gradient whose size is taken; 1 by definition, more is cheaper and smaller") @Positive @Default("1") int batch) {}

    /**
     * Penalty lambda sum_j Omega_j (w_j - w*_j)^2 (equation 4); each task adds to Omega_j the mean of |d |f(x)|^2 / d w_j| over its
     * examples, f being the scores (equations 2 and 3). See {@link Sensitivity#mean} for what it costs.
     */
    static final class Mas extends Consolidating {
        private final Options options;

        @Inject
        Mas(Training training, Options options) {
            super(training, options.lambda());
            this.options = options;
        }

        @Override
        protected void consolidate(TaskData task, WeightArrays importance) {
            try (WeightArrays latest = Sensitivity.mean(
                    training(), task, options.examples(), options.batch(), this::squaredLength, NDArray::abs)) {
                for (int i = 0; i < importance.count(); i++) {
                    importance.get(i).addi(latest.get(i));
                }
            }
        }

        private NDArray squaredLength(Batch batch) {
            return training().network().evaluationLogits(batch.examples()).square().sum(new int[] {1}).mean();
        }
    }
}
