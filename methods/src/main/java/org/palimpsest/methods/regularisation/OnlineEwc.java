package org.palimpsest.methods.regularisation;

import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.harness.api.training.WeightArrays;

/** {@code online-ewc}: elastic weight consolidation with one running Fisher information. */
@AutoService(MethodModule.class)
public final class OnlineEwc extends MethodModule<OnlineEwc.Options> {
    /** For the service loader. */
    public OnlineEwc() {
        super("online-ewc", "holds weights near to where the last task left them, by a running Fisher information",
                "Schwarz et al., Progress and Compress, ICML 2018", RunningFisher.class, Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("strength of the penalty") @PositiveOrZero @Default("100") double lambda,
            @Doc("what is kept of earlier Fisher information") @PositiveOrZero @DecimalMax("1") @Default("1") double gamma,
            @Doc("examples of a task from which its Fisher information is estimated; 0 for all") @PositiveOrZero @Default("0") int fisherExamples,
            @Doc("examples per gradient that is squared; 1 by definition, more is cheaper and smaller") @Positive @Default("1") int fisherBatch) {}

    /** Penalty lambda sum_j F_j (w_j - w*_j)^2; after a task F = gamma F + its Fisher information, and w* = w (equation 9). */
    static final class RunningFisher extends Consolidating {
        private final Options options;

        @Inject
        RunningFisher(Training training, Options options) {
            super(training, options.lambda());
            this.options = options;
        }

        @Override
        protected void consolidate(TaskData task, WeightArrays importance) {
            importance.scale(options.gamma());
            try (WeightArrays latest =
                    ElasticWeightConsolidation.fisher(training(), task, options.fisherExamples(), options.fisherBatch())) {
                for (int i = 0; i < importance.count(); i++) {
                    importance.get(i).addi(latest.get(i));
                }
            }
        }
    }
}
