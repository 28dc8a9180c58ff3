package org.palimpsest.harness.gauges;

import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Norm;
import org.palimpsest.harness.api.network.Normaliser;

/** Which weight the batches of each task have in the running statistics of a network. */
final class TaskWeights {
    private TaskWeights() {}

    /**
     * The weights of the first {@code tasks} tasks: of each layer that tells its own ({@code path:taskN}), and in the whole network
     * ({@code taskN}), which is the mean over these layers; where there are none, those of batch normalisation. Nothing without running
     * statistics.
     */
    static List<Reading> of(Network network, int tasks) {
        List<Reading> readings = new ArrayList<>();
        double[] sums = new double[tasks];
        int layers = 0;
        for (Map.Entry<String, Block> block : network.blocks().entrySet()) {
            Optional<double[]> own = own(block.getValue());
            if (own.isPresent()) {
                layers++;
                for (int t = 0; t < tasks; t++) {
                    sums[t] += own.get()[t];
                    readings.add(new Reading(block.getKey() + ":" + name(t), own.get()[t]));
                }
            }
        }
        if (layers == 0 && RunningStatistics.of(network).isEmpty()) {
            return List.of();
        }
        double[] whole = layers == 0 ? network.taskShares().of(tasks) : sums;
        for (int t = 0; t < tasks; t++) {
            readings.add(t, new Reading(name(t), whole[t] / Math.max(1, layers)));
        }
        return readings;
    }

    private static Optional<double[]> own(Block block) {
        return block instanceof Norm norm && norm.content() instanceof Normaliser normaliser ? normaliser.taskWeights() : Optional.empty();
    }

    /** Tasks count from 1 in records. */
    private static String name(int task) {
        return "task" + (task + 1);
    }
}
