package org.palimpsest.methods.rehearsal;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Objective;

/** The loss of a stream batch with replayed examples behind it, which count more or less than those of the stream. */
final class WeightedReplay {
    private WeightedReplay() {}

    /**
     * (sum of the stream's losses + weight * sum of the replayed ones) / number of both: with weight 1 their mean.
     *
     * @param logits of the joint batch
     * @param joint its first examples are the stream's
     * @param stream how many are
     */
    static NDArray loss(Objective objective, NDArray logits, Batch joint, int stream, double weight) {
        float[] weights = new float[joint.size()];
        Arrays.fill(weights, (float) weight);
        Arrays.fill(weights, 0, stream, 1);
        return objective.losses(logits, joint).mul(joint.manager().create(weights)).mean();
    }
}
