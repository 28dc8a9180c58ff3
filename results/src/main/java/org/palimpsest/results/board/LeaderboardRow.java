package org.palimpsest.results.board;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.metric.View;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStatus;

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
 * @param rank place among the ranked rows of the same benchmark and protocol, equals share one; empty if not ranked
 * @param runs runs of any status
 * @param n finished runs, the only ones that metrics and costs are means of
 * @param diverged runs that diverged
 * @param failed runs that failed
 * @param unfinished runs begun and not ended
 * @param seeds seeds of all runs, ascending
 * @param metrics column name to mean, deviation and interval; only metrics that every finished run defines
 * @param costs column name to mean; empty without finished runs
 * @param provenance column name to what the runs share, or differ in
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
        int runs,
        int n,
        int diverged,
        int failed,
        int unfinished,
        List<Long> seeds,
        Map<String, Summary> metrics,
        Map<String, Double> costs,
        Map<String, String> provenance) {

    /** Summarises the runs of one row, which share everything but seed and outcome. */
    static LeaderboardRow of(List<RunScore> runs) {
        RunInfo first = runs.get(0).info();
        List<RunScore> finished = runs.stream().filter(RunScore::finished).toList();
        return new LeaderboardRow(
                first.id().benchmark(),
                first.protocolDigest(),
                first.stream().scenario(),
                first.id().method(),
                first.methodOptions(),
                first.training(),
                first.bound(),
                OptionalInt.empty(),
                runs.size(),
                finished.size(),
                count(runs, RunStatus.DIVERGED),
                count(runs, RunStatus.FAILED),
                count(runs, RunStatus.RUNNING),
                runs.stream().map(run -> run.info().id().seed()).sorted().toList(),
                metrics(finished),
                costs(finished),
                provenance(runs));
    }

    /**
     * The number that decides the rank: final average accuracy under the scenario's view, or where earlier tasks are not examined, since
     * learning the next one is all that counts, accuracy while learning.
     */
    public OptionalDouble primary() {
        OptionalDouble last = mean(MetricColumn.id(View.primary(scenario), "accuracy.final"));
        return last.isPresent() ? last : online();
    }

    /** Mean accuracy on every batch before its update. */
    private OptionalDouble online() {
        return mean(MetricColumn.id(View.CLASS_IL, "training.accuracy"));
    }

    /** Whether the rank is one by accuracy while learning. */
    boolean rankedOnline() {
        return mean(MetricColumn.id(View.primary(scenario), "accuracy.final")).isEmpty() && online().isPresent();
    }

    /** The mean of a metric's column. */
    OptionalDouble mean(String column) {
        return Optional.ofNullable(metrics.get(column))
                .map(summary -> OptionalDouble.of(summary.mean()))
                .orElse(OptionalDouble.empty());
    }

    boolean ranked() {
        return !bound && primary().isPresent();
    }

    LeaderboardRow withRank(int rank) {
        return new LeaderboardRow(
                benchmark, protocol, scenario, method, options, training, bound, OptionalInt.of(rank), runs, n,
                diverged, failed, unfinished, seeds, metrics, costs, provenance);
    }

    private static int count(List<RunScore> runs, RunStatus status) {
        return (int) runs.stream().filter(run -> run.info().status() == status).count();
    }

    private static Map<String, Summary> metrics(List<RunScore> finished) {
        Map<String, Summary> metrics = new LinkedHashMap<>();
        for (MetricColumn column : MetricColumn.ALL) {
            // a mean over some of the seeds would hide the others
            if (!finished.isEmpty() && finished.stream().allMatch(run -> run.metrics().containsKey(column.id()))) {
                metrics.put(column.id(), Summary.of(values(finished, run -> run.metrics().get(column.id()))));
            }
        }
        return metrics;
    }

    private static Map<String, Double> costs(List<RunScore> finished) {
        Map<String, Double> costs = new LinkedHashMap<>();
        for (CostColumn column : CostColumn.ALL) {
            if (!finished.isEmpty()) {
                double[] values = values(finished, run -> column.value().applyAsDouble(run.info()));
                costs.put(column.id(), Summary.of(values).mean());
            }
        }
        return costs;
    }

    private static Map<String, String> provenance(List<RunScore> runs) {
        List<RunInfo> infos = runs.stream().map(RunScore::info).toList();
        Map<String, String> provenance = new LinkedHashMap<>();
        ProvenanceColumn.ALL.forEach(column -> provenance.put(column.id(), column.of(infos)));
        return provenance;
    }

    private static double[] values(List<RunScore> runs, ToDoubleFunction<RunScore> value) {
        return runs.stream().mapToDouble(value).toArray();
    }
}
