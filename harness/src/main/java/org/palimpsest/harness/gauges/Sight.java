package org.palimpsest.harness.gauges;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Network;
import org.palimpsest.harness.api.Optimiser;
import org.palimpsest.harness.api.OptimiserOptions;
import org.palimpsest.harness.api.Relu;
import org.palimpsest.harness.api.Rows;

/** What gauges see of a network at one moment. Several of them look at the same thing, which is then computed once. */
final class Sight {
    /** Examples that go through the network at a time. */
    private static final int CHUNK = 64;

    private final Network network;
    private final Rows pictures;
    private final int task;
    private final NDManager manager;
    private final Optional<Weights> before;
    private final Optional<RunningStatistics> statisticsBefore;
    private final Gradients gradients;
    private final Optimiser optimiser;
    private final Trial trial;
    private Spectrum spectrum;
    private Map<String, Units> units;
    private Weights weights;

    /**
     * A sight.
     *
     * @param pictures stored examples, shape (n, ...)
     * @param task index from 0 of the task that the pictures are of
     * @param before the weights when the task's first update was about to be made
     * @param statisticsBefore the running statistics when the task began
     */
    Sight(Network network, Rows pictures, int task, NDManager manager, Optional<Weights> before, Optional<RunningStatistics> statisticsBefore,
            Gradients gradients, Optimiser optimiser, Trial trial) {
        this.network = network;
        this.pictures = pictures;
        this.task = task;
        this.manager = manager;
        this.before = before;
        this.statisticsBefore = statisticsBefore;
        this.gradients = gradients;
        this.optimiser = optimiser;
        this.trial = trial;
    }

    /** Singular values of the features, shape (n, d), of the pictures. */
    Spectrum spectrum() {
        look();
        return spectrum;
    }

    /** The units behind every {@link Relu}, by its path. */
    Map<String, Units> units() {
        look();
        return units;
    }

    /** The weights now. */
    Weights weights() {
        if (weights == null) {
            weights = Weights.of(network);
        }
        return weights;
    }

    /** How far the weights have moved in this task, see {@link Weights#distance}; empty before its first update. */
    OptionalDouble update() {
        return before.map(then -> OptionalDouble.of(weights().distance(then))).orElse(OptionalDouble.empty());
    }

    /** The mean norm of the last gradients of this task; empty before its first update. */
    OptionalDouble gradientNorm() {
        return gradients.mean();
    }

    /** The learning rate in force as it turns each weight array; an array that is zero, as of a head without outputs yet, has no direction. */
    List<Reading> effectiveRates() {
        boolean adaptive = optimiser.options().name() == OptimiserOptions.Rule.ADAM;
        return weights().norms().stream().filter(norm -> norm.value() > 0)
                .map(norm -> new Reading(norm.layer(), optimiser.lr() / (adaptive ? norm.value() : norm.value() * norm.value()))).toList();
    }

    /** How far the running statistics have moved in this task. */
    List<Reading> drift(BiFunction<RunningStatistics, RunningStatistics, List<Reading>> measure) {
        return statisticsBefore.map(then -> measure.apply(RunningStatistics.of(network), then)).orElse(List.of());
    }

    /** See {@link TaskWeights#of}. */
    List<Reading> taskWeights() {
        return TaskWeights.of(network, task + 1);
    }

    /** See {@link Trial#of}; none while the network has no output. */
    List<Reading> trainability() {
        return network.outputs() == 0 ? List.of() : trial.of(network, pictures.array(), task);
    }

    /** Sends the pictures through the backbone as in evaluation, watching all units. */
    private void look() {
        if (units != null) {
            return;
        }
        units = new LinkedHashMap<>();
        Map<Relu, Relu.Watcher> watchers = new LinkedHashMap<>();
        network.blocks().forEach((path, block) -> {
            if (block instanceof Relu relu) {
                watchers.put(relu, (output, training) -> units.computeIfAbsent(path, p -> new Units()).add(output));
            }
        });
        watchers.forEach(Relu::watch);
        try {
            spectrum = Spectrum.of(features(), size(), network.features());
        } finally {
            watchers.forEach(Relu::unwatch);
        }
    }

    private int size() {
        return (int) pictures.array().getShape().get(0);
    }

    private double[] features() {
        int d = network.features();
        double[] all = new double[size() * d];
        for (int from = 0; from < size(); from += CHUNK) {
            try (NDManager step = manager.newSubManager()) {
                int[] rows = IntStream.range(from, Math.min(from + CHUNK, size())).toArray();
                NDArray features = network.features(pictures.select(step, rows));
                float[] values = features.toFloatArray();
                for (int i = 0; i < values.length; i++) {
                    all[from * d + i] = values[i];
                }
            }
        }
        return all;
    }
}
