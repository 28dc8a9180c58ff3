package org.palimpsest.harness.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/** Layers one after the other that hand on one array; in evaluation it is freed as soon as it is used, see {@link Layers#instead}. */
final class Row extends SequentialBlock {
    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        if (training) {
            return super.forwardInternal(store, inputs, true, params);
        }
        NDArray input = inputs.singletonOrThrow();
        NDArray current = input;
        for (Block layer : children.values()) {
            NDArray next = Layers.forward(layer, store, current, false);
            current = current == input ? next : Layers.instead(current, next, false);
        }
        return new NDList(current);
    }
}
