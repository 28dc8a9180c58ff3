package org.palimpsest.results.board;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.palimpsest.results.metric.Bounds;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.Csv;
import org.palimpsest.results.record.RecordException;
import org.palimpsest.results.record.RunStatus;

/** Reads a {@code .runs.csv}, which may have been through other hands, and believes no cell. Used once. */
final class RunsReader {
    private static final List<String> STATUS = Arrays.stream(RunStatus.values()).map(RunStatus::id).toList();
    private static final List<String> NEEDED = List.of("benchmark", "protocol", "method", "seed", "status");

    /** Decimal digits; what Java takes for a number besides is none to anybody else. */
    private static final Pattern SEED = Pattern.compile("\\d+");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");

    private final Path file;
    private final Csv.Sheet sheet;
    private final Map<String, Integer> columns;
    private final Map<String, Bounds> numbers = new LinkedHashMap<>();
    private final List<LeaderboardException.Fault> faults = new ArrayList<>();
    /** The line of the first number with a decimal comma (true) and with a decimal point (false). */
    private final Map<Boolean, Long> decimals = new HashMap<>();
    private final Map<List<Object>, Long> seen = new HashMap<>();
    private final Map<String, Map<String, String>> protocols = new HashMap<>();

    RunsReader(Path file, Csv.Sheet sheet, Metrics metrics) {
        this.file = file;
        this.sheet = sheet;
        List<String> header = sheet.header();
        columns = IntStream.range(0, header.size()).boxed().collect(Collectors.toMap(header::get, Function.identity()));
        String missing = NEEDED.stream().filter(column -> !columns.containsKey(column)).map(column -> "'" + column + "'").collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw RecordException.atLine(file, 1, "is no list of runs, column " + missing + " is missing");
        }
        Map<String, Bounds> known = Quantity.all(metrics).stream().collect(Collectors.toMap(Quantity::id, Quantity::bounds));
        // metrics have a measure before a point, whether this program knows them or not
        header.stream().filter(column -> column.contains(".") || known.containsKey(column))
                .forEach(column -> numbers.put(column, known.getOrDefault(column, Bounds.NONE)));
    }

    List<LeaderboardRuns.Run> runs() {
        List<LeaderboardRuns.Run> runs = sheet.rows().stream().map(this::run).toList();
        if (!faults.isEmpty()) {
            throw new LeaderboardException(file, faults);
        }
        return runs;
    }

    /** The values of each protocol by their keys, of those that the file tells of. */
    Map<String, Map<String, String>> protocols() {
        return protocols;
    }

    private LeaderboardRuns.Run run(Csv.Line line) {
        Map<String, Double> values = new LinkedHashMap<>();
        numbers.forEach((column, bounds) -> number(line, column, bounds).ifPresent(value -> values.put(column, value)));
        LeaderboardRuns.Run run = new LeaderboardRuns.Run(
                name(line, "benchmark"), name(line, "protocol"), cell(line, "scenario"), name(line, "method"),
                cell(line, "options"), cell(line, "training"), seed(line), status(line), values);
        requireNew(line, run);
        String keys = cell(line, BoardColumn.PROTOCOL_KEYS.ofRun().orElseThrow().id());
        if (!keys.isEmpty()) {
            protocols.computeIfAbsent(run.protocol(), protocol -> Options.read(keys));
        }
        return run;
    }

    private String cell(Csv.Line line, String column) {
        Integer index = columns.get(column);
        return index == null ? "" : line.cells().get(index);
    }

    private String name(Csv.Line line, String column) {
        String name = cell(line, column);
        if (name.isBlank()) {
            fault(line, column, "a run has one");
        }
        return name;
    }

    private Optional<Double> number(Csv.Line line, String column, Bounds bounds) {
        String cell = cell(line, column);
        if (cell.isEmpty()) {
            return Optional.empty();
        }
        // where no comma stands between cells, a spreadsheet may have put one into the numbers, but then into all of them
        boolean comma = sheet.delimiter() != ',' && cell.indexOf(',') >= 0;
        String text = comma ? cell.replace(',', '.') : cell;
        double number = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN; // which no bounds hold
        if (!Double.isNaN(number) && text.indexOf('.') >= 0) {
            decimals.putIfAbsent(comma, line.number());
            if (decimals.size() > 1) {
                fault(line, column, "a decimal " + (comma ? "comma, while line " : "point, while line ") + decimals.get(!comma) + " has the other one");
                return Optional.empty();
            }
        }
        if (!bounds.hold(number)) {
            fault(line, column, "not " + bounds);
            return Optional.empty();
        }
        return Optional.of(number);
    }

    private long seed(Csv.Line line) {
        String seed = cell(line, "seed");
        try {
            if (SEED.matcher(seed).matches()) {
                return Long.parseLong(seed);
            }
        } catch (NumberFormatException e) {
            // larger than any seed
        }
        fault(line, "seed", "not a whole number from 0 on");
        return 0;
    }

    private String status(Csv.Line line) {
        String status = cell(line, "status");
        if (!STATUS.contains(status)) {
            fault(line, "status", "not one of " + String.join(", ", STATUS));
        }
        return status;
    }

    private void requireNew(Csv.Line line, LeaderboardRuns.Run run) {
        List<Object> key = List.of(run.benchmark(), run.protocol(), run.method(), run.options(), run.training(), run.seed());
        Long before = seen.putIfAbsent(key, line.number());
        if (before != null) {
            fault(line, "seed", "but that run of " + run.method() + " stands in line " + before + " already");
        }
    }

    private void fault(Csv.Line line, String column, String reason) {
        faults.add(new LeaderboardException.Fault(line.number(), column, cell(line, column), reason));
    }
}
