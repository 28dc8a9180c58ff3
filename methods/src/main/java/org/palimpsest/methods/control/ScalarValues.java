package org.palimpsest.methods.control;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.palimpsest.harness.api.control.ReplayMemory;

/**
 * An output for the value of each action, and the Huber loss of the temporal differences.
 *
 * @param actions how many there are
 * @param duelling whether the first output is the value of the state and the others the advantages of actions
 */
record ScalarValues(int actions, boolean duelling) implements ActionValues {
    @Override
    public int outputs() {
        return duelling ? actions + 1 : actions;
    }

    @Override
    public NDArray of(NDArray outputs) {
        return duelling ? ActionValues.duelling(outputs) : outputs;
    }

    /** Returns up to where a transition ends and, discounted, the largest value beyond, or the value of the action that is chosen: shape (n). */
    @Override
    public NDArray aims(ReplayMemory.Sample drawn, NDArray beyond, NDArray choosing) {
        NDArray values = of(beyond);
        NDArray most = choosing == beyond ? values.max(new int[] {1}) : taken(values, of(choosing).argMax(1).expandDims(1));
        NDManager scratch = beyond.getManager();
        return most.mul(scratch.create(drawn.discounts())).add(scratch.create(drawn.returns()));
    }

    /** Temporal differences. */
    @Override
    public NDArray errors(NDArray outputs, NDArray taken, NDArray aims) {
        return taken(of(outputs), taken).sub(aims);
    }

    /** The value of one action in each row: (n, actions) and (n, 1) to (n). */
    static NDArray taken(NDArray values, NDArray actions) {
        return values.gather(actions, 1).squeeze(1);
    }

    /** d^2 / 2 where |d| is below 1, |d| - 1/2 elsewhere. */
    @Override
    public NDArray losses(NDArray errors) {
        NDArray size = errors.abs();
        NDArray cut = size.minimum(1);
        return cut.mul(size.sub(cut.mul(0.5f)));
    }
}
