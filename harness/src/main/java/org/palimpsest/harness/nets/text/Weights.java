package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.api.network.Projection;

/**
 * The arrays of a network in a row, for {@link DecoderScript#next}: the token table, those of each layer, those of the last normalisation and of the outputs.
 * Matrices are seen from their other side, (inputs, outputs).
 */
final class Weights {
    private final ParameterStore store;
    private final NDManager scratch;
    private final List<NDArray> arrays = new ArrayList<>();
    private boolean adapted;

    /**
     * None yet.
     *
     * @param store hands them out
     * @param scratch owner of what is made of them
     */
    Weights(ParameterStore store, NDManager scratch) {
        this.store = store;
        this.scratch = scratch;
    }

    /** Adds a table as it is. */
    void add(TokenTable table) {
        arrays.addAll(of(table));
    }

    /** Adds those of a normalisation. */
    void add(RmsNorm norm) {
        arrays.addAll(of(norm));
    }

    /** Adds those of a layer, what an adapter beside it changes included. */
    void add(Projection layer) {
        List<NDArray> own = of(layer);
        NDArray weight = own.get(0);
        if (layer.adapter().isPresent() && !layer.merged()) {
            Optional<NDArray> change = layer.adapter().get().change(scratch);
            weight = change.isPresent() ? change.get().addi(weight) : weight;
            adapted |= change.isEmpty();
        }
        addTurned(weight);
        arrays.addAll(own.subList(1, own.size()));
    }

    /** Adds a table as a layer whose outputs are the products with its rows. */
    void addTurned(TokenTable table) {
        addTurned(of(table).get(0));
    }

    private void addTurned(NDArray matrix) {
        NDArray turned = matrix.transpose();
        turned.attach(scratch);
        arrays.add(turned);
    }

    private List<NDArray> of(Block block) {
        List<NDArray> own = new ArrayList<>();
        for (Parameter parameter : block.getDirectParameters().values()) {
            own.add(store.getValue(parameter, parameter.getArray().getDevice(), false));
        }
        return own;
    }

    /** Whether there is more to a layer than weights: an adapter beside it that is not linear. */
    boolean adapted() {
        return adapted;
    }

    /** All arrays. */
    List<NDArray> arrays() {
        return arrays;
    }
}
