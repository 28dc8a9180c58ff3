package org.palimpsest.harness.api.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;

/**
 * A convolution and the batch normalisation after it, which by its running statistics is the map s (y - mean) + beta of every channel with
 * s = gamma / sqrt(variance + epsilon), as one convolution of weights s w and biases s (b - mean) + beta.
 */
final class Folded extends ParameterStore {
    private final Convolution convolution;
    private final Parameter weight;
    private final NDArray foldedWeight;
    private final NDArray foldedBias;

    /**
     * Folds the weights as they are now.
     *
     * @param store has them
     * @param owner of what is computed
     */
    Folded(Convolution convolution, BatchNorm norm, ParameterStore store, NDManager owner) {
        super(owner, false);
        this.convolution = convolution;
        ParameterList layer = convolution.getDirectParameters();
        ParameterList normal = norm.getDirectParameters();
        weight = layer.get("weight");
        try (NDManager scratch = owner.newSubManager()) {
            NDArray variance = value(store, normal.get("runningVar"), scratch);
            NDArray scale = value(store, normal.get("gamma"), scratch).div(variance.add(Norm.EPSILON).sqrt());
            NDArray mean = value(store, normal.get("runningMean"), scratch);
            NDArray centre = layer.contains("bias") ? value(store, layer.get("bias"), scratch).sub(mean) : mean.neg();
            foldedBias = centre.mul(scale).add(value(store, normal.get("beta"), scratch));
            foldedWeight = value(store, weight, scratch).mul(scale.reshape(-1, 1, 1, 1));
            foldedBias.attach(owner);
            foldedWeight.attach(owner);
        }
    }

    /** A view whose results belong to a manager, as those of the array itself would belong to the network's. */
    private static NDArray value(ParameterStore store, Parameter parameter, NDManager scratch) {
        NDArray view = store.getValue(parameter, scratch.getDevice(), false).stopGradient();
        view.attach(scratch);
        return view;
    }

    /** What the two give of an array. */
    NDArray of(NDArray input) {
        return convolution.forward(this, new NDList(input), false).singletonOrThrow();
    }

    @Override
    public NDArray getValue(Parameter parameter, Device device, boolean training) {
        // the convolution asks for its weight and for its bias, and for the latter if it has none, too
        return parameter == weight ? foldedWeight : foldedBias;
    }
}
