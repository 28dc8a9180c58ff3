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

/** {@code der}: dark experience replay. */
@AutoService(MethodModule.class)
public final class DarkReplay extends MethodModule<DarkReplay.Options> {
    static final String SOURCE = "Buzzega et al., Dark Experience for General Continual Learning: a Strong, Simple Baseline, NeurIPS 2020";

    /** For the service loader. */
    public DarkReplay() {
        super("der", "replay that holds past examples to the scores they were given when they were stored", SOURCE, Der.class, Options.class);
    }

    @Override
    protected List<String> check(Options options, BenchmarkFacts benchmark) {
        return benchmark.unlessClasses();
    }

    /** Options. */
    public record Options(
            @Doc("examples kept in memory, with their scores") @Positive @Capacity @Default("200") int buffer,
            @Doc("examples drawn from memory per step") @Positive @Default("10") int replayBatch,
            @Doc("weight of the squared error of stored scores") @PositiveOrZero @Default("0.3") double alpha) {}

    /**
     * The loss of the stream batch, and alpha times the squared error of stored scores (equation 6, algorithm 1): those that the network in
     * training gave an example in the step in which it was stored, before the weights moved.
     */
    static final class Der extends GradientLearner {
        private final Options options;
        private final ReplayBuffer buffer;
        private NDArray streamLogits;

        @Inject
        Der(Training training, Options options, Memories memories) {
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
            List<NDArray> logits = logits(List.of(batch, past));
            streamLogits = logits.get(0);
            return loss(streamLogits, batch).add(past.logits().orElseThrow().meanSquaredError(logits.get(1)).mul(options.alpha()));
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
