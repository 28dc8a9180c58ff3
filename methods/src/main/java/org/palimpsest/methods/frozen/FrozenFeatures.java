package org.palimpsest.methods.frozen;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.FrozenLearner;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.training.NetworkLearner;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.methods.bounds.PlainTraining;

/**
 * A learner that trains the network on the first task, if it is told to, and from then on only looks at the features in evaluation
 * mode, of each example once. Until the first task is learned the network's own head answers.
 */
abstract class FrozenFeatures extends NetworkLearner implements FrozenLearner {
    private static final int CHUNK = 64;

    private final PlainTraining base;
    private final boolean trainBackbone;
    private boolean frozen;

    FrozenFeatures(Training training, PlainTraining base, boolean trainBackbone) {
        super(training);
        this.base = base;
        this.trainBackbone = trainBackbone;
    }

    /** Takes in the features of a task, shape (n, d), in the order in which the task is visited; they are gone afterwards. */
    abstract void absorb(int task, NDArray features, int[] labels);

    /** Scores of features, shape (n, d), for the classes seen so far: shape (n, classes), owned by the manager of the features. */
    abstract NDArray scores(NDArray features, int classes);

    /** The statistics, for a snapshot. */
    abstract void saveStatistics(State state);

    /** Takes back the statistics. */
    abstract void loadStatistics(State state);

    /** Owner of what lives as long as the run. */
    final NDManager manager() {
        return training().manager();
    }

    /** Width of the features, d. */
    final int width() {
        return training().network().features();
    }

    /** Number of classes seen so far. */
    final int seen() {
        return training().network().seenClasses();
    }

    @Override
    public final void learn(TaskData task, Budget budget) {
        if (task.index() == 0 && trainBackbone) {
            base.learnBase(task, budget);
        } else {
            training().begin(task);
            training().end(task);
        }
        try (NDManager manager = manager().newSubManager()) {
            int[] order = task.order(0);
            int[] labels = Arrays.stream(order).map(task.train()::label).toArray();
            absorb(task.index(), features(task, order, manager), labels);
        }
        frozen = true;
    }

    private NDArray features(TaskData task, int[] order, NDManager manager) {
        NDArray all = manager.zeros(new Shape(order.length, width()));
        for (int from = 0; from < order.length; from += CHUNK) {
            int to = Math.min(from + CHUNK, order.length);
            try (NDManager chunk = manager.newSubManager()) {
                Batch batch = task.train().batch(chunk, order, from, to);
                all.set(new NDIndex("{}:{}", from, to), features(batch.examples()));
            }
        }
        return all;
    }

    @Override
    public final boolean frozen() {
        return frozen;
    }

    @Override
    public final NDArray features(NDArray examples) {
        return training().network().features(examples);
    }

    @Override
    public final NDArray scores(NDArray features) {
        return scores(features, seen());
    }

    @Override
    public final NDArray predict(NDArray examples) {
        return frozen ? scores(features(examples)) : super.predict(examples);
    }

    @Override
    public final void save(State state) {
        super.save(state);
        state.put("frozen", frozen ? 1L : 0L);
        saveStatistics(state.scope("statistics"));
    }

    @Override
    public final void load(State state) {
        super.load(state);
        frozen = state.longs("frozen")[0] == 1;
        loadStatistics(state.scope("statistics"));
    }
}
