package org.palimpsest.methods.rehearsal;

import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.Capacity;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.StoredLogits;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.memory.ReplayBuffer;
import org.palimpsest.harness.api.training.GradientLearner;
import org.palimpsest.harness.api.training.Training;

/** {@code der++}: dark experience replay with labels. */
@AutoService(MethodModule.class)
public final class DarkReplayPlus extends MethodModule<DarkReplayPlus.Options> {
    /** For the service loader. */
    public DarkReplayPlus() {
        super("der++", "replay that holds past examples to their stored scores and, in a second draw, to their labels",
                DarkReplay.SOURCE, DerPlus.class, Options.class);
    }

    @Override
    protected List<String> check(Options options, BenchmarkFacts benchmark) {
        return benchmark.unlessClasses();
    }

    /** Options. */
    public record Options(
            @Doc("examples kept in memory, with their scores") @Positive @Capacity @Default("200") int buffer,
            @Doc("examples of each of the two draws per step") @Positive @Default("10") int replayBatch,
            @Doc("weight of the squared error of stored scores") @PositiveOrZero @Default("0.3") double alpha,
            @Doc("weight of the cross-entropy of replayed examples") @PositiveOrZero @Default("0.5") double beta) {}

    /** {@code der} plus beta times the loss of a second, independent draw (equation 7, algorithm 2). */
    static final class DerPlus extends GradientLearner {
        private final Options options;
        private final ReplayBuffer buffer;
        private NDArray streamLogits;

        @Inject
        DerPlus(Training training, Options options, Memories memories) {
            super(training);
            this.options = options;
            this.buffer = memories.reservoir(options.buffer());
        }

        @Override
        protected NDArray loss(Batch batch) {
            if (buffer.size() == 0) {
                streamLogits = logits(batch);
                return loss(streamLogits, batch);
            }
            Batch past = buffer.sample(batch.manager(), options.replayBatch());
            Batch again = buffer.sample(batch.manager(), options.replayBatch());
            List<NDArray> logits = logits(List.of(batch, past, again));
            streamLogits = logits.get(0);
            NDArray scores = past.logits().orElseThrow().meanSquaredError(logits.get(1)).mul(options.alpha());
            NDArray labels = loss(logits.get(2), again).mul(options.beta());
            return loss(streamLogits, batch).add(scores.add(labels));
        }

        @Override
        protected void afterStep(Batch batch) {
            buffer.offer(batch.withLogits(StoredLogits.of(streamLogits)));
        }

        @Override
        public boolean savesInsideTasks() {
            return true;
        }
    }
}
