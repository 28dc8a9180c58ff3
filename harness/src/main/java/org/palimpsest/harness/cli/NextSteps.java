package org.palimpsest.harness.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.palimpsest.results.board.Leaderboard;
import org.palimpsest.results.board.LeaderboardRow;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStatus;

/** Commands that make something of the runs that were just made: for whoever does not know yet what there is. */
final class NextSteps {
    private static final int MOST = 3;

    private NextSteps() {}

    /**
     * Three commands at most, each with what it tells.
     *
     * @param arguments the command that made the runs
     * @param where options that say where the records are
     */
    static List<String> after(List<String> arguments, List<String> where, Leaderboard board, Path file, List<RunInfo> infos, Path runs) {
        List<String> steps = new ArrayList<>();
        pair(board).ifPresent(pair -> steps.add(command(List.of("compare", file.toString(), "--a", pair.get(0), "--b", pair.get(1)), List.of())
                + "  # is the difference more than chance?"));
        infos.stream().filter(info -> info.status() == RunStatus.FINISHED && Files.exists(runs.resolve(info.id().relativePath()).resolve("confusion.csv")))
                .reduce((first, second) -> second).ifPresent(info -> steps.add(command(List.of("show", info.id().relativePath().toString()), where)
                        + "  # which classes it takes for which"));
        long seeds = infos.stream().map(info -> info.id().seed()).distinct().count();
        steps.add(command(without("--seeds", arguments), List.of("--seeds", String.valueOf(2 * seeds)))
                + "  # more seeds, and narrower intervals; what is made stays");
        board.rows().stream().findFirst().ifPresent(row -> steps.add(command(List.of("describe", "benchmark", row.benchmark()), List.of())
                + "  # what exactly was run"));
        return steps.subList(0, Math.min(MOST, steps.size()));
    }

    /** The two best of one benchmark that their names alone tell apart. */
    private static Optional<List<String>> pair(Leaderboard board) {
        List<LeaderboardRow> ranked = board.rows().stream().filter(row -> row.rank().isPresent() && row.n() > 1)
                .filter(row -> board.rows().stream().filter(other -> other.method().equals(row.method())).count() == 1)
                .sorted(Comparator.comparingInt(row -> row.rank().getAsInt())).toList();
        return ranked.size() < 2 || !ranked.get(0).protocol().equals(ranked.get(1).protocol()) ? Optional.empty()
                : Optional.of(List.of(ranked.get(1).method(), ranked.get(0).method()));
    }

    private static List<String> without(String option, List<String> arguments) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equals(option)) {
                i++;
            } else if (!arguments.get(i).startsWith(option + "=")) {
                kept.add(arguments.get(i));
            }
        }
        return kept;
    }

    private static String command(List<String> words, List<String> more) {
        return Stream.of(List.of(System.getProperty("palimpsest.command", "palimpsest")), words, more).flatMap(List::stream)
                .map(NextSteps::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=,+@-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
