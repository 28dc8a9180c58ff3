package org.palimpsest.methods.fscil;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import java.util.List;
import java.util.stream.Stream;

/** A perceptron of two layers on top of the features, whose output is compared by its direction alone. */
final class Projection {
    private final TrickWeights.Dense hidden;
    private final TrickWeights.Dense out;
    private final int width;

    /**
     * Adds its weights to others.
     *
     * @param name of the weights
     * @param features width of the input, and of the hidden layer
     * @param width of the output
     */
    Projection(TrickWeights weights, String name, int features, int width) {
        hidden = weights.dense(name + "-hidden", features, features);
        out = weights.dense(name + "-out", features, width);
        this.width = width;
    }

    /** Width of the output. */
    int width() {
        return width;
    }

    /** Features (n, d) to (n, width). */
    NDArray apply(NDArray features) {
        return out.apply(Activation.relu(hidden.apply(features)));
    }

    List<Parameter> parameters() {
        return Stream.of(hidden, out).flatMap(layer -> layer.parameters().stream()).toList();
    }
}
