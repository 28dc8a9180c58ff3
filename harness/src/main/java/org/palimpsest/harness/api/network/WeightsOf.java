package org.palimpsest.harness.api.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Hands every block its own weights, or a copy of them: there is one device, so nothing needs to be looked up or mirrored. While they are folded, they
 * stay as they are.
 */
final class WeightsOf extends ParameterStore {
    private final Map<Parameter, NDArray> copies;
    private final Map<Norm, Folded> folds = new IdentityHashMap<>();
    private NDManager folding; // owner of the folds; null while there are none

    /** The weights as they are. */
    WeightsOf(NDManager manager) {
        this(manager, Map.of());
    }

    /** Copies in the place of some weights. */
    WeightsOf(NDManager manager, Map<Parameter, NDArray> copies) {
        super(manager, false);
        this.copies = copies;
    }

    @Override
    public NDArray getValue(Parameter parameter, Device device, boolean training) {
        if (parameter == null) {
            return null;
        }
        NDArray copy = copies.get(parameter);
        return copy == null ? parameter.getArray() : copy;
    }

    /** From now on there are {@link #fold folds}, each made when it is first asked for. */
    void beginFolding(NDManager owner) {
        folding = owner.newSubManager();
    }

    /** Forgets the folds. */
    void endFolding() {
        folds.clear();
        folding.close();
        folding = null;
    }

    /** Whether there are folds. */
    boolean isFolding() {
        return folding != null;
    }

    /** The fold of a convolution and the batch normalisation in a place after it. */
    Folded fold(Convolution convolution, Norm place, BatchNorm norm) {
        return folds.computeIfAbsent(place, p -> new Folded(convolution, norm, this, folding));
    }
}
