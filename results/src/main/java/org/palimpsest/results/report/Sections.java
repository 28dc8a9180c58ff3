package org.palimpsest.results.report;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.palimpsest.results.board.Leaderboard;
import org.palimpsest.results.board.LeaderboardRow;
import org.palimpsest.results.board.LeaderboardRuns;
import org.palimpsest.results.board.LeaderboardTable;
import org.palimpsest.results.board.Protocol;
import org.palimpsest.results.board.Quantity;
import org.palimpsest.results.board.Standing;
import org.palimpsest.results.board.Standings;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.Csv;
import org.palimpsest.results.record.RecordException;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.replay.RunCommand;
import org.palimpsest.results.table.Sheet;

/** Makes the sections of a report: of run records, or of a leaderboard's file with a row per seed, which holds no curves. */
public final class Sections {
    private static final String NO_CURVES = "This is read from a leaderboard's CSV; curves, matrices and gauges need the records of the runs.";

    private final Metrics metrics;

    private Sections(Metrics metrics) {
        this.metrics = metrics;
    }

    /**
     * A section for each benchmark and protocol of some records.
     *
     * @param board made of the records
     * @param records all of its runs
     * @param command what makes some runs, those of a row, again; empty if it is not known
     */
    public static List<Section> ofRecords(Leaderboard board, List<RunRecord> records, Function<List<RunInfo>, Optional<String>> command) {
        Sections sections = new Sections(board.metrics());
        Map<Object, RunRecord> byId = records.stream().collect(Collectors.toMap(record -> record.info().id(), record -> record));
        Map<LeaderboardRow, List<RunRecord>> ofRow = new IdentityHashMap<>();
        int next = 0;
        for (LeaderboardRow row : board.rows()) { // runs stand in the order of the rows
            ofRow.put(row, board.runs().subList(next, next + row.runs()).stream().map(run -> byId.get(run.info().id())).toList());
            next += row.runs();
        }
        return board.standings().tables().stream().map(table -> {
            List<Sheet.Column<Standing>> names = names(table);
            return sections.section(table, List.of(), standing -> entry(standing, names, ofRow.get(standing.row()), command),
                    table.stream().map(standing -> ofRow.get(standing.row())).toList());
        }).toList();
    }

    private static Entry entry(
            Standing standing, List<Sheet.Column<Standing>> names, List<RunRecord> records, Function<List<RunInfo>, Optional<String>> command) {
        Map<String, String> provenance = new LinkedHashMap<>();
        standing.row().provenance().forEach((column, value) -> provenance.put(column, String.valueOf(value)));
        List<String> faults = records.stream().map(RunRecord::info).filter(info -> info.message().isPresent()).map(Sections::fault).toList();
        return entry(standing, names, provenance, faults, command.apply(records.stream().map(RunRecord::info).toList()));
    }

    private static String fault(RunInfo info) {
        String place = info.stopPoint().map(stop -> " in task " + stop.task() + ", update " + stop.step()).orElse("");
        return "seed " + info.id().seed() + " " + info.status().id() + place + ": " + info.message().orElse("");
    }

    private static Entry entry(
            Standing standing, List<Sheet.Column<Standing>> names, Map<String, String> provenance, List<String> faults, Optional<String> command) {
        return new Entry(standing, names.get(1).cell().apply(standing).text(), names.get(0).cell().apply(standing).text(), provenance, faults, command);
    }

    /** The place and the name of a row, among the others of its table. */
    private static List<Sheet.Column<Standing>> names(List<Standing> table) {
        return LeaderboardTable.names(LeaderboardTable.rows(table));
    }

    /**
     * A section for each benchmark and protocol of a leaderboard's file.
     *
     * @param runs as read from it
     * @throws RecordException if the file cannot be read again
     */
    public static List<Section> ofFile(LeaderboardRuns runs, Metrics metrics) {
        Sections sections = new Sections(metrics);
        Map<List<Object>, Map<String, String>> cells = cells(runs);
        Collection<List<Standing>> tables = Standings.of(List.of(runs), metrics).tables();
        return tables.stream().map(table -> {
            List<Sheet.Column<Standing>> names = names(table);
            return sections.section(table, List.of(NO_CURVES), standing -> {
                List<Map<String, String>> ofRow = standing.runs().stream().map(run -> cells.get(run.name())).toList();
                return entry(standing, names, provenance(ofRow), faults(ofRow), Optional.of(RunCommand.of(standing.row()).toString()));
            }, table.stream().map(standing -> List.<RunRecord>of()).toList());
        }).toList();
    }

    /** All cells of each run's line, of which the runs themselves have the numbers alone. */
    private static Map<List<Object>, Map<String, String>> cells(LeaderboardRuns runs) {
        try {
            Csv.Sheet sheet = Csv.read(runs.file(), Files.readAllBytes(runs.file()));
            Map<List<Object>, Map<String, String>> cells = new HashMap<>();
            IntStream.range(0, runs.runs().size()).forEach(i -> {
                Map<String, String> line = new LinkedHashMap<>();
                IntStream.range(0, sheet.header().size()).forEach(column -> line.put(sheet.header().get(column), sheet.rows().get(i).cells().get(column)));
                cells.put(runs.runs().get(i).name(), line);
            });
            return cells;
        } catch (IOException e) {
            throw RecordException.io(runs.file(), "read", e);
        }
    }

    private static Map<String, String> provenance(List<Map<String, String>> lines) {
        Map<String, String> provenance = new LinkedHashMap<>();
        for (String column : Leaderboard.provenance()) {
            String values = lines.stream().map(line -> line.getOrDefault(column, "")).filter(value -> !value.isEmpty()).distinct()
                    .collect(Collectors.joining(" | "));
            if (!values.isEmpty()) {
                provenance.put(column, values);
            }
        }
        return provenance;
    }

    private static List<String> faults(List<Map<String, String>> lines) {
        return lines.stream().filter(line -> !line.getOrDefault("message", "").isEmpty())
                .map(line -> "seed " + line.get("seed") + " " + line.get("status") + ": " + line.get("message")).toList();
    }

    private Section section(List<Standing> table, List<String> remarks, Function<Standing, Entry> entry, List<List<RunRecord>> records) {
        List<Entry> entries = table.stream().map(entry).toList();
        LeaderboardRow first = table.get(0).row();
        LeaderboardRow ranked = table.stream().map(Standing::row).filter(row -> row.rankedBy().isPresent()).findFirst().orElse(first);
        Measure measure = LeaderboardTable.measure(ranked, metrics);
        Learned learned = new Learned(records.stream().map(runs -> runs.stream().filter(run -> isFinished(run.info())).toList()).toList(), measure);
        Stream<Figure> figures = Stream.of(
                new BoardFigures(entries, measure, new Standings(table, metrics).rankedBy(table)).all(),
                new TaskFigures(learned).all(first.scenario(), metrics),
                new StepFigures(learned).all(first.scenario()),
                GaugeFigures.of(learned).stream(),
                ConfusionFigures.of(learned).stream()).flatMap(all -> all);
        String measured = measure.label() + (measure.isAccuracy() ? " in %" : measure.unit().isEmpty() ? "" : " in " + measure.unit());
        return new Section(first.benchmark(), Protocol.shortened(first.protocol()), first.scenario(), measured, headings(ranked, entries), entries,
                figures.sorted(Comparator.comparing(Figure::chart)).toList(), remarks);
    }

    private static boolean isFinished(RunInfo info) {
        return info.status() == RunStatus.FINISHED;
    }

    /** The columns that the terminal shows, and the time; those in which some row has a number. */
    private List<Heading> headings(LeaderboardRow row, List<Entry> entries) {
        List<Heading> headings = new ArrayList<>();
        LeaderboardTable.headings(row, metrics).forEach((column, text) -> heading(text, column).ifPresent(headings::add));
        heading("train s", "train_seconds").ifPresent(headings::add);
        headings.removeIf(heading -> entries.stream().allMatch(entry -> entry.mean(heading.column()).isEmpty()));
        return headings;
    }

    private Optional<Heading> heading(String text, String column) {
        return Quantity.find(column, metrics).map(quantity -> new Heading(text, quantity));
    }
}
