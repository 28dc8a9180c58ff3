package org.palimpsest.methods.fscil;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;

/**
 * Weights that a trick has beside those of the network. Each array is drawn from a random stream of its own, so that switching one trick
 * on leaves the weights of the others as they are.
 */
final class TrickWeights implements Stateful {
    private final NDManager manager;
    private final Randomness random;
    private final Map<String, Parameter> byName = new LinkedHashMap<>();

    /** None yet; they will belong to the manager. */
    TrickWeights(NDManager manager, Randomness random) {
        this.manager = manager;
        this.random = random;
    }

    /**
     * Adds an array whose values are uniform within +-1/sqrt(fan-in), as in PyTorch's linear and convolution layers.
     *
     * @param name unique
     */
    Parameter add(String name, Shape shape, long fanIn) {
        double bound = 1 / Math.sqrt(fanIn);
        UniformRandomProvider uniform = random.get("fscil-" + name);
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (bound * (2 * uniform.nextDouble() - 1));
        }
        Parameter parameter = Parameter.builder().setName(name).setType(Parameter.Type.WEIGHT).optShape(shape)
                .optInitializer((owner, s, type) -> owner.create(values, s)).build();
        parameter.initialize(manager, DataType.FLOAT32);
        if (byName.put(name, parameter) != null) {
            throw new IllegalArgumentException("two arrays are called " + name);
        }
        return parameter;
    }

    /** A fully connected layer. */
    Dense dense(String name, int in, int out) {
        return new Dense(add(name + "-weight", new Shape(out, in), in), add(name + "-bias", new Shape(out), in));
    }

    /** All arrays, in the order in which they were added. */
    List<Parameter> all() {
        return List.copyOf(byName.values());
    }

    @Override
    public void save(State state) {
        byName.forEach((name, parameter) -> state.put(name, parameter.getArray()));
    }

    @Override
    public void load(State state) {
        byName.forEach((name, parameter) -> state.copyTo(name, parameter.getArray()));
    }

    /** A fully connected layer: x to x W' + b. */
    record Dense(Parameter weight, Parameter bias) {
        /** Shape (n, in) to (n, out), owned by the manager of the rows. */
        NDArray apply(NDArray rows) {
            return rows.getNDArrayInternal().linear(rows, weight.getArray(), bias.getArray()).singletonOrThrow();
        }

        List<Parameter> parameters() {
            return List.of(weight, bias);
        }
    }
}
