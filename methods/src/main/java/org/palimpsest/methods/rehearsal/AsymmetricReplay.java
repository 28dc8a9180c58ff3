package org.palimpsest.methods.rehearsal;

import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.OptionalDouble;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.Capacity;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.memory.ReplayBuffer;
import org.palimpsest.harness.api.training.GradientLearner;
import org.palimpsest.harness.api.training.Training;

/** {@code er-ace}: experience replay with asymmetric cross-entropy. */
@AutoService(MethodModule.class)
public final class AsymmetricReplay extends MethodModule<AsymmetricReplay.Options> {
    /** For the service loader. */
    public AsymmetricReplay() {
        super("er-ace", "replay in which the stream's loss leaves the classes of the past alone",
                "Caccia et al., New Insights on Reducing Abrupt Representation Change in Online Continual Learning, ICLR 2022",
                ErAce.class, Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("examples kept in memory") @Positive @Capacity @Default("200") int buffer,
            @Doc("examples drawn from memory per step") @Positive @Default("10") int replayBatch,
            @Doc("weight of the loss of the replayed batch, against 1 of the stream's; 1 if absent") @PositiveOrZero OptionalDouble replayWeight) {
        /** Options that leave out what may be left out. */
        public Options(int buffer, int replayBatch) {
            this(buffer, replayBatch, OptionalDouble.empty());
        }
    }

    @Override
    protected List<String> check(Options options, BenchmarkFacts benchmark) {
        return benchmark.unlessClasses();
    }

    /**
     * Cross-entropy of the stream batch over the classes in it and those not seen yet, plus plain cross-entropy of a batch drawn
     * from memory (section 4, asymmetric cross-entropy). In the first task there is no past to protect: both losses would fall
     * on the same classes, so it is trained on the stream alone, unmasked.
     */
    static final class ErAce extends GradientLearner {
        private final Options options;
        private final ReplayBuffer buffer;
        private boolean firstTask;

        @Inject
        ErAce(Training training, Options options, Memories memories) {
            super(training);
            this.options = options;
            this.buffer = memories.reservoir(options.buffer());
        }

        @Override
        protected void beforeTask(TaskData task) {
            firstTask = task.index() == 0;
        }

        @Override
        protected NDArray loss(Batch batch) {
            if (firstTask) {
                return loss(logits(batch), batch);
            }
            if (buffer.size() == 0) {
                return streamLoss(logits(batch), batch);
            }
            Batch replayed = buffer.sample(batch.manager(), options.replayBatch());
            List<NDArray> logits = logits(List.of(batch, replayed));
            NDArray past = loss(logits.get(1), replayed);
            return streamLoss(logits.get(0), batch).add(options.replayWeight().isPresent() ? past.mul(options.replayWeight().getAsDouble()) : past);
        }

        private NDArray streamLoss(NDArray logits, Batch batch) {
            return loss(logits.add(training().mask(batch, presentOrUnseen(batch))), batch);
        }

        @Override
        protected void afterStep(Batch batch) {
            buffer.offer(batch);
        }

        private boolean[] presentOrUnseen(Batch batch) {
            boolean[] allowed = new boolean[training().network().outputs()];
            for (int label : batch.hostLabels()) {
                allowed[label] = true;
            }
            for (int c = training().network().seenClasses(); c < allowed.length; c++) {
                allowed[c] = true;
            }
            return allowed;
        }

        @Override
        public boolean savesInsideTasks() {
            return true;
        }
    }
}
