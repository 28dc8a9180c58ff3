package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;

/** How hidden states go from layer to layer. */
final class Scratch {
    private Scratch() {}

    /**
     * What a layer makes of hidden states. In evaluation they are freed, and so is all that the layer computed on the way: many layers over long texts
     * fill the memory otherwise.
     *
     * @param hidden of no use afterwards
     * @param others what the layer takes besides; the caller's
     */
    static NDArray pass(Block layer, ParameterStore store, NDArray hidden, boolean training, NDArray... others) {
        NDList inputs = new NDList(hidden).addAll(new NDList(others));
        if (training) {
            return layer.forward(store, inputs, true).singletonOrThrow();
        }
        NDManager owner = hidden.getManager();
        try (NDManager scratch = owner.newSubManager()) {
            hidden.attach(scratch);
            NDArray next = layer.forward(store, inputs, false).singletonOrThrow();
            next.attach(owner);
            return next;
        }
    }
}
