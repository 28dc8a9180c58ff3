package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.function.Consumer;

/**
 * max(0, x), as a block of its own so that the hidden units of a network can be watched: whoever walks the blocks of a backbone
 * finds one of these behind every layer of units. A backbone whose units shall be gauged uses it in place of DJL's function.
 */
public final class Relu extends AbstractBlock {
    private static final Consumer<NDArray> NOBODY = output -> {};

    private Consumer<NDArray> watcher = NOBODY;

    /** The function on an array of any shape; the result is of the same shape. */
    public NDArray apply(NDArray input) {
        NDArray output = Activation.relu(input);
        watcher.accept(output);
        return output;
    }

    /** Shows every output from now on, shape (n, units) or (n, units, ...), to a watcher that changes nothing. */
    public void watch(Consumer<NDArray> by) {
        watcher = by;
    }

    /** Shows outputs to nobody any more. */
    public void unwatch() {
        watcher = NOBODY;
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        return new NDList(apply(inputs.singletonOrThrow()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return inputs;
    }
}
