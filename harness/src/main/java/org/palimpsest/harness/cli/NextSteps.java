package org.palimpsest.harness.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.palimpsest.results.board.Leaderboard;
import org.palimpsest.results.board.LeaderboardRow;
import org.palimpsest.results.board.Summary;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.replay.Shell;

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
        if (infos.stream().anyMatch(info -> info.status() == RunStatus.FINISHED)) {
            steps.add(command(without("--seeds", arguments), List.of("--seeds", moreSeeds(infos.stream().map(info -> info.id().seed()).toList())))
                    + "  # more seeds, and narrower intervals; what is made stays");
        }
        steps.add(command(List.of("list", "suites"), List.of()) + "  # what else there is to run");
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

    /** Twice as many, the present ones among them, and enough for an interval. */
    static String moreSeeds(List<Long> present) {
        Set<Long> seeds = new LinkedHashSet<>(present);
        int wanted = Math.max(Summary.FEWEST, 2 * seeds.size());
        if (seeds.stream().allMatch(seed -> seed >= 0 && seed < wanted)) {
            return Integer.toString(wanted);
        }
        for (long seed = 0; seeds.size() < wanted; seed++) {
            seeds.add(seed);
        }
        return seeds.stream().map(String::valueOf).collect(Collectors.joining(","));
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

    static String command(List<String> words, List<String> more) {
        return Shell.line(Stream.of(List.of(System.getProperty("palimpsest.command", "palimpsest")), words, more).flatMap(List::stream).toList());
    }
}
