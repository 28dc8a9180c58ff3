package org.palimpsest.harness.api;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;

/** Hands every block its own weights: there is one device, so nothing needs to be looked up or mirrored. */
final class WeightsOf extends ParameterStore {
    WeightsOf(NDManager manager) {
        super(manager, false);
    }

    @Override
    public NDArray getValue(Parameter parameter, Device device, boolean training) {
        return parameter == null ? null : parameter.getArray();
    }
}
