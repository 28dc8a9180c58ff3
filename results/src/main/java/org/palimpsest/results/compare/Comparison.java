package org.palimpsest.results.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.palimpsest.results.board.Leaderboard;
import org.palimpsest.results.board.LeaderboardRuns;
import org.palimpsest.results.board.Quantity;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.Metrics;
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
    /** The columns compared if none are named, where class-IL and task-IL accuracy are kept track of. */
    static final List<String> DEFAULT_COLUMNS = List.of(
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
     * @param differences keys in which the two that are most alike are not the same; empty if a file, of an earlier version, does not tell
     * @param reason in words, with both
     */
    public record Refusal(String benchmark, List<String> protocolsOfA, List<String> protocolsOfB, List<Unlike> differences, String reason) {}

    /**
     * A key of the protocol that is not the same on both sides.
     *
     * @param key dotted key, as {@code budget.batch}
     * @param a its value in A; empty if A has no such key
     * @param b its value in B; empty if B has no such key
     */
    public record Unlike(String key, Optional<String> a, Optional<String> b) {
        private static final int MOST_CHARACTERS = 60;

        @Override
        public String toString() {
            return key + " is " + shown(a) + " in A and " + shown(b) + " in B";
        }

        private static String shown(Optional<String> value) {
            return value.map(text -> text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "...").orElse("not there");
        }
    }

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

    /** Columns that can be compared: {@code <measure>.<metric>} and the costs. */
    public static List<String> columns(Metrics metrics) {
        return Quantity.all(metrics).stream().map(Quantity::id).toList();
    }

    /** Compares two leaderboards without a margin. */
    public static Comparison of(LeaderboardRuns a, LeaderboardRuns b, List<String> columns, Metrics metrics) {
        return of(a, b, columns, metrics, Margin.NONE);
    }

    /**
     * Compares two leaderboards. A method is paired with the one of the same name; where a name stands for several sets
     * of options on a side, with the one of the same options. If the two sides share no method, and each holds one per
     * benchmark, those are paired.
     *
     * @param columns which numbers, of {@link #columns}; none: those that people are shown of a benchmark's scenario, and the time
     * @param margin up to which a difference counts as none
     * @throws IllegalArgumentException if a column is none of these
     */
    public static Comparison of(LeaderboardRuns a, LeaderboardRuns b, List<String> columns, Metrics metrics, Margin margin) {
        return of(a, b, columns, metrics, margin, true);
    }

    /**
     * The same, with or without the sign-flip test, which takes most of the time and is no part of the {@linkplain #text text}.
     *
     * @param signs whether it is made
     */
    public static Comparison of(LeaderboardRuns a, LeaderboardRuns b, List<String> columns, Metrics metrics, Margin margin, boolean signs) {
        List<String> known = columns(metrics);
        List<String> unknown = columns.stream().filter(column -> !known.contains(column)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "cannot compare " + String.join(", ", unknown) + "; there are " + String.join(", ", known));
        }
        return new Pairing(columns, metrics, margin, signs).compare(a, b);
    }

    /** The columns of which one of two leaderboards has a number. */
    public static List<String> filled(LeaderboardRuns a, LeaderboardRuns b, Metrics metrics) {
        return columns(metrics).stream()
                .filter(column -> Stream.of(a, b).flatMap(board -> board.runs().stream()).anyMatch(run -> run.value(column).isPresent()))
                .toList();
    }

    /** What is compared of the runs of one benchmark if nothing is named. */
    static List<String> ofScenario(List<LeaderboardRuns.Run> runs, Metrics metrics) {
        String scenario = runs.get(0).scenario();
        List<Measure> measures = metrics.ranking(scenario);
        Measure measure = measures.stream().filter(one -> runs.stream().anyMatch(run -> run.value(last(one)).isPresent())).findFirst().orElse(measures.get(0));
        String online = Measure.CLASS_IL.column("training.accuracy");
        boolean rankedOnline = runs.stream().noneMatch(run -> run.value(last(measure)).isPresent())
                && runs.stream().anyMatch(run -> run.value(online).isPresent());
        List<String> shown = new ArrayList<>(Leaderboard.headlines(scenario, rankedOnline, measure, metrics));
        if (shown.contains(Measure.CLASS_IL.column("accuracy.final")) && shown.contains(Measure.TASK_IL.column("accuracy.final"))) {
            return DEFAULT_COLUMNS;
        }
        shown.add("train_seconds");
        return shown;
    }

    private static String last(Measure measure) {
        return measure.column("accuracy.final");
    }

    /** Whether not a single number of A has a partner in B. */
    public boolean isEmpty() {
        return methods.stream().flatMap(pair -> pair.differences().stream()).allMatch(difference -> difference.n() == 0);
    }

    /** What was refused, stayed without a partner or was not compared for another reason, a line each. */
    public List<String> leftOut() {
        return ComparisonText.leftOut(this);
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
