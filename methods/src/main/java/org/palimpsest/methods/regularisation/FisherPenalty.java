package org.palimpsest.methods.regularisation;

import ai.djl.ndarray.NDArray;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.training.Steps;
import org.palimpsest.harness.api.training.WeightArrays;

/**
 * Penalty lambda / 2 sum_k sum_j F_kj (w_j - w*_kj)^2 over the past tasks k (Kirkpatrick et al., PNAS 2017, equation 3), F_k being the diagonal of the
 * Fisher information of a task. Its gradient lambda (S_j w_j - P_j) needs but two sums, S = sum_k F_k and P = sum_k F_k w*_k, however many tasks
 * there are. It pulls to P_j / S_j, and no further in one step, see {@link Stiffness}.
 */
public final class FisherPenalty implements Stateful {
    private final Steps training;
    private final double lambda;
    private final WeightArrays fisher; // S
    private final WeightArrays pull; // P
    private float[] highest;
    private boolean active;

    /** Nothing to hold on to yet. */
    public FisherPenalty(Steps training, double lambda) {
        this.training = training;
        this.lambda = lambda;
        fisher = WeightArrays.zeros(training.network(), training.manager());
        pull = WeightArrays.zeros(training.network(), training.manager());
    }

    /** Adds the penalty's gradient to that of a step, once a task is past. */
    public void addGradient() {
        if (!active) {
            return;
        }
        double most = Stiffness.most(training.optimiser()) / lambda;
        NDArray factor = training.manager().create((float) lambda);
        for (int i = 0; i < fisher.count(); i++) {
            NDArray away = weight(i).mul(fisher.get(i)).subi(pull.get(i)).muli(factor);
            if (highest[i] > most) {
                // it belongs to the information's manager, which lives as long as the method
                try (NDArray bound = training.manager().create((float) most); NDArray counted = fisher.get(i).maximum(bound)) {
                    away.muli(bound).divi(counted);
                }
            }
            training.optimiser().gradient(i).addi(away);
        }
        factor.close();
    }

    private NDArray weight(int i) {
        return training.network().parameters().get(i).getArray().stopGradient();
    }

    /** A task is past: holds on to the weights as they are, by its Fisher information. Within {@link Steps#scoped}. */
    public void hold(WeightArrays information) {
        for (int i = 0; i < fisher.count(); i++) {
            fisher.get(i).addi(information.get(i));
            pull.get(i).addi(weight(i).mul(information.get(i)));
        }
        highest = Stiffness.highest(fisher);
        active = true;
    }

    /** Bytes of what it keeps of past tasks. */
    public long bytes() {
        return active ? fisher.bytes() + pull.bytes() : 0;
    }

    @Override
    public void save(State state) {
        state.put("active", active ? 1 : 0);
        fisher.save(state.scope("fisher"));
        pull.save(state.scope("pull"));
    }

    @Override
    public void load(State state) {
        active = state.longs("active")[0] == 1;
        fisher.load(state.scope("fisher"));
        pull.load(state.scope("pull"));
        highest = Stiffness.highest(fisher);
    }
}
