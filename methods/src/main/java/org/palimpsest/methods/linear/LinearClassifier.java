package org.palimpsest.methods.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.palimpsest.harness.api.State;

/** Scores x W + b. */
public final class LinearClassifier implements AutoCloseable {
    private final NDArray weights;
    private final NDArray bias;

    private LinearClassifier(NDArray weights, NDArray bias) {
        this.weights = weights;
        this.bias = bias;
    }

    /**
     * A classifier that owns copies of these.
     *
     * @param owner lives at least as long as the classifier
     * @param weights shape (d, classes), FLOAT32
     * @param bias as many values as there are classes
     */
    public static LinearClassifier of(NDManager owner, NDArray weights, NDArray bias) {
        NDArray w = weights.duplicate();
        w.attach(owner);
        NDArray b = bias.reshape(1, bias.size()).duplicate();
        b.attach(owner);
        return new LinearClassifier(w, b);
    }

    /** What {@link #save} put there. */
    public static LinearClassifier load(State state, NDManager owner) {
        return of(owner, state.array("weights"), state.array("bias"));
    }

    /** Number of classes that are scored. */
    public int classes() {
        return (int) weights.getShape().get(1);
    }

    /** The weights, shape (d, classes). */
    public NDArray weights() {
        return weights;
    }

    /** The biases, shape (1, classes). */
    public NDArray bias() {
        return bias;
    }

    /** Scores of features, shape (n, d) to (n, classes), owned by the manager of the features. */
    public NDArray scores(NDArray features) {
        return features.matMul(weights).addi(bias);
    }

    /** Adds a number to the bias of some classes, e.g. to rule them out. */
    public void shift(boolean[] chosen, float by) {
        float[] shift = new float[chosen.length];
        for (int k = 0; k < shift.length; k++) {
            shift[k] = chosen[k] ? by : 0;
        }
        try (NDArray row = bias.getManager().create(shift, new Shape(1, shift.length))) {
            bias.addi(row);
        }
    }

    /** Puts the weights and biases into a snapshot. */
    public void save(State state) {
        state.put("weights", weights);
        state.put("bias", bias);
    }

    @Override
    public void close() {
        weights.close();
        bias.close();
    }
}
