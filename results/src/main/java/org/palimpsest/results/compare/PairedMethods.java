package org.palimpsest.results.compare;

import java.util.List;
import org.palimpsest.results.board.LeaderboardRuns;

/**
 * A method of A against one of B, on one benchmark and protocol.
 *
 * @param benchmark name of the benchmark
 * @param protocol protocol that both sides followed
 * @param a the method of A
 * @param b the method of B
 * @param seeds seeds that finished on both sides, ascending
 * @param differences one per column asked for
 */
public record PairedMethods(
        String benchmark, String protocol, Variant a, Variant b, List<Long> seeds, List<Difference> differences) {
    /** Copies the lists. */
    public PairedMethods {
        seeds = List.copyOf(seeds);
        differences = List.copyOf(differences);
    }

    PairedMethods with(List<Difference> others) {
        return new PairedMethods(benchmark, protocol, a, b, seeds, others);
    }

    /**
     * A method with its options, each in one line as in the leaderboard.
     *
     * @param method name of the method
     * @param options its options
     * @param training options of the optimiser
     */
    public record Variant(String method, String options, String training) {
        static Variant of(LeaderboardRuns.Run run) {
            return new Variant(run.method(), run.options(), run.training());
        }

        @Override
        public String toString() {
            return options.isEmpty() ? method : method + " (" + options + ")";
        }
    }
}
