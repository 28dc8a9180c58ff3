package org.palimpsest.methods.rehearsal;

import ai.djl.ndarray.NDArray;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.GradientLearner;
import org.palimpsest.harness.api.ReplayBuffer;
import org.palimpsest.harness.api.StoredLogits;
import org.palimpsest.harness.api.Training;

/**
 * Replay from a memory that keeps, with each example, the scores that the network in training gave it in the step in which it was
 * stored, before the weights moved.
 */
abstract class LogitReplay extends GradientLearner {
    private final ReplayBuffer buffer;
    private final int replayBatch;
    private Batch stream;
    private NDArray streamLogits;

    LogitReplay(Training training, ReplayBuffer buffer, int replayBatch) {
        super(training);
        this.buffer = buffer;
        this.replayBatch = replayBatch;
    }

    /** What is added to the stream batch's cross-entropy, once there is something to replay. */
    protected abstract NDArray replayLoss();

    /** Squared error of the stored scores of a draw. */
    protected final NDArray scoreError() {
        Batch replayed = buffer.sample(stream.manager(), replayBatch);
        return replayed.logits().meanSquaredError(logits(replayed));
    }

    /** Cross-entropy of a draw. */
    protected final NDArray labelError() {
        Batch replayed = buffer.sample(stream.manager(), replayBatch);
        return crossEntropy(logits(replayed), replayed.labels());
    }

    @Override
    protected final NDArray loss(Batch batch) {
        stream = batch;
        streamLogits = logits(batch);
        NDArray loss = crossEntropy(streamLogits, batch.labels());
        return buffer.size() == 0 ? loss : loss.add(replayLoss());
    }

    @Override
    protected final void afterStep(Batch batch) {
        buffer.offer(batch.withLogits(StoredLogits.of(streamLogits)));
    }
}
