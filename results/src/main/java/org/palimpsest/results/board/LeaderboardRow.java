package org.palimpsest.results.board;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.metric.PooledMetric;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.tuning.TuningCost;

/**
 * A method with its options on a benchmark, over its seeds.
 *
 * @param benchmark name of the benchmark
 * @param protocol digest of the benchmark as resolved
 * @param scenario the stream's scenario
 * @param method name of the method
 * @param options its options
 * @param training options of the optimiser
 * @param bound whether it is a bound, shown and not ranked
 * @param rank the best place that it can have among the ranked rows of the same benchmark and protocol, which rows that cannot be told apart share:
 *     1 and how many are ahead of it beyond chance, see docs/leaderboards.md; empty if not ranked
 * @param rankLast the worst place that it can have: how many it is not ahead of, itself among them; empty if not ranked
 * @param online whether what was got while learning decides the rank, since the protocol has nothing examined but the task learned last
 * @param rankedBy column of the metric that decides the rank; empty if there is no value of one
 * @param runs runs of any status
 * @param n finished runs, the only ones that metrics and costs are means of
 * @param diverged runs that diverged
 * @param failed runs that failed
 * @param unfinished runs begun and not ended
 * @param seeds seeds of all runs, ascending
 * @param metrics column name to mean, deviation and interval; only metrics that every finished run defines
 * @param costs column name to mean; empty without finished runs
 * @param tuning what it cost to find the options; empty if they were not searched for
 * @param provenance column name to what the runs share, or differ in; what nothing is known of is not there
 */
public record LeaderboardRow(
        String benchmark,
        String protocol,
        String scenario,
        String method,
        Map<String, Object> options,
        Map<String, Object> training,
        boolean bound,
        OptionalInt rank,
        OptionalInt rankLast,
        @JsonIgnore boolean online,
        Optional<String> rankedBy,
        int runs,
        int n,
        int diverged,
        int failed,
        int unfinished,
        List<Long> seeds,
        Map<String, Summary> metrics,
        Map<String, Double> costs,
        Optional<TuningCost> tuning,
        Map<String, Object> provenance) {
    /** Mean accuracy on every batch before its update. */
    static final String ONLINE = Measure.CLASS_IL.column("training.accuracy");

    /**
     * Summarises the runs of one row, which share everything but seed and outcome.
     *
     * @param measure what decides the rank
     * @param tuning what it cost to find their options
     */
    static LeaderboardRow of(List<RunScore> runs, Measure measure, Metrics known, Optional<TuningCost> tuning) {
        RunInfo first = runs.get(0).info();
        List<RunScore> finished = runs.stream().filter(RunScore::finished).toList();
        Map<String, Summary> metrics = metrics(finished, known);
        return new LeaderboardRow(
                first.id().benchmark(),
                first.protocolDigest(),
                first.stream().scenario(),
                first.id().method(),
                first.methodOptions(),
                first.training(),
                first.bound(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                online(first),
                Optional.of(ranking(first, measure)).filter(metrics::containsKey),
                runs.size(),
                finished.size(),
                count(runs, RunStatus.DIVERGED),
                count(runs, RunStatus.FAILED),
                count(runs, RunStatus.RUNNING),
                runs.stream().map(run -> run.info().id().seed()).sorted().toList(),
                metrics,
                costs(finished),
                tuning,
                provenance(runs));
    }

    /** The number that decides the rank. */
    public OptionalDouble primary() {
        return rankedBy.map(this::mean).orElse(OptionalDouble.empty());
    }

    /** The column that decides the rank of a run's row under a measure. */
    static String ranking(RunInfo run, Measure measure) {
        if (!online(run)) {
            return measure.column("accuracy.final");
        }
        return measure.trained().isPresent() ? measure.column("visits.area") : ONLINE;
    }

    /** It is the protocol that decides, whichever numbers there are. */
    private static boolean online(RunInfo run) {
        return run.protocol().get("evaluation") instanceof Map<?, ?> evaluation && "last".equals(evaluation.get("scope"));
    }

    /** The mean of a metric's column. */
    public OptionalDouble mean(String column) {
        return Optional.ofNullable(metrics.get(column))
                .map(summary -> OptionalDouble.of(summary.mean()))
                .orElse(OptionalDouble.empty());
    }

    boolean ranked() {
        return !bound && primary().isPresent();
    }

    LeaderboardRow at(Places.Place place) {
        return new LeaderboardRow(
                benchmark, protocol, scenario, method, options, training, bound, OptionalInt.of(place.first()), OptionalInt.of(place.last()), online,
                rankedBy, runs, n, diverged, failed, unfinished, seeds, metrics, costs, tuning, provenance);
    }

    private static int count(List<RunScore> runs, RunStatus status) {
        return (int) runs.stream().filter(run -> run.info().status() == status).count();
    }

    private static Map<String, Summary> metrics(List<RunScore> finished, Metrics known) {
        Map<String, Summary> metrics = new LinkedHashMap<>();
        for (MetricColumn column : known.columns()) {
            // a mean over some of the seeds would hide the others
            if (!finished.isEmpty() && finished.stream().allMatch(run -> run.metrics().containsKey(column.id()))) {
                metrics.put(column.id(), summary(column, finished));
            }
        }
        return metrics;
    }

    private static Summary summary(MetricColumn column, List<RunScore> finished) {
        if (column.metric() instanceof PooledMetric metric && finished.stream().allMatch(run -> run.parts().containsKey(column.id()))) {
            PooledMetric.Pooled pooled = metric.pool(finished.stream().map(run -> run.parts().get(column.id())).toList());
            return new Summary(finished.size(), pooled.value(), OptionalDouble.empty(), pooled.low(), pooled.high());
        }
        return Summary.of(values(finished, run -> run.metrics().get(column.id())));
    }

    private static Map<String, Double> costs(List<RunScore> finished) {
        Map<String, Double> costs = new LinkedHashMap<>();
        for (Quantity.Cost cost : Quantity.COSTS) {
            if (!finished.isEmpty()) {
                double[] values = values(finished, run -> cost.value().applyAsDouble(run.info()));
                costs.put(cost.quantity().id(), Summary.of(values).mean());
            }
        }
        return costs;
    }

    private static Map<String, Object> provenance(List<RunScore> runs) {
        List<RunInfo> infos = runs.stream().map(RunScore::info).toList();
        Map<String, Object> provenance = new LinkedHashMap<>();
        Provenance.ALL.forEach(column -> provenance.put(column.id(), column.of(infos)));
        provenance.values().removeIf(""::equals);
        return provenance;
    }

    private static double[] values(List<RunScore> runs, ToDoubleFunction<RunScore> value) {
        return runs.stream().mapToDouble(value).toArray();
    }
}
