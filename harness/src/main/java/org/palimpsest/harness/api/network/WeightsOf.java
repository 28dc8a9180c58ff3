package org.palimpsest.harness.api.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Map;

/** Hands every block its own weights, or a copy of them: there is one device, so nothing needs to be looked up or mirrored. */
final class WeightsOf extends ParameterStore {
    private final Map<Parameter, NDArray> copies;

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
}
