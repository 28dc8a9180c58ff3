package org.palimpsest.methods.rehearsal;

import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.Capacity;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.memory.MemoryKind;
import org.palimpsest.harness.api.memory.ReplayBuffer;
import org.palimpsest.harness.api.training.GradientLearner;
import org.palimpsest.harness.api.training.Training;

/** {@code er}: experience replay. */
@AutoService(MethodModule.class)
public final class ExperienceReplay extends MethodModule<ExperienceReplay.Options> {
    /** For the service loader. */
    public ExperienceReplay() {
        super("er", "trains on the stream batch joined with a batch from a memory of past examples",
                "Chaudhry et al., On Tiny Episodic Memories in Continual Learning, 2019", Er.class, Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("examples kept in memory") @Positive @Capacity @Default("200") int buffer,
            @Doc("examples drawn from memory per step") @Positive @Default("10") int replayBatch,
            @Doc("which examples are kept") @Default("reservoir") MemoryKind memory,
            @Doc("weight of the loss of each replayed example, against 1 of each of the stream; 1 if absent") @PositiveOrZero OptionalDouble replayWeight,
            @Doc("examples kept of each class that was seen, in place of buffer, in a memory that keeps classes apart") @Positive OptionalInt perClass) {
        /** Options that leave out what may be left out. */
        public Options(int buffer, int replayBatch, MemoryKind memory) {
            this(buffer, replayBatch, memory, OptionalDouble.empty(), OptionalInt.empty());
        }
    }

    @Override
    protected List<String> check(Options options, BenchmarkFacts benchmark) {
        return (options.perClass().isPresent() ? options.memory().problemPerClass(options.perClass().getAsInt(), benchmark.classes())
                : options.memory().problem(options.buffer(), benchmark.classes())).stream().toList();
    }

    /** The loss of the stream batch and a batch drawn from memory, in one forward pass (algorithm 1). */
    static final class Er extends GradientLearner {
        private final Options options;
        private final ReplayBuffer buffer;

        @Inject
        Er(Training training, Options options, Memories memories) {
            super(training);
            this.options = options;
            int classes = training.network().classes();
            this.buffer = options.perClass().isPresent() ? memories.perClass(options.memory(), options.perClass().getAsInt(), classes)
                    : memories.of(options.memory(), options.buffer(), classes);
        }

        @Override
        protected NDArray loss(Batch batch) {
            Batch joint = batch.concat(buffer.sample(batch.manager(), options.replayBatch()));
            NDArray logits = logits(joint);
            return options.replayWeight().isPresent()
                    ? WeightedReplay.loss(training().objective(), logits, joint, batch.size(), options.replayWeight().getAsDouble())
                    : loss(logits, joint);
        }

        @Override
        protected void afterStep(Batch batch) {
            buffer.offer(batch);
        }

        @Override
        public boolean savesInsideTasks() {
            return true;
        }
    }
}
