package org.palimpsest.methods.distillation;

import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.Losses;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.GradientLearner;
import org.palimpsest.harness.api.training.Training;

/** {@code lwf}: learning without forgetting. */
@AutoService(MethodModule.class)
public final class LearningWithoutForgetting extends MethodModule<LearningWithoutForgetting.Options> {
    /** For the service loader. */
    public LearningWithoutForgetting() {
        super("lwf", "holds the scores of past classes on new data to those of the network before the task; keeps no examples",
                "Li and Hoiem, Learning without Forgetting, TPAMI 2018", Lwf.class, Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("weight of the distillation: one for all tasks, or one per task of which the last holds for all that "
                    + "follow") @NotEmpty @Default("0.5") List<@PositiveOrZero Double> alpha,
            @Doc("temperature of the softened scores") @Positive @Default("2") double temperature,
            @Doc("whether the cross-entropy is divided by the number of tasks so far (van de Ven and Tolias, Three "
                    + "scenarios for continual learning, 2019, appendix), so that the new task counts for as much as each "
                    + "past one") @Default("false") boolean share) {}

    /**
     * Cross-entropy, or with {@code share} its t-th part in task t, plus alpha times the distillation of the past classes (equations 1 to
     * 3), all of them together, or task by task where each has a head of its own. Of a model that writes, all tokens are distilled, at the places
     * of the answers.
     */
    static final class Lwf extends GradientLearner {
        private final Options options;
        private Network.Weights old;
        private List<int[]> past;
        private double alpha;
        private int tasks;

        @Inject
        Lwf(Training training, Options options) {
            super(training);
            this.options = options;
        }

        @Override
        protected void beforeTask(TaskData task) {
            boolean writes = training().network().headKind() == HeadKind.NONE;
            int known = writes ? training().network().outputs() : training().pastClasses();
            old = training().network().copyWeights(known);
            if (writes) {
                past = task.index() == 0 ? List.of() : List.of(new int[] {0, known});
            } else {
                past = training().competing(known);
            }
            tasks = task.index() + 1;
            alpha = options.alpha().get(Math.min(task.index(), options.alpha().size() - 1));
        }

        @Override
        protected NDArray loss(Batch batch) {
            Batch view = training().augmented(batch);
            NDArray logits = training().allLogits(view);
            NDArray loss = loss(training().withinTask(logits, view), batch);
            if (options.share()) {
                loss = loss.div(tasks);
            }
            if (past.isEmpty() || alpha == 0) {
                return loss;
            }
            NDArray before = training().network().predict(old, view.examples());
            for (int[] stretch : past) {
                String columns = ":, " + stretch[0] + ":" + stretch[1];
                loss = loss.add(Losses.distillation(logits.get(columns), before.get(columns), options.temperature()).mul(alpha));
            }
            return loss;
        }

        @Override
        protected void afterTask(TaskData task) {
            old.close();
        }

        @Override
        public boolean savesInsideTasks() {
            return true;
        }
    }
}
