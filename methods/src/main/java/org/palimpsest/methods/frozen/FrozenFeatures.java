package org.palimpsest.methods.frozen;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Learner;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.Training;
import org.palimpsest.methods.bounds.PlainTraining;

/**
 * A learner that trains the network on the first task, if it is told to, and from then on only takes statistics of the features in
 * evaluation mode, of each example once.
 */
abstract class FrozenFeatures implements Learner {
    private static final int CHUNK = 64;

    private final Training training;
    private final PlainTraining base;
    private final boolean trainBackbone;

    FrozenFeatures(Training training, PlainTraining base, boolean trainBackbone) {
        this.training = training;
        this.base = base;
        this.trainBackbone = trainBackbone;
    }

    /** Takes in the features of a task, shape (n, d), in the order in which the task is visited. */
    abstract void absorb(int task, NDArray features, int[] labels);

    /** Scores of features, shape (n, d), for the classes seen so far: shape (n, classes), owned by the manager of the features. */
    abstract NDArray scores(NDArray features, int classes);

    /** The statistics, for a snapshot. */
    abstract void saveStatistics(State state);

    /** Takes back the statistics. */
    abstract void loadStatistics(State state);

    /** Owner of what lives as long as the run. */
    final NDManager manager() {
        return training.manager();
    }

    /** Width of the features, d. */
    final int width() {
        return training.network().features();
    }

    @Override
    public final void learn(TaskData task, Budget budget) {
        if (task.index() == 0 && trainBackbone) {
            base.learn(task, budget);
        } else {
            training.begin(task);
            training.end(task);
        }
        try (NDManager manager = manager().newSubManager()) {
            int[] order = task.order(0);
            int[] labels = Arrays.stream(order).map(task.train()::label).toArray();
            absorb(task.index(), features(task, order, manager), labels);
        }
    }

    private NDArray features(TaskData task, int[] order, NDManager manager) {
        NDList parts = new NDList();
        for (int from = 0; from < order.length; from += CHUNK) {
            try (NDManager chunk = manager.newSubManager()) {
                Batch batch = task.train().batch(chunk, order, from, Math.min(from + CHUNK, order.length));
                NDArray part = training.network().features(batch.examples());
                part.attach(manager);
                parts.add(part);
            }
        }
        return NDArrays.concat(parts);
    }

    @Override
    public final NDArray predict(NDArray examples) {
        return scores(training.network().features(examples), training.network().seenClasses());
    }

    @Override
    public final void save(State state) {
        training.save(state.scope("training"));
        saveStatistics(state.scope("statistics"));
    }

    @Override
    public final void load(State state) {
        training.load(state.scope("training"));
        loadStatistics(state.scope("statistics"));
    }
}
