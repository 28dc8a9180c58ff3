package org.palimpsest.harness.gauges;

import ai.djl.nn.Block;
import ai.djl.nn.ParameterList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Norm;

/** The running means and variances of every layer that has them, copied to the host. */
final class RunningStatistics {
    private final List<Layer> layers;

    private RunningStatistics(List<Layer> layers) {
        this.layers = layers;
    }

    private record Layer(String path, float[] means, float[] variances) {
        /** sqrt(mean_c (m - m_before)^2 / v_before). */
        double meanDrift(Layer before) {
            double sum = 0;
            for (int c = 0; c < means.length; c++) {
                double moved = (double) means[c] - before.means[c];
                sum += moved * moved / (before.variances[c] + Norm.EPSILON);
            }
            return Math.sqrt(sum / means.length);
        }

        /** mean_c |ln(v / v_before)|. */
        double varianceDrift(Layer before) {
            double sum = 0;
            for (int c = 0; c < variances.length; c++) {
                sum += Math.abs(Math.log((variances[c] + Norm.EPSILON) / (before.variances[c] + Norm.EPSILON)));
            }
            return sum / variances.length;
        }
    }

    /** Those of a network as they are now. */
    static RunningStatistics of(Network network) {
        List<Layer> layers = new ArrayList<>();
        for (Map.Entry<String, Block> block : network.blocks().entrySet()) {
            ParameterList own = block.getValue().getDirectParameters();
            if (own.contains("runningMean") && own.contains("runningVar")) {
                layers.add(new Layer(block.getKey(), own.get("runningMean").getArray().toFloatArray(), own.get("runningVar").getArray().toFloatArray()));
            }
        }
        return new RunningStatistics(layers);
    }

    /** Writes them to a snapshot. */
    void save(State state) {
        state.put("count", layers.size());
        for (int i = 0; i < layers.size(); i++) {
            state.put("means-" + i, layers.get(i).means);
            state.put("variances-" + i, layers.get(i).variances);
        }
    }

    /** Those of an earlier moment of the same network, from a snapshot. */
    static RunningStatistics load(Network network, State state) {
        List<Layer> layers = new ArrayList<>();
        for (Layer layer : of(network).layers) {
            int i = layers.size();
            layers.add(new Layer(layer.path, state.floats("means-" + i), state.floats("variances-" + i)));
        }
        return new RunningStatistics(layers);
    }

    boolean isEmpty() {
        return layers.isEmpty();
    }

    /** How far the means of each layer have moved since then, in the standard deviations of then. */
    List<Reading> meanDrift(RunningStatistics before) {
        return drift(before, Layer::meanDrift);
    }

    /** How far the logarithms of the variances of each layer have moved since then. */
    List<Reading> varianceDrift(RunningStatistics before) {
        return drift(before, Layer::varianceDrift);
    }

    private List<Reading> drift(RunningStatistics before, ToDoubleBiFunction<Layer, Layer> measure) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            readings.add(new Reading(layers.get(i).path, measure.applyAsDouble(layers.get(i), before.layers.get(i))));
        }
        return Reading.withMean(readings);
    }
}
