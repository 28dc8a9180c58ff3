package org.palimpsest.results.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.palimpsest.results.board.Leaderboard;
import org.palimpsest.results.board.LeaderboardRow;
import org.palimpsest.results.board.Protocol;
import org.palimpsest.results.board.RunScore;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;

/** The sections of a report that is made of run records. */
public final class RecordSections {
    private final Leaderboard board;
    private final Map<RunId, RunRecord> records;
    private final Function<LeaderboardRow, Optional<String>> command;

    private RecordSections(Leaderboard board, List<RunRecord> records, Function<LeaderboardRow, Optional<String>> command) {
        this.board = board;
        this.records = records.stream().collect(Collectors.toMap(record -> record.info().id(), record -> record));
        this.command = command;
    }

    /**
     * A section for each benchmark and protocol.
     *
     * @param board made of the records
     * @param records all of its runs
     * @param command what makes the runs of a row again; empty if it is not known
     */
    public static List<Section> of(Leaderboard board, List<RunRecord> records, Function<LeaderboardRow, Optional<String>> command) {
        RecordSections sections = new RecordSections(board, records, command);
        return sections.groups().stream().map(sections::section).toList();
    }

    /** A row with its runs. */
    private record Row(LeaderboardRow row, List<RunScore> runs) {}

    private Collection<List<Row>> groups() {
        List<Row> rows = new ArrayList<>();
        int next = 0;
        for (LeaderboardRow row : board.rows()) { // runs stand in the order of the rows
            rows.add(new Row(row, board.runs().subList(next, next + row.runs())));
            next += row.runs();
        }
        Map<Protocol, List<Row>> groups = new LinkedHashMap<>();
        rows.forEach(row -> groups.computeIfAbsent(new Protocol(row.row().benchmark(), row.row().protocol()), p -> new ArrayList<>()).add(row));
        return groups.values();
    }

    private Section section(List<Row> rows) {
        Metrics metrics = board.metrics();
        LeaderboardRow first = rows.get(0).row();
        Optional<String> rankedBy = rows.stream().flatMap(row -> row.row().rankedBy().stream()).findFirst();
        Measure measure = rankedBy.flatMap(metrics::column).map(MetricColumn::measure).orElseGet(() -> metrics.primary(first.scenario()));
        List<List<String>> settings = rows.stream().map(row -> Labels.settings(row.row().options(), row.row().training())).toList();
        List<String> labels = Labels.of(rows.stream().map(row -> row.row().method()).toList(), settings);
        List<Entry> entries = new ArrayList<>();
        for (int m = 0; m < rows.size(); m++) {
            entries.add(entry(rows.get(m), labels.get(m), settings.get(m), rankedBy));
        }
        Learned learned = new Learned(rows.stream().map(row -> row.runs().stream().filter(RunScore::finished)
                .map(run -> records.get(run.info().id())).toList()).toList(), measure);
        Stream<Figure> figures = Stream.of(
                new BoardFigures(entries, measure, rankedBy, metrics).all(),
                new TaskFigures(learned).all(first.scenario(), metrics),
                new StepFigures(learned).all(first.scenario()),
                GaugeFigures.of(learned).stream(),
                ConfusionFigures.of(learned).stream()).flatMap(all -> all);
        return new Section(first.benchmark(), Protocol.shortened(first.protocol()), first.scenario(), Headings.measured(measure),
                Headings.of(first.scenario(), first.online(), measure, metrics, entries), entries,
                figures.sorted(Comparator.comparing(Figure::chart)).toList(), List.of());
    }

    private Entry entry(Row of, String label, List<String> settings, Optional<String> rankedBy) {
        LeaderboardRow row = of.row();
        SortedMap<Long, Double> scores = new TreeMap<>();
        of.runs().stream().filter(RunScore::finished).forEach(run -> rankedBy.map(run.metrics()::get)
                .ifPresent(score -> scores.put(run.info().id().seed(), score)));
        Map<String, String> provenance = new LinkedHashMap<>();
        row.provenance().forEach((column, value) -> provenance.put(column, String.valueOf(value)));
        List<String> faults = of.runs().stream().map(RunScore::info).filter(info -> info.message().isPresent()).map(RecordSections::fault).toList();
        return new Entry(label, settings, row.bound(), row.rank(), new Entry.Tally(row.runs(), row.n(), row.diverged(), row.failed()),
                row.metrics(), row.costs(), scores, provenance, faults, command.apply(row));
    }

    private static String fault(RunInfo info) {
        String place = info.stopPoint().map(stop -> " in task " + stop.task() + ", update " + stop.step()).orElse("");
        return "seed " + info.id().seed() + " " + info.status().id() + place + ": " + info.message().orElse("");
    }
}
