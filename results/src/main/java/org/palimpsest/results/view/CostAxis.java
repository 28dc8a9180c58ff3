package org.palimpsest.results.view;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.palimpsest.results.board.LeaderboardRuns.Run;
import org.palimpsest.results.board.Quantity;
import org.palimpsest.results.board.Standing;

/**
 * What a row costs, as a view sets it against what the row has.
 *
 * @param id its name on the command line
 * @param label its name in a table
 * @param columns whose sum it is
 * @param unit what a value is told per, for example {@code TFLOP}
 * @param size how much of the columns' own unit that is
 */
public record CostAxis(String id, String label, List<String> columns, String unit, double size) {
    private static final double MEBI = 1 << 20;

    private static final List<CostAxis> NAMED = List.of(
            new CostAxis("updates", "updates", List.of("updates"), "1000 updates", 1e3),
            new CostAxis("flops", "TFLOP", List.of("forward_flops", "backward_flops"), "TFLOP", 1e12),
            new CostAxis("seconds", "train s", List.of("train_seconds"), "second", 1),
            new CostAxis("bytes", "memory MiB", List.of("memory_bytes"), "MiB", MEBI));

    /** The axis of a name, or of the column of a cost. */
    public static Optional<CostAxis> find(String name) {
        return NAMED.stream().filter(axis -> axis.id().equals(name)).findFirst().or(() -> Quantity.costs().stream()
                .filter(cost -> cost.id().equals(name)).map(CostAxis::of).findFirst());
    }

    private static CostAxis of(Quantity cost) {
        return switch (cost.unit()) {
            case "FLOP" -> new CostAxis(cost.id(), cost.id().replace("_flops", " TFLOP"), List.of(cost.id()), "TFLOP", 1e12);
            case "B" -> new CostAxis(cost.id(), cost.id().replace("_bytes", " MiB").replace('_', ' '), List.of(cost.id()), "MiB", MEBI);
            case "s" -> new CostAxis(cost.id(), cost.id().replace("_seconds", " s"), List.of(cost.id()), "second", 1);
            default -> new CostAxis(cost.id(), cost.id(), List.of(cost.id()), "1000 " + cost.id(), 1e3);
        };
    }

    /** Every name. */
    public static List<String> all() {
        return Stream.concat(NAMED.stream().map(CostAxis::id), Quantity.costs().stream().map(Quantity::id)).distinct().toList();
    }

    /** The mean cost of a row's finished runs, in the columns' own unit; empty if one of them does not have all of the columns. */
    public OptionalDouble mean(Standing standing) {
        return columns.stream().allMatch(column -> standing.mean(column).isPresent())
                ? OptionalDouble.of(columns.stream().mapToDouble(column -> standing.mean(column).getAsDouble()).sum())
                : OptionalDouble.empty();
    }

    /** The cost of a run, in the columns' own unit; empty if it does not have all of them. */
    public OptionalDouble of(Run run) {
        return columns.stream().allMatch(column -> run.value(column).isPresent())
                ? OptionalDouble.of(columns.stream().mapToDouble(column -> run.values().get(column)).sum())
                : OptionalDouble.empty();
    }

    /** A cost as it stands in a table, without its unit. */
    String text(double cost) {
        return digits(size == 1e3 ? cost : cost / size);
    }

    /** A number in three digits, or as many as it has before the point. */
    static String digits(double number) {
        return String.format(Locale.ROOT, number == Math.rint(number) || Math.abs(number) >= 100 ? "%.0f" : "%.3g", number);
    }
}
