package org.palimpsest.harness.api.training;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.TaskData;

/**
 * A method that takes minibatch steps: a subclass gives the {@linkplain #loss loss} of a stream batch, and, if it wants, what
 * happens around a step and a task.
 */
public abstract class GradientLearner extends NetworkLearner {
    /** A learner that trains with these. */
    protected GradientLearner(Training training) {
        super(training);
    }

    /** The loss of a stream batch: a scalar, computed while gradients are recorded. */
    protected abstract NDArray loss(Batch batch);

    /** Before the first step of a task; the head knows the task's classes already. */
    protected void beforeTask(TaskData task) {}

    /** Before a step, while no gradients are recorded and all of them are zero. */
    protected void beforeStep(Batch batch) {}

    /** When the gradients of a step are complete, before the weights move. */
    protected void beforeUpdate() {}

    /** When the weights have moved; the place to offer the batch to a memory. */
    protected void afterStep(Batch batch) {}

    /** After the last step of a task and whatever was examined after it, before add-ons have the last word on the weights. */
    protected void afterSteps(TaskData task) {}

    /** At the end of a task, when the weights are what they will be. */
    protected void afterTask(TaskData task) {}

    /** Training-mode scores, shape (n, outputs); see {@link Training#logits(Batch)}. */
    protected final NDArray logits(Batch batch) {
        return training().logits(batch);
    }

    /** Training-mode scores of several batches of one step; see {@link Training#logits(java.util.List)}. */
    protected final List<NDArray> logits(List<Batch> batches) {
        return training().logits(batches);
    }

    /** What the {@linkplain Training#objective objective} makes of the outputs of a batch: the mean of its losses, a scalar. */
    protected final NDArray loss(NDArray outputs, Batch batch) {
        return training().objective().loss(outputs, batch);
    }

    @Override
    public final void learn(TaskData task, Budget budget) {
        Training training = training();
        training.begin(task);
        training.scoped(() -> beforeTask(task));
        training.passes(task, budget, this::step, this);
        training.scoped(() -> afterSteps(task));
        training.settle(task.index());
        training.scoped(() -> afterTask(task));
        training.end(task);
    }

    private void step(Batch batch) {
        Training training = training();
        training.scoped(() -> beforeStep(batch));
        training.step(batch, this::loss, this::beforeUpdate);
        training.scoped(() -> afterStep(batch));
        training.stepDone(batch.size());
    }
}
