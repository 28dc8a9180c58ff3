package org.palimpsest.harness.api.training;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Objective;

/**
 * The scores that the stream batch of a step gets on its way through the loss: those of the first batch that is scored and begins
 * with it, for methods put examples from a memory behind it.
 */
final class StreamScores {
    private final Objective objective;
    private Optional<Batch> stream = Optional.empty();
    private Optional<NDArray> scores = Optional.empty();

    StreamScores(Objective objective) {
        this.objective = objective;
    }

    /** A step begins. */
    void begin(Batch batch) {
        stream = Optional.of(batch);
        scores = Optional.empty();
    }

    /** A batch was scored. */
    void offer(Batch batch, NDArray outputs) {
        if (scores.isEmpty() && stream.filter(batch::beginsWith).isPresent()) {
            scores = Optional.of(outputs);
        }
    }

    /** The step's loss is known: tells the listener, if the batch was scored. Comes when the device has been waited for anyway. */
    void report(StepListener listener) {
        if (scores.isPresent()) {
            Batch batch = stream.orElseThrow();
            Objective.Tally tally = objective.tally(scores.get(), batch);
            listener.scored(tally.loss(), tally.right(), batch.size());
        }
        stream = Optional.empty();
        scores = Optional.empty();
    }
}
