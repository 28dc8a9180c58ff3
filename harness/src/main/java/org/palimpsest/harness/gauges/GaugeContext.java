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
import org.palimpsest.harness.api.Rows;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Relu;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.OptimiserOptions;

/** What gauges see of a network at one moment. Several of them look at the same thing, which is then computed once. */
final class GaugeContext {
    /** Examples that go through the network at a time. */
    private static final int CHUNK = 64;

    private final Network network;
    private final Rows images;
    private final int task;
    private final NDManager manager;
    private final Optional<Weights> before;
    private final Optional<RunningStatistics> statisticsBefore;
    private final Gradients gradients;
    private final Optimiser optimiser;
    private final Trainability trainability;
    private Optional<Spectrum> spectrum;
    private Map<String, Units> units;
    private Weights weights;

    /**
     * What there is to be seen.
     *
     * @param images stored examples, shape (n, ...)
     * @param task index from 0 of the task that the images are of
     * @param before the weights when the task's first update was about to be made
     * @param statisticsBefore the running statistics when the task began
     */
    GaugeContext(Network network, Rows images, int task, NDManager manager, Optional<Weights> before, Optional<RunningStatistics> statisticsBefore,
            Gradients gradients, Optimiser optimiser, Trainability trainability) {
        this.network = network;
        this.images = images;
        this.task = task;
        this.manager = manager;
        this.before = before;
        this.statisticsBefore = statisticsBefore;
        this.gradients = gradients;
        this.optimiser = optimiser;
        this.trainability = trainability;
    }

    /** Singular values of the features, shape (n, d), of the images; none of a model that writes, which has no one row of features for an example. */
    Optional<Spectrum> spectrum() {
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

    /** See {@link Trainability#of}; none while the network has no output, and none of a model that writes, whose outputs are no labels. */
    List<Reading> trainability() {
        return network.outputs() == 0 || writes() ? List.of() : trainability.of(network, images.array(), task);
    }

    /** Sends the images through the backbone as in evaluation, watching all units. */
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
            double[] features = features();
            spectrum = writes() ? Optional.empty() : Optional.of(Spectrum.of(features, size(), network.features()));
        } finally {
            watchers.forEach(Relu::unwatch);
        }
    }

    private int size() {
        return (int) images.array().getShape().get(0);
    }

    private boolean writes() {
        return network.headKind() == HeadKind.NONE;
    }

    /** The features of all images, row after row; nothing of a model that writes, though all goes through it. */
    private double[] features() {
        int d = network.features();
        double[] all = new double[writes() ? 0 : size() * d];
        for (int from = 0; from < size(); from += CHUNK) {
            try (NDManager step = manager.newSubManager()) {
                int[] rows = IntStream.range(from, Math.min(from + CHUNK, size())).toArray();
                NDArray features = network.features(images.select(step, rows));
                if (writes()) {
                    continue;
                }
                float[] values = features.toFloatArray();
                for (int i = 0; i < values.length; i++) {
                    all[from * d + i] = values[i];
                }
            }
        }
        return all;
    }
}
