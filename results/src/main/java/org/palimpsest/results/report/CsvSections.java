package org.palimpsest.results.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.palimpsest.results.board.Leaderboard;
import org.palimpsest.results.board.LeaderboardRuns;
import org.palimpsest.results.board.Quantity;
import org.palimpsest.results.board.Summary;
import org.palimpsest.results.metric.Direction;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.metric.PooledMetric;
import org.palimpsest.results.record.Csv;
import org.palimpsest.results.record.RecordException;
import org.palimpsest.results.record.RunStatus;

/** The sections of a report that is made of a leaderboard's file with a row per seed, which holds no curves. */
public final class CsvSections {
    private static final String REMARK = "This is read from a leaderboard's CSV; curves, matrices and gauges need the records of the runs.";

    private final Metrics metrics;
    private final List<Run> runs;

    private CsvSections(Metrics metrics, List<Run> runs) {
        this.metrics = metrics;
        this.runs = runs;
    }

    /** A run with all cells of its line. */
    private record Run(LeaderboardRuns.Run run, Map<String, String> cells) {
        List<Object> protocol() {
            return List.of(run.benchmark(), run.protocol());
        }

        List<Object> row() {
            return List.of(run.method(), run.options(), run.training());
        }

        boolean bound() {
            return "TRUE".equalsIgnoreCase(cells.get("bound"));
        }
    }

    /**
     * A section for each benchmark and protocol of a leaderboard.
     *
     * @param leaderboard {@code <name>.csv} or {@code <name>.runs.csv}; the second is the one that is read
     * @throws org.palimpsest.results.board.LeaderboardException if lines say what no run can say, with all of them
     * @throws RecordException if it is missing, lacks a column, or is damaged, naming file and line
     */
    public static List<Section> of(Path leaderboard, Metrics metrics) {
        LeaderboardRuns read = LeaderboardRuns.read(leaderboard, metrics);
        List<Map<String, String>> cells = cells(read.file());
        List<Run> runs = IntStream.range(0, read.runs().size()).mapToObj(i -> new Run(read.runs().get(i), cells.get(i))).toList();
        CsvSections sections = new CsvSections(metrics, runs);
        return runs.stream().collect(Collectors.groupingBy(Run::protocol, LinkedHashMap::new, Collectors.toList()))
                .values().stream().map(sections::section).toList();
    }

    private static List<Map<String, String>> cells(Path file) {
        try {
            Csv.Sheet sheet = Csv.read(file, Files.readAllBytes(file));
            return sheet.rows().stream().map(line -> {
                Map<String, String> cells = new LinkedHashMap<>();
                IntStream.range(0, sheet.header().size()).forEach(i -> cells.put(sheet.header().get(i), line.cells().get(i)));
                return cells;
            }).toList();
        } catch (IOException e) {
            throw RecordException.io(file, "read", e);
        }
    }

    private Section section(List<Run> ofProtocol) {
        LeaderboardRuns.Run any = ofProtocol.get(0).run();
        List<Run> finished = ofProtocol.stream().filter(run -> run.run().finished()).toList();
        List<Measure> measures = metrics.ranking(any.scenario());
        Optional<MetricColumn> ranked = measures.stream().flatMap(m -> metrics.column(m.column("accuracy.final")).stream())
                .filter(column -> has(finished, column))
                .findFirst().or(() -> online(measures, finished));
        Measure measure = ranked.map(MetricColumn::measure).orElse(metrics.primary(any.scenario()));
        boolean online = ranked.isPresent() && !ranked.get().id().equals(measure.column("accuracy.final"));
        List<List<Run>> rows = ordered(ofProtocol, ranked);
        List<List<String>> settings = rows.stream().map(row -> row.get(0).run().settings().stream().filter(text -> !text.isEmpty()).toList()).toList();
        List<String> labels = Labels.of(rows.stream().map(row -> row.get(0).run().method()).toList(), settings);
        List<Entry> entries = new ArrayList<>();
        double last = Double.NaN;
        int rank = 0;
        for (int m = 0; m < rows.size(); m++) {
            double score = ranked.map(column -> score(rows.get(entries.size()), column)).orElse(Double.NaN);
            boolean isRanked = !Double.isNaN(score) && !rows.get(m).get(0).bound();
            rank = isRanked && score != last ? m + 1 : rank;
            last = isRanked ? score : last;
            entries.add(entry(rows.get(m), labels.get(m), settings.get(m), isRanked ? OptionalInt.of(rank) : OptionalInt.empty(), ranked));
        }
        List<Figure> figures = new BoardFigures(entries, measure, ranked.map(MetricColumn::id), metrics).all().toList();
        return new Section(any.benchmark(), any.protocol(), any.scenario(), Headings.measured(measure),
                Headings.of(any.scenario(), online, measure, metrics, entries), entries, figures, List.of(REMARK));
    }

    private static boolean has(List<Run> finished, MetricColumn column) {
        return !finished.isEmpty() && finished.stream().filter(run -> !run.bound()).anyMatch(run -> run.run().value(column.id()).isPresent());
    }

    /** What ranks where earlier tasks are not examined. */
    private Optional<MetricColumn> online(List<Measure> measures, List<Run> finished) {
        return measures.stream().map(m -> m.trained().isPresent() ? m.column("visits.area") : m.column("training.accuracy"))
                .flatMap(column -> metrics.column(column).stream()).filter(column -> has(finished, column)).findFirst();
    }

    /** Ranked rows first and best first, then bounds, then rows without a score. */
    private List<List<Run>> ordered(List<Run> ofProtocol, Optional<MetricColumn> ranked) {
        List<List<Run>> rows = new ArrayList<>(ofProtocol.stream().collect(Collectors.groupingBy(Run::row, LinkedHashMap::new, Collectors.toList())).values());
        int sign = ranked.filter(column -> column.metric().direction() == Direction.LOWER).isPresent() ? 1 : -1;
        rows.sort(Comparator.<List<Run>>comparingInt(row -> {
            boolean scored = ranked.isPresent() && !Double.isNaN(score(row, ranked.get()));
            return row.get(0).bound() ? 1 : scored ? 0 : 2;
        }).thenComparingDouble(row -> ranked.map(column -> sign * score(row, column)).filter(score -> !score.isNaN()).orElse(0.0)));
        return rows;
    }

    private static double score(List<Run> row, MetricColumn column) {
        return summary(row, column.id()).map(Summary::mean).orElse(Double.NaN);
    }

    /** The mean over all finished runs; empty if one of them has no value. */
    private static Optional<Summary> summary(List<Run> row, String column) {
        List<Run> finished = row.stream().filter(run -> run.run().finished()).toList();
        double[] values = finished.stream().flatMapToDouble(run -> run.run().value(column).stream()).toArray();
        return values.length == 0 || values.length < finished.size() ? Optional.empty() : Optional.of(Summary.of(values));
    }

    private Entry entry(List<Run> row, String label, List<String> settings, OptionalInt rank, Optional<MetricColumn> ranked) {
        Map<String, Summary> means = new LinkedHashMap<>();
        Map<String, Double> costs = new LinkedHashMap<>();
        for (Quantity quantity : Quantity.all(metrics)) {
            Optional<MetricColumn> metric = metrics.column(quantity.id());
            if (metric.isEmpty()) {
                summary(row, quantity.id()).ifPresent(summary -> costs.put(quantity.id(), summary.mean()));
            } else if (!(metric.get().metric() instanceof PooledMetric)) { // which is no mean over runs
                summary(row, quantity.id()).ifPresent(summary -> means.put(quantity.id(), summary));
            }
        }
        SortedMap<Long, Double> scores = new TreeMap<>();
        row.stream().filter(run -> run.run().finished()).forEach(run -> ranked.map(column -> run.run().values().get(column.id()))
                .ifPresent(score -> scores.put(run.run().seed(), score)));
        List<String> faults = row.stream().filter(run -> !run.cells().getOrDefault("message", "").isEmpty())
                .map(run -> "seed " + run.run().seed() + " " + run.run().status() + ": " + run.cells().get("message")).toList();
        return new Entry(label, settings, row.get(0).bound(), rank,
                new Entry.Tally(row.size(), count(row, RunStatus.FINISHED), count(row, RunStatus.DIVERGED), count(row, RunStatus.FAILED)),
                means, costs, scores, provenance(row), faults, Optional.empty());
    }

    private static int count(List<Run> row, RunStatus status) {
        return (int) row.stream().filter(run -> run.run().status().equals(status.id())).count();
    }

    private static Map<String, String> provenance(List<Run> row) {
        Map<String, String> provenance = new LinkedHashMap<>();
        for (String column : Leaderboard.provenance()) {
            String values = row.stream().map(run -> run.cells().getOrDefault(column, "")).distinct().collect(Collectors.joining(" | "));
            if (!values.isEmpty()) {
                provenance.put(column, values);
            }
        }
        return provenance;
    }
}
