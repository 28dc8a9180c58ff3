package org.palimpsest.methods.control;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.palimpsest.harness.api.control.ReplayMemory;

/**
 * A distribution of the return for each action, over fixed atoms (C51: Bellemare, Dabney and Munos, ICML 2017). Outputs are logits, action after action;
 * a duelling head has those of the state before them, and puts logits together (Hessel et al., AAAI 2018).
 */
final class CategoricalValues implements ActionValues {
    /** Stands for the logarithm of no probability, which is multiplied by 0. */
    private static final float TINY = 1e-30f;

    private final int actions;
    private final boolean duelling;
    private final int atoms;
    private final double least;
    private final double gap;
    private final float[] support;

    /**
     * Distributions over atoms evenly between two returns.
     *
     * @param atoms at least 2
     */
    CategoricalValues(int actions, boolean duelling, int atoms, double least, double most) {
        this.actions = actions;
        this.duelling = duelling;
        this.atoms = atoms;
        this.least = least;
        gap = (most - least) / (atoms - 1);
        support = new float[atoms];
        for (int i = 0; i < atoms; i++) {
            support[i] = (float) (least + i * gap);
        }
    }

    @Override
    public int outputs() {
        return (duelling ? actions + 1 : actions) * atoms;
    }

    /** Outputs to logits, shape (n, actions, atoms). */
    private NDArray logits(NDArray outputs) {
        NDArray all = outputs.reshape(-1, outputs() / atoms, atoms);
        return duelling ? ActionValues.duelling(all) : all;
    }

    /** Expectations. */
    @Override
    public NDArray of(NDArray outputs) {
        return logits(outputs).softmax(2).matMul(outputs.getManager().create(support));
    }

    /** Distributions of the returns, of which what lies beyond is that of the best action there: shape (n, atoms). */
    @Override
    public NDArray aims(ReplayMemory.Sample drawn, NDArray beyond, NDArray choosing) {
        int n = drawn.size();
        float[] probabilities = logits(beyond).softmax(2).toFloatArray();
        float[] values = of(choosing).toFloatArray();
        float[] aims = new float[n * atoms];
        for (int row = 0; row < n; row++) {
            int best = TrainedAgent.largest(values, row * actions, actions);
            project(probabilities, (row * actions + best) * atoms, drawn.returns()[row], drawn.discounts()[row], aims, row * atoms);
        }
        return beyond.getManager().create(aims, new Shape(n, atoms));
    }

    /**
     * Algorithm 1 of Bellemare et al.: where a distribution goes when its returns are discounted and a reward is added, shared out among the atoms on
     * both sides of where each of them falls.
     *
     * @param from the distribution, from an index on
     * @param to takes its projection, from an index on: zeros
     */
    void project(float[] from, int first, double reward, double discount, float[] to, int start) {
        for (int i = 0; i < atoms; i++) {
            double at = Math.max(0, Math.min(atoms - 1, (reward + discount * support[i] - least) / gap));
            int below = Math.min((int) at, atoms - 2);
            float share = (float) (at - below);
            to[start + below] += from[first + i] * (1 - share);
            to[start + below + 1] += from[first + i] * share;
        }
    }

    /** Kullback-Leibler divergences of the outputs from the aims; their gradients are those of the cross-entropy. */
    @Override
    public NDArray errors(NDArray outputs, NDArray taken, NDArray aims) {
        NDArray index = taken.expandDims(2).broadcast(taken.getShape().get(0), 1, atoms);
        NDArray logs = logits(outputs).logSoftmax(2).gather(index, 1).squeeze(1);
        return aims.mul(aims.maximum(TINY).log().sub(logs)).sum(new int[] {1});
    }

    @Override
    public NDArray losses(NDArray errors) {
        return errors;
    }
}
