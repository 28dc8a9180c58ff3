package org.palimpsest.methods.objective;

import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.LabelledAddOn;
import org.palimpsest.harness.api.Losses;
import org.palimpsest.harness.api.Objective;

/** {@code label-smoothing}: a part of every label is spread over all classes. */
@AutoService(AddOnModule.class)
public final class LabelSmoothing extends AddOnModule<LabelSmoothing.Options> {
    /** For the service loader. */
    public LabelSmoothing() {
        super("label-smoothing", "spreads a part of every label over all classes, so that the network is never wholly sure of one",
                "Szegedy et al., Rethinking the Inception Architecture for Computer Vision, CVPR 2016, section 7", Smoothing.class, Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("epsilon, the part of a label that is spread; 0.1 in the paper") @PositiveOrZero @DecimalMax("1") @Default("0.1") double share) {}

    @Override
    protected List<String> check(Options options, BenchmarkFacts benchmark) {
        return benchmark.unlessClasses();
    }

    /**
     * Takes the place of the objective: whatever loss a method asks of it is smoothed, of replayed examples too. What a method adds on its own
     * account, e.g. squared distances of scores or binary cross-entropies, is left alone.
     */
    static final class Smoothing implements LabelledAddOn {
        private final Options options;

        @Inject
        Smoothing(Options options) {
            this.options = options;
        }

        @Override
        public Objective objective(Objective given) {
            return new Smoothed(given, (float) options.share());
        }

        @Override
        public boolean savesInsideTasks() {
            return true;
        }
    }

    /**
     * (1 - epsilon) H(q, p) + epsilon H(u, p), H(q, p) being the cross-entropy of the labels and u uniform over the outputs that are in the
     * running: those that no head of another task and no mask takes out. The training curve still tells how the labels themselves did.
     *
     * @param hard the cross-entropy of the labels
     * @param share epsilon
     */
    record Smoothed(Objective hard, float share) implements Objective {
        @Override
        public NDArray losses(NDArray outputs, Batch batch) {
            return mixed(hard.losses(outputs, batch), uniform(outputs));
        }

        @Override
        public NDArray loss(NDArray outputs, Batch batch) {
            return mixed(hard.loss(outputs, batch), uniform(outputs).mean());
        }

        private NDArray mixed(NDArray ofLabels, NDArray ofUniform) {
            return ofLabels.mul(1 - share).add(ofUniform.mul(share));
        }

        /** H(u, p) of each example, shape (n). */
        private static NDArray uniform(NDArray outputs) {
            NDArray running = Losses.running(outputs);
            NDArray sum = outputs.logSoftmax(1).mul(running).sum(new int[] {1});
            return sum.div(running.sum(new int[] {1})).neg();
        }

        @Override
        public Tally tally(NDArray outputs, Batch batch) {
            return hard.tally(outputs, batch);
        }
    }
}
