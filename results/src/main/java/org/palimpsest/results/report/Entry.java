package org.palimpsest.results.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import org.palimpsest.results.board.Summary;

/**
 * A method with its options on a benchmark, as the report tells of it.
 *
 * @param label the method, with what sets it apart from others of its name
 * @param settings options of the method and its optimiser, each as {@code key=value}
 * @param bound whether it is a bound, shown and not ranked
 * @param rank its place, if it has one
 * @param tally its runs by how they ended
 * @param metrics column to mean and interval
 * @param costs column to mean
 * @param scores seed to the number that decides the rank, of finished runs
 * @param provenance column to what the numbers come from
 * @param faults why runs did not finish, a line each
 * @param command what makes these runs again; empty if it is not known
 */
public record Entry(
        String label,
        List<String> settings,
        boolean bound,
        OptionalInt rank,
        Tally tally,
        Map<String, Summary> metrics,
        Map<String, Double> costs,
        SortedMap<Long, Double> scores,
        Map<String, String> provenance,
        List<String> faults,
        Optional<String> command) {
    /**
     * Runs by how they ended.
     *
     * @param runs all
     * @param finished those that came to their end
     * @param diverged those whose loss was no number any more
     * @param failed those that an error stopped
     */
    public record Tally(int runs, int finished, int diverged, int failed) {
        /** Those that have begun and not ended. */
        public int unfinished() {
            return runs - finished - diverged - failed;
        }
    }

    /** The mean of a metric's or a cost's column. */
    OptionalDouble mean(String column) {
        if (metrics.containsKey(column)) {
            return OptionalDouble.of(metrics.get(column).mean());
        }
        return costs.containsKey(column) ? OptionalDouble.of(costs.get(column)) : OptionalDouble.empty();
    }
}
