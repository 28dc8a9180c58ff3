package org.palimpsest.results.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.palimpsest.results.board.Summary;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.record.Numbers;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStatus;

/**
 * What our runs say of a target. Mean and deviation are kept to the digits that the ledger has, so that a line read back is the line
 * written.
 *
 * @param seeds finished seeds that have the metric, ascending; the mean is over these
 * @param mean mean over them; empty if there is none
 * @param sd sample standard deviation; empty for fewer than two
 * @param diverged runs that diverged
 * @param failed runs that failed
 * @param commit the code that made the runs; several are joined by bars, changed code ends in {@code -dirty}
 */
public record Measurement(List<Long> seeds, OptionalDouble mean, OptionalDouble sd, int diverged, int failed, String commit) {

    /** Copies the seeds and rounds the numbers. */
    public Measurement {
        seeds = List.copyOf(seeds);
        mean = rounded(mean);
        sd = rounded(sd);
    }

    /**
     * Summarises a metric over runs of one method; empty if none of them has ended.
     */
    public static Optional<Measurement> of(MetricColumn column, List<RunRecord> runs) {
        return of(values(column, runs), runs);
    }

    /** Summarises by how much runs exceed those of a baseline, over the seeds that both have finished; empty if none has ended. */
    public static Optional<Measurement> ofGain(MetricColumn column, List<RunRecord> runs, List<RunRecord> baseline) {
        Map<Long, Double> gains = values(column, runs);
        Map<Long, Double> base = values(column, baseline);
        gains.keySet().retainAll(base.keySet());
        gains.replaceAll((seed, value) -> value - base.get(seed));
        List<RunRecord> all = new ArrayList<>(runs);
        all.addAll(baseline);
        return of(gains, all);
    }

    private static Optional<Measurement> of(Map<Long, Double> values, List<RunRecord> runs) {
        List<RunInfo> ended = runs.stream().map(RunRecord::info).filter(info -> info.status() != RunStatus.RUNNING).toList();
        if (ended.isEmpty()) {
            return Optional.empty();
        }
        Optional<Summary> summary = values.isEmpty() ? Optional.empty()
                : Optional.of(Summary.of(values.values().stream().mapToDouble(v -> v).toArray()));
        return Optional.of(new Measurement(
                List.copyOf(values.keySet()),
                summary.map(s -> OptionalDouble.of(s.mean())).orElse(OptionalDouble.empty()),
                summary.map(Summary::sd).orElse(OptionalDouble.empty()),
                count(ended, RunStatus.DIVERGED),
                count(ended, RunStatus.FAILED),
                ended.stream().map(Measurement::commit).distinct().sorted().collect(Collectors.joining(" | "))));
    }

    /** Half the width of the 90 % Student t interval of the mean; empty for fewer than two seeds. */
    OptionalDouble half() {
        return sd.isPresent() ? OptionalDouble.of(Summary.half(seeds.size(), sd.getAsDouble(), 1 - 2 * Reproduction.ALPHA)) : sd;
    }

    private static Map<Long, Double> values(MetricColumn column, List<RunRecord> runs) {
        Map<Long, Double> values = new TreeMap<>();
        runs.stream().filter(run -> run.info().status() == RunStatus.FINISHED)
                .forEach(run -> column.value(run).ifPresent(value -> values.put(run.info().id().seed(), value)));
        return values;
    }

    private static String commit(RunInfo info) {
        return info.environment().commit() + (info.environment().dirty() ? "-dirty" : "");
    }

    private static int count(List<RunInfo> runs, RunStatus status) {
        return (int) runs.stream().filter(info -> info.status() == status).count();
    }

    private static OptionalDouble rounded(OptionalDouble value) {
        return value.isPresent() ? OptionalDouble.of(Double.parseDouble(Numbers.text(value.getAsDouble()))) : value;
    }
}
