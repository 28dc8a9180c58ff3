package org.palimpsest.methods.fscil;

import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.Training;

/**
 * What passes over the base session change.
 *
 * @param weights those beside the network's that move, too
 * @param ofWeights moves them
 * @param savesInsideTasks whether this is all, and no step draws from the engine's generator
 */
record Trained(Training training, TrickWeights weights, Optimiser ofWeights, boolean savesInsideTasks) implements Stateful {
    @Override
    public void save(State state) {
        training.save(state.scope("training"));
        weights.save(state.scope("weights"));
        ofWeights.save(state.scope("optimiser"));
    }

    @Override
    public void load(State state) {
        training.load(state.scope("training"));
        weights.load(state.scope("weights"));
        ofWeights.load(state.scope("optimiser"));
    }
}
