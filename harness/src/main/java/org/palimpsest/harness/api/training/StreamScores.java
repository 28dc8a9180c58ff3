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

    /** The step's gradients are known: tells the listener, if the batch was scored, or leaves that until it is no matter of waiting. */
    void report(StepListener listener, Unread unread) {
        if (scores.isPresent()) {
            Batch batch = stream.orElseThrow();
            if (unread.mayWait() && batch.targets().isEmpty() && !objective.readsExamples()) { // nothing else of a batch outlives its step
                NDArray kept = unread.keep(scores.get());
                unread.scores(() -> tell(kept, batch, listener));
            } else {
                tell(scores.get(), batch, listener);
            }
        }
        stream = Optional.empty();
        scores = Optional.empty();
    }

    private void tell(NDArray outputs, Batch batch, StepListener listener) {
        Objective.Tally tally = objective.tally(outputs, batch);
        listener.scored(tally.loss(), tally.right(), batch.size());
    }
}
