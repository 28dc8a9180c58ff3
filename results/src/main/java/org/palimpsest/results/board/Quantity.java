package org.palimpsest.results.board;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.palimpsest.results.metric.Bounds;
import org.palimpsest.results.metric.Direction;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.RunInfo;

/**
 * A number that leaderboards have of runs, and by which they can be compared: a metric under a measure, or a cost.
 *
 * @param id name of its column
 * @param unit unit of its values
 * @param direction which way is better
 * @param bounds what its values lie within
 * @param summary what it tells, in one line
 */
public record Quantity(String id, String unit, Direction direction, Bounds bounds, String summary) {
    /** What a run costs; less is better. These columns alone differ between repetitions. */
    static final List<Cost> COSTS = List.of(
            cost("train_seconds", "s", "time to learn, without what is named below", info -> info.timings().trainSeconds()),
            cost("probe_seconds", "s", "time to score the probe subsets inside tasks", info -> info.timings().probeSeconds()),
            cost("evaluation_seconds", "s", "time to examine after tasks", info -> info.timings().evaluationSeconds()),
            cost("checkpoint_seconds", "s", "time to write checkpoints", info -> info.timings().checkpointSeconds()),
            cost("gauge_seconds", "s", "time to read gauges", info -> info.timings().gaugeSeconds()),
            cost("total_seconds", "s", "time for everything, preparation included", info -> info.timings().totalSeconds()),
            cost("updates", "", "optimiser updates", info -> info.cost().updates()),
            cost("examples", "", "stream examples that training steps were given", info -> info.cost().examples()),
            cost("forward_flops", "FLOP", "floating-point operations of passes forward in training", info -> info.cost().forwardFlops()),
            cost("backward_flops", "FLOP", "floating-point operations of passes backward, twice the forward ones by convention",
                    info -> info.cost().backwardFlops()),
            cost("memory_bytes", "B", "what the method keeps between tasks besides its weights", info -> info.cost().memoryBytes()),
            cost("peak_resident_bytes", "B", "largest resident memory of the process", info -> info.cost().peakResidentBytes()),
            cost("peak_device_bytes", "B", "most memory of the GPU in use at the end of a task beyond what was before the process began, 0 on a CPU",
                    info -> info.cost().peakDeviceBytes()));

    /** A cost and how a run's is read. */
    record Cost(Quantity quantity, ToDoubleFunction<RunInfo> value) {}

    /** All of them, in the order of the leaderboard's columns: metrics, then costs. */
    public static List<Quantity> all(Metrics metrics) {
        return Stream.concat(metrics.columns().stream().map(Quantity::of), COSTS.stream().map(Cost::quantity)).toList();
    }

    /** The costs alone. */
    public static List<Quantity> costs() {
        return COSTS.stream().map(Cost::quantity).toList();
    }

    /** The one of a column. */
    public static Optional<Quantity> find(String column, Metrics metrics) {
        return all(metrics).stream().filter(quantity -> quantity.id().equals(column)).findFirst();
    }

    static Quantity of(MetricColumn column) {
        return new Quantity(column.id(), column.unit(), column.metric().direction(), column.bounds(), column.metric().summary());
    }

    private static Cost cost(String id, String unit, String summary, ToDoubleFunction<RunInfo> value) {
        return new Cost(new Quantity(id, unit, Direction.LOWER, Bounds.NOT_NEGATIVE, summary), value);
    }
}
