package org.palimpsest.results.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.palimpsest.results.record.Csv;
import org.palimpsest.results.record.RecordException;
import org.palimpsest.results.record.RunStatus;

/**
 * The single runs of a leaderboard, read back from its {@code .runs.csv}, whichever columns that has besides
 * those that name a run.
 *
 * @param file the file read
 * @param runs its lines, in order
 */
public record LeaderboardRuns(Path file, List<Run> runs) {

    /** Copies the runs. */
    public LeaderboardRuns {
        runs = List.copyOf(runs);
    }

    /**
     * One run.
     *
     * @param benchmark name of the benchmark
     * @param protocol protocol as written in the file
     * @param scenario the stream's scenario; empty if the file does not say
     * @param method name of the method
     * @param options its options in one line
     * @param training options of the optimiser in one line
     * @param seed run seed
     * @param status how the run ended, {@link RunStatus#id}
     * @param values column name to value for metrics, also such as are not known here, and costs; missing ones are not there
     */
    public record Run(
            String benchmark,
            String protocol,
            String scenario,
            String method,
            String options,
            String training,
            long seed,
            String status,
            Map<String, Double> values) {

        /** Copies the values. */
        public Run {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        public boolean finished() {
            return status.equals(RunStatus.FINISHED.id());
        }

        /** Options of the method and of its optimiser, each as {@code key=value}. */
        public List<String> settings() {
            return Stream.of(options, training).flatMap(line -> Options.pairs(line).stream()).toList();
        }

        private boolean has(String wanted) {
            return settings().stream().anyMatch(setting -> setting.equals(wanted) || Options.sameNumber(setting, wanted));
        }

        public OptionalDouble value(String column) {
            return Optional.ofNullable(values.get(column)).map(OptionalDouble::of).orElse(OptionalDouble.empty());
        }
    }

    /**
     * Reads the runs of a leaderboard.
     *
     * @param leaderboard {@code <name>.csv} or {@code <name>.runs.csv}; the second is the one that is read
     * @throws RecordException if it is missing, lacks a column, or is damaged, naming file and line
     */
    public static LeaderboardRuns read(Path leaderboard) {
        Path file = runsOf(leaderboard);
        List<Csv.Line> lines;
        try {
            lines = Csv.read(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw RecordException.io(file, "read", e);
        }
        Header header = new Header(file, lines.get(0).cells());
        List<Run> runs = new ArrayList<>();
        lines.subList(1, lines.size()).forEach(line -> runs.add(header.run(line)));
        return new LeaderboardRuns(file, runs);
    }

    /**
     * The runs of one method alone.
     *
     * @param method its name
     * @param options {@code key=value} of the method or its optimiser, all of which must hold, numbers by value; none: whatever they are
     */
    public LeaderboardRuns only(String method, List<String> options) {
        return new LeaderboardRuns(file, runs.stream().filter(run -> run.method().equals(method) && options.stream().allMatch(run::has)).toList());
    }

    private static Path runsOf(Path leaderboard) {
        String name = leaderboard.getFileName().toString();
        if (name.endsWith(LeaderboardFiles.RUNS)) {
            return leaderboard;
        }
        if (!name.endsWith(LeaderboardFiles.ROWS)) {
            throw new RecordException(leaderboard, "is no leaderboard, its name does not end in .csv");
        }
        String stem = name.substring(0, name.length() - LeaderboardFiles.ROWS.length());
        return leaderboard.resolveSibling(stem + LeaderboardFiles.RUNS);
    }

    private record Header(Path file, List<String> columns) {

        Run run(Csv.Line line) {
            Map<String, Double> values = new LinkedHashMap<>();
            for (String column : columns) {
                if (isNumber(column) && !cell(line, column).isEmpty()) {
                    values.put(column, number(line, column));
                }
            }
            return new Run(
                    cell(line, "benchmark"), cell(line, "protocol"), cellOrNone(line, "scenario"), cell(line, "method"),
                    cellOrNone(line, "options"), cellOrNone(line, "training"), seed(line), cell(line, "status"), values);
        }

        /** Metrics have a measure before a point, whether this program knows them or not. */
        private static boolean isNumber(String column) {
            return column.contains(".") || Quantity.COSTS.stream().anyMatch(cost -> cost.quantity().id().equals(column));
        }

        private String cellOrNone(Csv.Line line, String column) {
            return columns.contains(column) ? cell(line, column) : "";
        }

        private String cell(Csv.Line line, String column) {
            int index = columns.indexOf(column);
            if (index < 0) {
                throw RecordException.atLine(file, 1, "is no list of runs, column '" + column + "' is missing");
            }
            return line.cells().get(index);
        }

        private double number(Csv.Line line, String column) {
            try {
                return Double.parseDouble(cell(line, column));
            } catch (NumberFormatException e) {
                throw noNumber(line, column);
            }
        }

        private long seed(Csv.Line line) {
            try {
                return Long.parseLong(cell(line, "seed"));
            } catch (NumberFormatException e) {
                throw noNumber(line, "seed");
            }
        }

        private RecordException noNumber(Csv.Line line, String column) {
            return RecordException.atLine(
                    file, line.number(), column + " is '" + cell(line, column) + "', not a number");
        }
    }
}
