package org.palimpsest.results.board;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.metric.PooledMetric;
import org.palimpsest.results.record.RunStatus;

/**
 * A row with what its runs have, from the records or from a leaderboard's file.
 *
 * @param row the row
 * @param runs its runs, of any status
 */
public record Standing(LeaderboardRow row, List<LeaderboardRuns.Run> runs) implements Ranking.Contender<Standing> {
    /** Copies the runs. */
    public Standing {
        runs = List.copyOf(runs);
    }

    /**
     * The row of some runs that were read from a file. What the file of runs does not tell is not there: metrics that are no means over runs, what
     * tuning took, and provenance.
     *
     * @param runs of one benchmark, protocol, method and options, at least one, by seed
     * @param rankedBy the column that decides the rank
     * @param online whether that is one of what was got while learning
     */
    static Standing of(List<LeaderboardRuns.Run> runs, String rankedBy, boolean online, Metrics known) {
        LeaderboardRuns.Run first = runs.get(0);
        List<LeaderboardRuns.Run> finished = runs.stream().filter(LeaderboardRuns.Run::finished).toList();
        Map<String, Summary> metrics = new LinkedHashMap<>();
        known.columns().stream().filter(column -> !(column.metric() instanceof PooledMetric) && all(finished, column.id()))
                .forEach(column -> metrics.put(column.id(), summary(finished, column.id())));
        Map<String, Double> costs = new LinkedHashMap<>();
        Quantity.COSTS.stream().map(cost -> cost.quantity().id()).filter(id -> all(finished, id))
                .forEach(id -> costs.put(id, summary(finished, id).mean()));
        LeaderboardRow row = new LeaderboardRow(
                first.benchmark(), first.protocol().replaceFirst("^p(?=\\p{XDigit}+$)", ""), first.scenario(), first.method(),
                Options.parse(first.options()), Options.parse(first.training()), first.bound(), OptionalInt.empty(), OptionalInt.empty(), online,
                Optional.of(rankedBy).filter(metrics::containsKey), runs.size(), finished.size(), count(runs, RunStatus.DIVERGED),
                count(runs, RunStatus.FAILED), count(runs, RunStatus.RUNNING), runs.stream().map(LeaderboardRuns.Run::seed).toList(),
                metrics, costs, Optional.empty(), Map.of());
        return new Standing(row, runs);
    }

    private static boolean all(List<LeaderboardRuns.Run> finished, String column) {
        return !finished.isEmpty() && finished.stream().allMatch(run -> run.value(column).isPresent());
    }

    private static Summary summary(List<LeaderboardRuns.Run> finished, String column) {
        return Summary.of(finished.stream().mapToDouble(run -> run.values().get(column)).toArray());
    }

    private static int count(List<LeaderboardRuns.Run> runs, RunStatus status) {
        return (int) runs.stream().filter(run -> run.status().equals(status.id())).count();
    }

    /** The runs that came to their end. */
    public List<LeaderboardRuns.Run> finished() {
        return runs.stream().filter(LeaderboardRuns.Run::finished).toList();
    }

    /** The mean over the finished runs of a metric's column or of a cost; empty if one of them has none. */
    public OptionalDouble mean(String column) {
        OptionalDouble metric = row.mean(column);
        return metric.isPresent() || !row.costs().containsKey(column) ? metric : OptionalDouble.of(row.costs().get(column));
    }

    @Override
    public Map<Long, Double> values(String column) {
        return finished().stream().filter(run -> run.value(column).isPresent())
                .collect(Collectors.toMap(LeaderboardRuns.Run::seed, run -> run.values().get(column), (one, other) -> other));
    }

    @Override
    public Standing at(Places.Place place) {
        return new Standing(row.at(place), runs);
    }
}
