package org.palimpsest.harness.gauges;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.network.Network;

/** The weights that gradients move, copied to the host; of a head that grows, those of the classes seen. */
final class Weights {
    private final List<Layer> layers;

    private Weights(List<Layer> layers) {
        this.layers = layers;
    }

    /**
     * One array of weights.
     *
     * @param name path of the block and name within it
     * @param matrix whether it has two axes or more
     */
    private record Layer(String name, boolean matrix, float[] values) {}

    /** The weights of a network as they are now. */
    static Weights of(Network network) {
        List<Layer> layers = new ArrayList<>();
        for (Map.Entry<String, Block> block : network.blocks().entrySet()) {
            for (Pair<String, Parameter> named : block.getValue().getDirectParameters()) {
                if (named.getValue().requiresGradient()) {
                    NDArray array = named.getValue().getArray();
                    Shape shape = array.getShape();
                    float[] values = array.toFloatArray();
                    boolean head = block.getKey().equals("head");
                    long used = head ? values.length / shape.get(0) * network.outputs() : values.length;
                    layers.add(new Layer(block.getKey() + "." + named.getKey(), shape.dimension() > 1, Arrays.copyOf(values, (int) used)));
                }
            }
        }
        return new Weights(layers);
    }

    /** Writes them to a snapshot. */
    void save(State state) {
        state.put("count", layers.size());
        for (int i = 0; i < layers.size(); i++) {
            state.put("layer-" + i, layers.get(i).values);
        }
    }

    /** Those of an earlier moment of the same network, from a snapshot. */
    static Weights load(Network network, State state) {
        List<Layer> layers = new ArrayList<>();
        for (Layer layer : of(network).layers) {
            layers.add(new Layer(layer.name, layer.matrix, state.floats("layer-" + layers.size())));
        }
        return new Weights(layers);
    }

    /** sqrt(sum w^2 / n) over all n weights; NaN without any. */
    double magnitude() {
        return Math.sqrt(layers.stream().mapToDouble(layer -> squares(layer.values)).sum() / count());
    }

    /** The Frobenius norm of every array of two axes or more. */
    List<Reading> norms() {
        return layers.stream().filter(Layer::matrix).map(layer -> new Reading(layer.name, Math.sqrt(squares(layer.values)))).toList();
    }

    /** sqrt(sum (w - w_before)^2 / n); both of the same network, with as many classes seen. */
    double distance(Weights before) {
        double sum = 0;
        for (int i = 0; i < layers.size(); i++) {
            float[] now = layers.get(i).values;
            float[] then = before.layers.get(i).values;
            for (int k = 0; k < now.length; k++) {
                double moved = (double) now[k] - then[k];
                sum += moved * moved;
            }
        }
        return Math.sqrt(sum / count());
    }

    private long count() {
        return layers.stream().mapToLong(layer -> layer.values.length).sum();
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }
}
