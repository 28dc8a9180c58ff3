package org.palimpsest.methods.bounds;

import ai.djl.ndarray.NDArray;
import com.google.inject.Inject;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.training.BaseTraining;
import org.palimpsest.harness.api.training.GradientLearner;
import org.palimpsest.harness.api.training.Training;

/** The loss of whatever comes; also what a method trains its backbone with before it freezes it. */
public final class PlainTraining extends GradientLearner {
    private final BaseTraining sharing;

    @Inject
    PlainTraining(Training training, BaseTraining sharing) {
        super(training);
        this.sharing = sharing;
    }

    /** As {@link #learn}, once for all methods of a suite that start from what comes of it. */
    public void learnBase(TaskData task, Budget budget) {
        sharing.learn("cross-entropy", this, task, budget);
    }

    @Override
    protected NDArray loss(Batch batch) {
        return loss(logits(batch), batch);
    }

    @Override
    public boolean savesInsideTasks() {
        return true;
    }
}
