package org.palimpsest.methods.control;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import org.palimpsest.harness.api.control.ReplayMemory;

/** What the outputs of a network say of actions, and how far that is from what they should say. */
interface ActionValues {
    /** How many outputs a network needs. */
    int outputs();

    /** Values of actions: outputs (n, {@link #outputs()}) to (n, actions). */
    NDArray of(NDArray outputs);

    /**
     * What the outputs should say of the actions that were taken.
     *
     * @param drawn transitions
     * @param beyond outputs where they end, which tell what lies beyond: shape (n, {@link #outputs()})
     * @param choosing outputs that choose the action there, maybe the same
     * @return shape (n, ...), without gradients
     */
    NDArray aims(ReplayMemory.Sample drawn, NDArray beyond, NDArray choosing);

    /**
     * How far outputs are from aims; the sizes of these are what priorities are made of.
     *
     * @param outputs where transitions begin: shape (n, {@link #outputs()})
     * @param actions that were taken there: shape (n, 1)
     * @param aims as {@link #aims} gives them
     * @return shape (n)
     */
    NDArray errors(NDArray outputs, NDArray actions, NDArray aims);

    /** What errors cost: (n) to (n). */
    NDArray losses(NDArray errors);

    /**
     * Outputs of a duelling head put together: V + A - mean A (equation 9 of Wang et al., ICML 2016).
     *
     * @param streams the value and the advantages: shape (n, 1 + actions) or (n, 1 + actions, k)
     * @return shape (n, actions) or (n, actions, k)
     */
    static NDArray duelling(NDArray streams) {
        NDArray advantages = streams.get(new NDIndex(":, 1:"));
        return advantages.sub(advantages.mean(new int[] {1}, true)).add(streams.get(new NDIndex(":, :1")));
    }
}
