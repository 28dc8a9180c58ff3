package org.palimpsest.methods.rehearsal;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.StoredLogits;
import org.palimpsest.harness.api.memory.ReplayBuffer;
import org.palimpsest.harness.api.training.GradientLearner;
import org.palimpsest.harness.api.training.Training;

/**
 * Replay from a memory that keeps, with each example, the scores that the network in training gave it in the step in which it was
 * stored, before the weights moved.
 */
abstract class LogitReplay extends GradientLearner {
    private final ReplayBuffer buffer;
    private final int replayBatch;
    private final int draws;
    private NDArray streamLogits;

    LogitReplay(Training training, ReplayBuffer buffer, int replayBatch, int draws) {
        super(training);
        this.buffer = buffer;
        this.replayBatch = replayBatch;
        this.draws = draws;
    }

    /** A batch drawn from memory, with the scores that it has now. */
    protected record Draw(Batch batch, NDArray logits) {
        /** Squared error of the stored scores. */
        NDArray scoreError() {
            return batch.logits().orElseThrow().meanSquaredError(logits);
        }

        /** Cross-entropy. */
        NDArray labelError() {
            return crossEntropy(logits, batch.labels());
        }
    }

    /** What is added to the stream batch's cross-entropy, once there is something to replay: a loss of the step's independent draws. */
    protected abstract NDArray replayLoss(List<Draw> drawn);

    @Override
    protected final NDArray loss(Batch batch) {
        List<Batch> batches = new ArrayList<>(List.of(batch));
        for (int i = 0; i < draws && buffer.size() > 0; i++) {
            batches.add(buffer.sample(batch.manager(), replayBatch));
        }
        List<NDArray> logits = logits(batches);
        streamLogits = logits.get(0);
        NDArray loss = crossEntropy(streamLogits, batch.labels());
        if (batches.size() == 1) {
            return loss;
        }
        return loss.add(replayLoss(IntStream.range(1, batches.size()).mapToObj(i -> new Draw(batches.get(i), logits.get(i))).toList()));
    }

    @Override
    protected final void afterStep(Batch batch) {
        buffer.offer(batch.withLogits(StoredLogits.of(streamLogits)));
    }
}
