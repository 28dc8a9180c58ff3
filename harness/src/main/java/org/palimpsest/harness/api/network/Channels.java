package org.palimpsest.harness.api.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * What normalisers are made of, for activations of shape (n, channels, ...). Both are the engine's batch normalisation seen from another
 * side: one native call that passes over the activations once or twice, forwards and backwards, where multiplying and adding would
 * write them anew for each operation.
 */
public final class Channels {
    private Channels() {}

    /**
     * scale * x + shift; gradients flow to all three. It is batch normalisation in evaluation, with a mean of 0 and a variance of 1.
     *
     * @param x shape (n, channels, ...)
     * @param scale shape (channels)
     * @param shift shape (channels)
     */
    public static NDArray affine(NDArray x, NDArray scale, NDArray shift) {
        NDManager manager = x.getManager();
        return batchNorm(x, manager.zeros(scale.getShape()), manager.ones(scale.getShape()), scale, shift, 0, false);
    }

    /**
     * Every group of channels of every example with mean 0 and variance 1: (x - mean) / sqrt(variance + epsilon), of the biased variance. It
     * is batch normalisation in training, of a batch of one whose channels are the groups of all examples.
     *
     * @param x shape (n, channels, ...)
     * @param groups a divisor of the number of channels, which are divided into groups of neighbours
     */
    public static NDArray standardise(NDArray x, int groups, float epsilon) {
        Shape shape = x.getShape();
        long parts = shape.get(0) * groups;
        NDManager manager = x.getManager();
        NDArray zeros = manager.zeros(new Shape(parts));
        NDArray ones = manager.ones(new Shape(parts));
        NDArray rows = x.reshape(1, parts, shape.size() / parts);
        return batchNorm(rows, zeros, ones, manager.ones(new Shape(parts)), manager.zeros(new Shape(parts)), epsilon, true).reshape(shape);
    }

    private static NDArray batchNorm(NDArray x, NDArray mean, NDArray variance, NDArray scale, NDArray shift, float epsilon, boolean training) {
        return x.getNDArrayInternal().batchNorm(x, mean, variance, scale, shift, -1, 1, epsilon, training).singletonOrThrow();
    }
}
