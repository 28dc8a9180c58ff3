package org.palimpsest.methods.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import com.google.inject.Inject;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Losses;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.GradientLearner;
import org.palimpsest.harness.api.training.Training;

/**
 * Binary cross-entropy of every output seen so far: against the labels for classes of the task, against the sigmoids of the network before
 * the task for the classes before it (Rebuffi et al., iCaRL, CVPR 2017, algorithm 3). Summed over the classes as there; the authors'
 * code takes the mean, hence its learning rate of 2.
 */
public final class SigmoidDistillation extends GradientLearner {
    private Network.Weights old;

    /** A learner that trains so. */
    @Inject
    public SigmoidDistillation(Training training) {
        super(training);
    }

    @Override
    protected void beforeTask(TaskData task) {
        old = training().network().copyWeights(training().pastClasses());
    }

    @Override
    protected NDArray loss(Batch batch) {
        Batch view = training().augmented(batch);
        int seen = training().network().seenClasses();
        NDArray logits = training().allLogits(view).get(":, :" + seen);
        NDArray targets = batch.labels().oneHot(seen, DataType.FLOAT32);
        int past = old.seenClasses();
        if (past > 0) {
            NDArray before = Activation.sigmoid(training().network().predict(old, view.examples()));
            targets = before.concat(targets.get(":, " + past + ":"), 1);
        }
        return Losses.binaryCrossEntropy(logits, targets);
    }

    @Override
    protected void afterTask(TaskData task) {
        old.close();
    }

    @Override
    public boolean savesInsideTasks() {
        return true;
    }
}
