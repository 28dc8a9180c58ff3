package org.palimpsest.methods.rehearsal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Capacity;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.memory.ReplayBuffer;
import org.palimpsest.harness.api.training.GradientLearner;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.Training;

/** {@code mir}: maximally interfered retrieval. */
@AutoService(MethodModule.class)
public final class MaximallyInterfered extends MethodModule<MaximallyInterfered.Options> {
    /** For the service loader. */
    public MaximallyInterfered() {
        super("mir", "replays the past examples whose loss the coming update would raise most",
                "Aljundi et al., Online Continual Learning with Maximally Interfered Retrieval, NeurIPS 2019", Mir.class, Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("examples kept in memory") @Positive @Capacity @Default("200") int buffer,
            @Doc("examples replayed per step") @Positive @Default("10") int replayBatch,
            @Doc("examples drawn from memory per step, of which the replayed ones are chosen") @Positive @Default("50") int candidates,
            @Doc("weight of the loss of each replayed example, against 1 of each of the stream; 1 if absent") @PositiveOrZero OptionalDouble replayWeight) {
        /** Options that leave out what may be left out. */
        public Options(int buffer, int replayBatch, int candidates) {
            this(buffer, replayBatch, candidates, OptionalDouble.empty());
        }
    }

    /**
     * Experience replay (algorithm 1) of the candidates with the largest l(x; w - lr g) - l(x; w), g being the gradient of the stream
     * batch and l the loss in evaluation mode, so that looking does not move the running statistics.
     */
    static final class Mir extends GradientLearner {
        private final Options options;
        private final ReplayBuffer buffer;
        private Batch chosen;

        @Inject
        Mir(Training training, Options options, Memories memories) {
            super(training);
            this.options = options;
            this.buffer = memories.reservoir(options.buffer());
        }

        @Override
        protected void beforeStep(Batch batch) {
            Batch candidates = buffer.sample(batch.manager(), options.candidates());
            chosen = candidates.size() <= options.replayBatch() ? candidates : mostInterfered(batch, candidates);
        }

        private Batch mostInterfered(Batch batch, Batch candidates) {
            float[] before = losses(candidates);
            training().gradients(() -> loss(logits(batch), batch));
            List<NDArray> weights = training().network().parameters().stream().map(Parameter::getArray).toList();
            List<NDArray> kept = weights.stream().map(NDArray::duplicate).toList();
            Optimiser optimiser = training().optimiser();
            NDArray rate = batch.manager().create((float) optimiser.lr());
            for (int i = 0; i < weights.size(); i++) {
                weights.get(i).subi(optimiser.gradient(i).muli(rate));
            }
            optimiser.clear();
            float[] after = losses(candidates);
            for (int i = 0; i < weights.size(); i++) {
                weights.get(i).set(new NDIndex(":"), kept.get(i));
            }
            return candidates.select(largest(after, before));
        }

        private float[] losses(Batch candidates) {
            return training().objective().losses(predict(candidates.examples()), candidates).toFloatArray();
        }

        private int[] largest(float[] after, float[] before) {
            return IntStream.range(0, after.length).boxed()
                    .sorted((a, b) -> Float.compare(after[b] - before[b], after[a] - before[a]))
                    .limit(options.replayBatch()).mapToInt(Integer::intValue).toArray();
        }

        @Override
        protected NDArray loss(Batch batch) {
            Batch joint = batch.concat(chosen);
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
