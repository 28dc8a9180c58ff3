package org.palimpsest.methods.regularisation;

import ai.djl.ndarray.NDArray;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.training.GradientLearner;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.harness.api.training.WeightArrays;

/** Plain training with one quadratic penalty around the last task's weights, whose importances are brought up to date after each task. */
abstract class Consolidating extends GradientLearner {
    private final QuadraticPenalty penalty;

    Consolidating(Training training, double strength) {
        this(training, strength, Double.POSITIVE_INFINITY);
    }

    Consolidating(Training training, double strength, double ceiling) {
        super(training);
        penalty = new QuadraticPenalty(training, strength, ceiling);
    }

    /** Brings the importances up to date, in place, when a task has been learned. */
    protected abstract void consolidate(TaskData task, WeightArrays importance);

    /** Weight array number {@code i}, without gradients. */
    protected final NDArray weight(int i) {
        return training().network().parameters().get(i).getArray().stopGradient();
    }

    @Override
    protected final NDArray loss(Batch batch) {
        return loss(logits(batch), batch);
    }

    @Override
    protected void beforeUpdate() {
        penalty.addGradient();
    }

    @Override
    protected final void afterTask(TaskData task) {
        consolidate(task, penalty.importance());
        penalty.anchorHere();
    }

    @Override
    public final long memoryBytes() {
        return penalty.bytes();
    }

    @Override
    public void save(State state) {
        super.save(state);
        penalty.save(state.scope("penalty"));
    }

    @Override
    public void load(State state) {
        super.load(state);
        penalty.load(state.scope("penalty"));
    }

    @Override
    public boolean savesInsideTasks() {
        return true;
    }
}
