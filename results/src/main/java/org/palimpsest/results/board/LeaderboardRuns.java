package org.palimpsest.results.board;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.Disk;
import org.palimpsest.results.record.RecordException;
import org.palimpsest.results.record.RunStatus;

/**
 * The single runs of a leaderboard, read back from its {@code .runs.csv}, whichever columns that has besides
 * those that name a run.
 *
 * @param file the file read
 * @param runs its lines, in order
 * @param protocols the values of each protocol by their keys, by its digest as written in the file; of files of earlier versions there are none
 */
public record LeaderboardRuns(Path file, List<Run> runs, Map<String, Map<String, String>> protocols) {
    /** Copies the runs. */
    public LeaderboardRuns {
        runs = List.copyOf(runs);
        protocols = Map.copyOf(protocols);
    }

    /** Runs of protocols of which the digests alone are known. */
    public LeaderboardRuns(Path file, List<Run> runs) {
        this(file, runs, Map.of());
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
     * @param bound whether it is a bound, shown and not ranked
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
            boolean bound,
            long seed,
            String status,
            Map<String, Double> values) {
        /** Copies the values. */
        public Run {
            values = values instanceof RunValues ? values : Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        /** What no two runs have in common. */
        public List<Object> name() {
            return List.of(benchmark, protocol, method, options, training, seed);
        }

        /** Whether it came to its end. */
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

        /** Its number in a column; empty if it has none there. */
        public OptionalDouble value(String column) {
            return Optional.ofNullable(values.get(column)).map(OptionalDouble::of).orElse(OptionalDouble.empty());
        }
    }

    /**
     * Reads the runs of a leaderboard.
     *
     * @param leaderboard {@code <name>.csv} or {@code <name>.runs.csv}; the second is the one that is read
     * @param metrics whose bounds the numbers must keep; those of unknown columns must be finite
     * @throws LeaderboardException if lines say what no run can say, with all of them
     * @throws RecordException if it is missing, lacks a column, or is damaged, naming file and line
     */
    public static LeaderboardRuns read(Path leaderboard, Metrics metrics) {
        Path file = runsOf(leaderboard);
        Disk.requireRegular(file);
        return RunsReader.read(file, metrics);
    }

    /** Bytes of the file that {@link #read} would read; 0 if there is none. */
    public static long bytes(Path leaderboard) {
        return leaderboard.getFileName() != null && leaderboard.toString().endsWith(LeaderboardFiles.ROWS) ? runsOf(leaderboard).toFile().length() : 0;
    }

    /**
     * The runs of one method alone.
     *
     * @param method its name
     * @param options {@code key=value} of the method or its optimiser, all of which must hold, numbers by value; none: whatever they are
     */
    public LeaderboardRuns only(String method, List<String> options) {
        return new LeaderboardRuns(file, runs.stream().filter(run -> run.method().equals(method) && options.stream().allMatch(run::has)).toList(), protocols);
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
}
