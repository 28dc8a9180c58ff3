package org.palimpsest.harness.api.training;

import ai.djl.ndarray.NDArray;
import org.palimpsest.harness.api.Classifier;
import org.palimpsest.harness.api.State;

/** A learner by a network: the network answers, and what it is trained with is what a snapshot holds. */
public abstract class NetworkLearner implements Classifier {
    private final Training training;

    /** A learner that trains with these. */
    protected NetworkLearner(Training training) {
        this.training = training;
    }

    /** What this learner trains with. */
    protected final Training training() {
        return training;
    }

    @Override
    public NDArray predict(NDArray examples) {
        return training.network().predict(examples);
    }

    /** Bytes of the memories; a method that keeps more adds to them. */
    @Override
    public long memoryBytes() {
        return training.memories().bytes();
    }

    /** Weights, optimiser, add-ons and memories; a method that keeps more adds it, under a name of its own. */
    @Override
    public void save(State state) {
        training.save(state.scope("training"));
    }

    @Override
    public void load(State state) {
        training.load(state.scope("training"));
    }
}
