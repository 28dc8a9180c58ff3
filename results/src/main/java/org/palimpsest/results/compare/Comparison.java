package org.palimpsest.results.compare;

import java.util.List;
import java.util.OptionalLong;
import org.palimpsest.results.board.Leaderboard;
import org.palimpsest.results.board.LeaderboardRuns;
import org.palimpsest.results.record.Json;

/**
 * Leaderboard A against leaderboard B, paired by (benchmark, protocol, method, seed): what the seed decides is then the
 * same on both sides and drops out of the difference. Only finished runs are paired.
 *
 * @param a file of A
 * @param b file of B
 * @param methods what could be compared, by benchmark, protocol and method
 * @param refused benchmarks on both sides that cannot be compared, and why
 * @param unpaired runs and methods that one side alone holds, and why
 */
public record Comparison(
        String a, String b, List<PairedMethods> methods, List<Refusal> refused, List<Unpaired> unpaired) {

    /** The columns compared if none are named. */
    public static final List<String> DEFAULT_COLUMNS = List.of(
            "class_il.accuracy.final", "class_il.accuracy.incremental", "class_il.forgetting.max",
            "class_il.accuracy.learning", "class_il.anytime.min_acc", "task_il.accuracy.final", "train_seconds");

    /** Copies the lists. */
    public Comparison {
        methods = List.copyOf(methods);
        refused = List.copyOf(refused);
        unpaired = List.copyOf(unpaired);
    }

    /**
     * A benchmark on both sides that is not compared.
     *
     * @param benchmark name of the benchmark
     * @param protocolsOfA protocols that A followed
     * @param protocolsOfB protocols that B followed
     * @param reason in words, with both
     */
    public record Refusal(String benchmark, List<String> protocolsOfA, List<String> protocolsOfB, String reason) {}

    /**
     * What stayed without a partner.
     *
     * @param benchmark name of the benchmark
     * @param protocol its protocol
     * @param method the method
     * @param seed the seed; empty if no seed of the method has a partner
     * @param reason in words
     */
    public record Unpaired(String benchmark, String protocol, String method, OptionalLong seed, String reason) {}

    /** Columns that can be compared: {@code <view>.<metric>} and the costs. */
    public static List<String> columns() {
        return LeaderboardRuns.numericColumns();
    }

    /**
     * Compares two leaderboards. A method is paired with the one of the same name; where a name stands for several sets
     * of options on a side, with the one of the same options. If the two sides share no method, and each holds one per
     * benchmark, those are paired.
     *
     * @param columns which numbers, of {@link #columns}
     * @throws IllegalArgumentException if a column is none of these
     */
    public static Comparison of(LeaderboardRuns a, LeaderboardRuns b, List<String> columns) {
        List<String> unknown = columns.stream().filter(column -> !columns().contains(column)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "cannot compare " + String.join(", ", unknown) + "; there are " + String.join(", ", columns()));
        }
        return new Pairing(columns).compare(a, b);
    }

    /** For people: one table for each pair of methods, then what was refused or left out. */
    public String text(boolean colour) {
        return ComparisonText.text(this, colour);
    }

    /** As CSV, one line a pair of methods and column. */
    public String csv() {
        return ComparisonText.csv(this);
    }

    /** As JSON; ends with a line break. */
    public String json() {
        return Json.pretty(this);
    }
}
