package org.palimpsest.results.board;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.Disk;
import org.palimpsest.results.record.Json;
import org.palimpsest.results.record.RecordException;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.table.TableFormat;
import org.palimpsest.results.tuning.TuningCost;

/**
 * Methods side by side, computed from run records alone. Rows of different protocols are never ranked together; bounds
 * are not ranked; a diverged, failed or unfinished run is shown and counted and enters no mean.
 *
 * @param name name of the files
 * @param rows one per benchmark, protocol, method and options: by benchmark and protocol, then ranked rows, bounds, and
 *     rows without a score
 * @param runs one per run, in the order of the rows, then by seed
 * @param metrics those that were computed
 */
public record Leaderboard(String name, List<LeaderboardRow> rows, List<RunScore> runs, Metrics metrics) {
    private static final Comparator<RunScore> RUN_ORDER = Comparator.<RunScore, String>comparing(
                    run -> run.info().id().benchmark())
            .thenComparing(run -> run.info().protocolDigest())
            .thenComparing(run -> run.info().id().method())
            .thenComparing(run -> Options.line(run.info().methodOptions()))
            .thenComparing(run -> Options.line(run.info().training()))
            .thenComparing(run -> run.info().id().seed())
            .thenComparing(run -> run.info().id().digest());

    /** Copies the lists. */
    public Leaderboard {
        rows = List.copyOf(rows);
        runs = List.copyOf(runs);
    }

    /** Computes a leaderboard with the metrics on the class path. */
    public static Leaderboard of(String name, List<RunRecord> records) {
        return of(name, records, Metrics.builtIn());
    }

    /** Computes a leaderboard; the order of the records does not matter. */
    public static Leaderboard of(String name, List<RunRecord> records, Metrics metrics) {
        return of(name, records, metrics, run -> Optional.empty());
    }

    /**
     * Computes a leaderboard; the order of the records does not matter.
     *
     * @param tuning what it cost to find the options of a run, if they were searched for
     */
    public static Leaderboard of(String name, List<RunRecord> records, Metrics metrics, Function<RunId, Optional<TuningCost>> tuning) {
        FromScratch scratch = FromScratch.among(records);
        List<RunScore> runs = records.stream().map(record -> RunScore.of(record, scratch, metrics)).sorted(RUN_ORDER).toList();
        List<Entry> ordered = group(runs, run -> Protocol.of(run.info())).values().stream()
                .map(ofProtocol -> Ranking.order(entries(ofProtocol, metrics, tuning), metrics))
                .flatMap(List::stream)
                .toList();
        return new Leaderboard(
                name,
                ordered.stream().map(Entry::row).toList(),
                ordered.stream().map(Entry::runs).flatMap(List::stream).toList(),
                metrics);
    }

    /**
     * Writes {@code <name>.csv} and {@code <name>.runs.csv}, each all or nothing.
     *
     * @param folder made if it is not there
     * @return the first of the two
     * @throws RecordException if the folder cannot be written
     */
    public Path write(Path folder) {
        Disk disk = new Disk();
        disk.createFolder(folder);
        disk.replace(folder.resolve(name + LeaderboardFiles.RUNS), LeaderboardFiles.runs(this));
        Path file = folder.resolve(name + LeaderboardFiles.ROWS);
        disk.replace(file, LeaderboardFiles.rows(this));
        return file;
    }

    /** Every column that {@code <name>.csv} can have, in its order, then those that {@code <name>.runs.csv} alone can have. */
    public static List<Column<?>> columns(Metrics metrics) {
        List<BoardColumn> all = Stream.concat(BoardColumn.NAMES.stream(), BoardColumn.values(metrics).stream()).toList();
        Stream<BoardColumn> ofRunsAlone = all.stream().filter(column -> column.ofRow().isEmpty());
        return Stream.<Column<?>>concat(BoardColumn.ofRows(all.stream()), BoardColumn.ofRuns(ofRunsAlone)).toList();
    }

    /**
     * The metrics that people are shown of a scenario, by column, see {@link #table}.
     *
     * @param online whether rows are ranked by accuracy while learning
     * @param measure what ranks rows otherwise
     */
    public static List<String> headlines(String scenario, boolean online, Measure measure, Metrics metrics) {
        return Layout.of(scenario, online, measure, metrics).shown().stream().map(Layout.Shown::column).toList();
    }

    /** The rows, each with what its runs have. */
    public Standings standings() {
        List<Standing> standings = new ArrayList<>();
        int next = 0;
        for (LeaderboardRow row : rows) {
            standings.add(new Standing(row, runs.subList(next, next + row.runs()).stream().map(RunScore::run).toList()));
            next += row.runs();
        }
        return new Standings(standings, metrics);
    }

    /** The columns that say what the numbers come from, in their order. */
    public static List<String> provenance() {
        return Provenance.ALL.stream().map(Provenance::id).toList();
    }

    /** The table for people, see {@link LeaderboardTable}; ends with a line break. */
    public String table(boolean colour) {
        return TableFormat.text(LeaderboardTable.of(standings(), List.of()), colour);
    }

    /** The rows as JSON; ends with a line break. */
    public String json() {
        return Json.pretty(new Document(name, rows));
    }

    /** The rows as CSV, as in {@code <name>.csv}. */
    public String csv() {
        return new String(LeaderboardFiles.rows(this), StandardCharsets.UTF_8);
    }

    private static List<Entry> entries(List<RunScore> ofProtocol, Metrics metrics, Function<RunId, Optional<TuningCost>> tuning) {
        Measure measure = measure(ofProtocol, metrics);
        return group(ofProtocol, Key::of).values().stream().map(ofRow -> Entry.of(ofRow, measure, metrics, tuning)).toList();
    }

    /** What ranks the runs of a protocol: the first measure that all have a value of, told by the same scale; otherwise the last there is. */
    private static Measure measure(List<RunScore> runs, Metrics metrics) {
        List<RunScore> finished = runs.stream().filter(RunScore::finished).toList();
        List<Measure> measures = metrics.ranking(runs.get(0).info().stream().scenario());
        Measure last = measures.get(measures.size() - 1);
        if (finished.stream().map(run -> run.info().stream().tasks()).distinct().count() > 1) {
            return last;
        }
        return measures.stream().filter(measure -> finished.stream().allMatch(run -> run.metrics().containsKey(LeaderboardRow.ranking(run.info(), measure))))
                .findFirst().orElse(last);
    }

    private static <K, V> Map<K, List<V>> group(List<V> values, Function<V, K> key) {
        return values.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }

    private record Document(String name, List<LeaderboardRow> rows) {}

    /** What the runs of a row share. Options are compared as text: a record read back may hold other number types. */
    private record Key(Protocol protocol, String method, String options, String training) {
        static Key of(RunScore run) {
            RunInfo info = run.info();
            return new Key(
                    Protocol.of(info), info.id().method(), Json.canonical(info.methodOptions()),
                    Json.canonical(info.training()));
        }
    }

    private record Entry(Key key, LeaderboardRow row, List<RunScore> runs) implements Ranking.Contender<Entry> {
        static Entry of(List<RunScore> runs, Measure measure, Metrics metrics, Function<RunId, Optional<TuningCost>> tuning) {
            return new Entry(Key.of(runs.get(0)), LeaderboardRow.of(runs, measure, metrics, tuning.apply(runs.get(0).info().id())), runs);
        }

        /** Of two runs of one seed, which differ in what a row does not tell, the later one's. */
        @Override
        public Map<Long, Double> values(String column) {
            return runs.stream().filter(RunScore::finished)
                    .collect(Collectors.toMap(run -> run.info().id().seed(), run -> run.metrics().get(column), (one, other) -> other));
        }

        @Override
        public Entry at(Places.Place place) {
            return new Entry(key, row.at(place), runs);
        }
    }
}
