package org.palimpsest.harness.api.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * max(0, x), as a block of its own so that the hidden units of a network can be watched, and given another function: whoever walks
 * the blocks of a backbone finds one of these behind every layer of units. A backbone whose units shall be gauged uses it in place
 * of DJL's function.
 */
public final class Relu extends AbstractBlock {
    private final List<Watcher> watchers = new ArrayList<>();
    private UnaryOperator<NDArray> function = Activation::relu;
    private int copies = 1;

    /** Sees what a layer of units gives, and changes nothing. */
    @FunctionalInterface
    public interface Watcher {
        /**
         * After every pass forward.
         *
         * @param output shape (n, units) or (n, units, ...); lives as long as the step in training, else no longer than this call
         * @param training whether the pass is one of training
         */
        void saw(NDArray output, boolean training);
    }

    /** The function on an array of shape (n, units) or (n, units, ...); the result has {@link #copies} times as many units. */
    public NDArray apply(NDArray input, boolean training) {
        NDArray output = function.apply(input);
        for (int i = 0; i < watchers.size(); i++) {
            watchers.get(i).saw(output, training);
        }
        return output;
    }

    /**
     * Puts another function in the place of max(0, x), before the network is initialised.
     *
     * @param other of arrays of any shape
     * @param copiesOfUnits how many outputs it has for each unit: those of all units, once more for every copy, along axis 1
     */
    public void replace(UnaryOperator<NDArray> other, int copiesOfUnits) {
        function = other;
        copies = copiesOfUnits;
    }

    /** Outputs for each unit; 1 unless the function was replaced by one with more. */
    public int copies() {
        return copies;
    }

    /** Shows every output from now on to one more watcher. */
    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    /** Shows outputs to this watcher no more. */
    public void unwatch(Watcher watcher) {
        watchers.remove(watcher);
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        return new NDList(apply(inputs.singletonOrThrow(), training));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        long[] dimensions = inputs[0].getShape().clone();
        dimensions[1] *= copies;
        return new Shape[] {new Shape(dimensions)};
    }
}
