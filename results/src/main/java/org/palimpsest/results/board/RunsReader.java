package org.palimpsest.results.board;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** Decimal digits. */
    private static final Pattern SEED = Pattern.compile("\\d+");

    private final Path file;
    private final char delimiter;
    private final Map<String, Integer> columns;
    /** The columns of numbers. */
    private final RunValues.Columns numbers;
    private final List<Bounds> bounds;
    private final int[] places;
    private final List<LeaderboardRuns.Run> runs = new ArrayList<>();
    /** Texts that lines share, once each. */
    private final Map<String, String> texts = new HashMap<>();
    private final List<LeaderboardException.Fault> faults = new ArrayList<>();
    /** The line of the first number with a decimal comma (true) and with a decimal point (false). */
    private final Map<Boolean, Long> decimals = new HashMap<>();
    private final Map<List<Object>, Long> seen = new HashMap<>();
    private final Map<String, Map<String, String>> protocols = new HashMap<>();

    private RunsReader(Path file, char delimiter, List<String> header, Metrics metrics) {
        this.file = file;
        this.delimiter = delimiter;
        columns = IntStream.range(0, header.size()).boxed().collect(Collectors.toMap(header::get, Function.identity()));
        String missing = NEEDED.stream().filter(column -> !columns.containsKey(column)).map(column -> "'" + column + "'").collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw RecordException.atLine(file, 1, "is no list of runs, column " + missing + " is missing");
        }
        Map<String, Bounds> known = Quantity.all(metrics).stream().collect(Collectors.toMap(Quantity::id, Quantity::bounds));
        // metrics have a measure before a point, whether this program knows them or not
        List<String> named = header.stream().filter(column -> column.contains(".") || known.containsKey(column)).toList();
        numbers = new RunValues.Columns(named);
        bounds = named.stream().map(column -> known.getOrDefault(column, Bounds.NONE)).toList();
        places = named.stream().mapToInt(columns::get).toArray();
    }

    /** Reads a file, a line at a time. */
    static LeaderboardRuns read(Path file, Metrics metrics) {
        RunsReader[] reader = new RunsReader[1];
        Csv.scan(file, (delimiter, header) -> {
            reader[0] = new RunsReader(file, delimiter, header.cells(), metrics);
            return line -> reader[0].runs.add(reader[0].run(line));
        });
        if (!reader[0].faults.isEmpty()) {
            throw new LeaderboardException(file, reader[0].faults);
        }
        return new LeaderboardRuns(file, reader[0].runs, reader[0].protocols);
    }

    private LeaderboardRuns.Run run(Csv.Line line) {
        double[] values = new double[places.length];
        for (int i = 0; i < places.length; i++) {
            values[i] = number(line, i);
        }
        LeaderboardRuns.Run run = new LeaderboardRuns.Run(
                once(name(line, "benchmark")), once(name(line, "protocol")), once(cell(line, "scenario")), once(name(line, "method")),
                once(cell(line, "options")), once(cell(line, "training")), bound(line), seed(line), once(status(line)), new RunValues(numbers, values));
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

    private String once(String text) {
        return texts.computeIfAbsent(text, same -> same);
    }

    /** The number in a column; NaN where there is none. */
    private double number(Csv.Line line, int column) {
        String cell = line.cells().get(places[column]);
        if (cell.isEmpty()) {
            return Double.NaN;
        }
        // where no comma stands between cells, a spreadsheet may have put one into the numbers, but then into all of them
        boolean comma = delimiter != ',' && cell.indexOf(',') >= 0;
        String text = comma ? cell.replace(',', '.') : cell;
        double number = Decimal.parse(text); // NaN for what is no number, which no bounds hold
        if (!Double.isNaN(number) && text.indexOf('.') >= 0) {
            decimals.putIfAbsent(comma, line.number());
            if (decimals.size() > 1) {
                fault(line, numbers.names().get(column),
                        "a decimal " + (comma ? "comma, while line " : "point, while line ") + decimals.get(!comma) + " has the other one");
                return Double.NaN;
            }
        }
        if (!bounds.get(column).hold(number)) {
            fault(line, numbers.names().get(column), "not " + bounds.get(column));
            return Double.NaN;
        }
        return number;
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
        return -line.number(); // none that another run can have
    }

    private boolean bound(Csv.Line line) {
        String bound = cell(line, "bound");
        if (!bound.isEmpty() && !bound.equalsIgnoreCase("true") && !bound.equalsIgnoreCase("false")) {
            fault(line, "bound", "neither TRUE nor FALSE");
        }
        return bound.equalsIgnoreCase("true");
    }

    private String status(Csv.Line line) {
        String status = cell(line, "status");
        if (!STATUS.contains(status)) {
            fault(line, "status", "not one of " + String.join(", ", STATUS));
        }
        return status;
    }

    private void requireNew(Csv.Line line, LeaderboardRuns.Run run) {
        Long before = seen.putIfAbsent(run.name(), line.number());
        if (before != null) {
            fault(line, "seed", "but that run of " + run.method() + " stands in line " + before + " already");
        }
    }

    private void fault(Csv.Line line, String column, String reason) {
        faults.add(new LeaderboardException.Fault(line.number(), column, cell(line, column), reason));
    }
}
