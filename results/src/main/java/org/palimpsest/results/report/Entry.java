package org.palimpsest.results.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.palimpsest.results.board.LeaderboardRow;
import org.palimpsest.results.board.Standing;
import org.palimpsest.results.board.Summary;

/**
 * A method with its options on a benchmark, as the report tells of it.
 *
 * @param standing the row of the leaderboard with its runs
 * @param label the method, with what sets it apart from others of its name
 * @param place its rank in words
 * @param provenance column to what the numbers come from
 * @param faults why runs did not finish, a line each
 * @param command what makes these runs again; empty if it is not known
 */
public record Entry(
        Standing standing, String label, String place, Map<String, String> provenance, List<String> faults, Optional<String> command) {
    /** The row of the leaderboard. */
    public LeaderboardRow row() {
        return standing.row();
    }

    /** Options of the method and its optimiser, each as {@code key=value}. */
    public List<String> settings() {
        return standing.runs().get(0).settings().stream().filter(setting -> !setting.isEmpty()).toList();
    }

    /** Seed to the number that decides the rank, of finished runs. */
    SortedMap<Long, Double> scores() {
        return new TreeMap<>(row().rankedBy().map(standing::values).orElse(Map.of()));
    }

    Optional<Summary> summary(String column) {
        return Optional.ofNullable(row().metrics().get(column));
    }

    OptionalDouble mean(String column) {
        return standing.mean(column);
    }
}
