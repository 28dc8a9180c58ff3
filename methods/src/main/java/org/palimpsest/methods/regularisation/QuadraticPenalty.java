package org.palimpsest.methods.regularisation;

import ai.djl.ndarray.NDArray;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.harness.api.training.WeightArrays;

/**
 * strength times the sum over the weights of importance times the squared distance to an anchor. Its gradient, 2 strength importance
 * (weight - anchor), is added to that of the loss as it is: nothing needs to be recorded for it. Importances above the ceiling count as the
 * ceiling, and are kept as they are; so do those of which a single step would go past the anchor, see {@link Stiffness}.
 */
final class QuadraticPenalty implements Stateful {
    private final Training training;
    private final double strength;
    private final double ceiling;
    private final WeightArrays importance;
    private final WeightArrays anchor;
    private float[] highest;
    private boolean active;

    QuadraticPenalty(Training training, double strength, double ceiling) {
        this.training = training;
        this.strength = strength;
        this.ceiling = ceiling;
        this.importance = WeightArrays.zeros(training.network(), training.manager());
        this.anchor = WeightArrays.zeros(training.network(), training.manager());
    }

    /** The importances, to be changed in place. */
    WeightArrays importance() {
        return importance;
    }

    /** Makes the weights as they are the anchor from now on. */
    void anchorHere() {
        anchor.setToWeights();
        highest = Stiffness.highest(importance);
        active = true;
    }

    /** Adds the penalty's gradient, once there is an anchor. */
    void addGradient() {
        if (!active) {
            return;
        }
        Optimiser optimiser = training.optimiser();
        double most = Math.min(ceiling, Stiffness.most(optimiser) / (2 * strength));
        NDArray factor = training.manager().create((float) (2 * strength));
        for (int i = 0; i < importance.count(); i++) {
            NDArray weight = training.network().parameters().get(i).getArray().stopGradient();
            NDArray pull = weight.sub(anchor.get(i));
            if (highest[i] <= most) {
                pull.muli(importance.get(i));
            } else {
                // it belongs to the importances' manager, which lives as long as the method
                try (NDArray counted = importance.get(i).minimum(most)) {
                    pull.muli(counted);
                }
            }
            optimiser.gradient(i).addi(pull.muli(factor));
        }
        factor.close();
    }

    long bytes() {
        return active ? importance.bytes() + anchor.bytes() : 0;
    }

    @Override
    public void save(State state) {
        state.put("active", active ? 1 : 0);
        importance.save(state.scope("importance"));
        anchor.save(state.scope("anchor"));
    }

    @Override
    public void load(State state) {
        active = state.longs("active")[0] == 1;
        importance.load(state.scope("importance"));
        anchor.load(state.scope("anchor"));
        highest = Stiffness.highest(importance);
    }
}
