package org.palimpsest.harness.api.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.network.Network;

/** One array beside each weight array of a network, of the same shape: importances, anchors, sums. They live as long as the run. */
public final class WeightArrays implements Stateful, AutoCloseable {
    private final Network network;
    private final List<NDArray> arrays = new ArrayList<>();

    private WeightArrays(Network network) {
        this.network = network;
    }

    /** Zeros beside the weights of {@link Network#parameters()}, owned by the manager. */
    public static WeightArrays zeros(Network network, NDManager manager) {
        WeightArrays zeros = new WeightArrays(network);
        network.parameters().forEach(p -> zeros.arrays.add(manager.zeros(p.getArray().getShape())));
        return zeros;
    }

    /** A copy of the weights as they are, owned by the manager. */
    public static WeightArrays copyOf(Network network, NDManager manager) {
        WeightArrays copy = zeros(network, manager);
        copy.setToWeights();
        return copy;
    }

    /** The array beside weight array number {@code i}. */
    public NDArray get(int i) {
        return arrays.get(i);
    }

    /** How many there are. */
    public int count() {
        return arrays.size();
    }

    /** Overwrites them with the weights as they are. */
    public void setToWeights() {
        for (int i = 0; i < arrays.size(); i++) {
            arrays.get(i).set(new NDIndex(":"), network.parameters().get(i).getArray().stopGradient());
        }
    }

    /** Overwrites them with the gradients as they are. */
    public void setToGradients(Optimiser optimiser) {
        for (int i = 0; i < arrays.size(); i++) {
            arrays.get(i).set(new NDIndex(":"), optimiser.gradient(i));
        }
    }

    /** Multiplies all by a number. */
    public void scale(double factor) {
        for (NDArray array : arrays) {
            try (NDArray number = array.getManager().create((float) factor)) {
                array.muli(number);
            }
        }
    }

    /** Bytes of all arrays. */
    public long bytes() {
        return arrays.stream().mapToLong(a -> a.size() * a.getDataType().getNumOfBytes()).sum();
    }

    @Override
    public void save(State state) {
        for (int i = 0; i < arrays.size(); i++) {
            state.put(Integer.toString(i), arrays.get(i));
        }
    }

    @Override
    public void load(State state) {
        for (int i = 0; i < arrays.size(); i++) {
            state.copyTo(Integer.toString(i), arrays.get(i));
        }
    }

    @Override
    public void close() {
        arrays.forEach(NDArray::close);
    }
}
