package org.palimpsest.results.board;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.palimpsest.results.board.LeaderboardRuns.Run;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.metric.Metrics;

/**
 * The rows of one or more leaderboards, each with what its runs have.
 *
 * @param rows by benchmark and protocol, then in the order of the leaderboard
 * @param metrics those that are known
 */
public record Standings(List<Standing> rows, Metrics metrics) {
    private static final Comparator<Run> ORDER = Comparator.comparing(Run::benchmark).thenComparing(Run::protocol)
            .thenComparing(Run::method).thenComparing(Run::options).thenComparing(Run::training).thenComparing(Run::seed);

    /** Copies the rows. */
    public Standings {
        rows = List.copyOf(rows);
    }

    /**
     * Ranks what was read from files; the order of their lines does not matter.
     *
     * @param files no two of which have a run in common
     */
    public static Standings of(List<LeaderboardRuns> files, Metrics metrics) {
        List<Run> runs = files.stream().flatMap(file -> file.runs().stream()).sorted(ORDER).toList();
        List<Standing> rows = new ArrayList<>();
        for (List<Run> protocol : group(runs, run -> List.of(run.benchmark(), run.protocol()))) {
            RankedBy rankedBy = RankedBy.of(protocol, metrics);
            List<Standing> contenders = group(protocol, run -> List.of(run.method(), run.options(), run.training())).stream()
                    .map(row -> Standing.of(row, rankedBy.column(), rankedBy.online(), metrics))
                    .toList();
            rows.addAll(Ranking.order(contenders, metrics));
        }
        return new Standings(rows, metrics);
    }

    private static <T> Collection<List<T>> group(List<T> things, Function<T, ?> key) {
        return things.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList())).values();
    }

    /**
     * What decides the rank.
     *
     * @param column of the runs
     * @param online whether it is of what was got while learning
     */
    private record RankedBy(String column, boolean online) {
        /** By what was examined if some run has a value of that; otherwise by what was got while learning, if all have one. */
        static RankedBy of(List<Run> runs, Metrics metrics) {
            List<Run> finished = runs.stream().filter(Run::finished).toList();
            List<Measure> measures = metrics.ranking(runs.get(0).scenario());
            List<String> examined = measures.stream().map(measure -> measure.column("accuracy.final")).toList();
            Predicate<String> inAll = column -> finished.stream().allMatch(run -> run.value(column).isPresent());
            Predicate<String> inSome = column -> finished.stream().anyMatch(run -> run.value(column).isPresent());
            if (examined.stream().noneMatch(inSome)) {
                Optional<String> learning = measures.stream()
                        .map(measure -> measure.trained().isPresent() ? measure.column("visits.area") : LeaderboardRow.ONLINE)
                        .filter(inAll.and(inSome)).findFirst();
                if (learning.isPresent()) {
                    return new RankedBy(learning.get(), true);
                }
            }
            return new RankedBy(examined.stream().filter(inAll).findFirst().orElse(examined.get(examined.size() - 1)), false);
        }
    }

    /** What belongs into one table each: one benchmark under one protocol. */
    public Collection<List<Standing>> tables() {
        return group(rows, standing -> new Protocol(standing.row().benchmark(), standing.row().protocol()));
    }

    /** The column that ranks a table, which all of its rows share that have a value of it; empty if none has. */
    public Optional<MetricColumn> rankedBy(List<Standing> table) {
        return table.stream().flatMap(standing -> standing.row().rankedBy().stream()).findFirst().flatMap(metrics::column);
    }

    /** -1 if less is better of what ranks a row, otherwise 1. */
    public int sign(LeaderboardRow row) {
        return Ranking.sign(row, metrics);
    }

    /** Those rows alone that are wanted; their ranks stay what they are among all. */
    public Standings only(Predicate<Standing> wanted) {
        return new Standings(rows.stream().filter(wanted).toList(), metrics);
    }
}
