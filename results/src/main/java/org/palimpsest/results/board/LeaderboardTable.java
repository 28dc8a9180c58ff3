package org.palimpsest.results.board;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.metric.Metrics;

/**
 * A leaderboard for people: one table a benchmark and protocol, with the columns of its {@link Layout}, accuracies in
 * percent as {@code mean ± half of the 95 % interval (n)}, of two seeds with their standard deviation instead.
 * A dash is a missing value. Runs that did not finish have a column of their own once there is one.
 */
final class LeaderboardTable {
    static final String NOT_FINISHED = "not finished";

    /** How many runs were made to find the options. */
    private static final String TUNING = "tuning runs";

    /** The columns that hold words. */
    static final Set<String> WORDS = Set.of("rank", "method", NOT_FINISHED);

    private LeaderboardTable() {}

    static String of(Leaderboard board, boolean colour) {
        return groups(board.rows(), Function.identity()).stream()
                .map(rows -> text(rows, board.metrics(), colour))
                .collect(Collectors.joining("\n"));
    }

    /** What belongs into one table each: one benchmark under one protocol. */
    static <T> Collection<List<T>> groups(List<T> things, Function<T, LeaderboardRow> row) {
        Map<Protocol, List<T>> groups = things.stream().collect(Collectors.groupingBy(
                thing -> new Protocol(row.apply(thing).benchmark(), row.apply(thing).protocol()), LinkedHashMap::new,
                Collectors.toList()));
        return groups.values();
    }

    private static String text(List<LeaderboardRow> rows, Metrics metrics, boolean colour) {
        LeaderboardRow first = rows.get(0);
        Layout layout = Layout.of(first.scenario(), first.online(), measure(first, metrics), metrics);
        String title = first.benchmark() + "  (" + first.scenario() + ", protocol "
                + Protocol.shortened(first.protocol()) + ", " + layout.measured() + ", mean ± 95 % interval (n))";
        List<Column<LeaderboardRow>> columns = new ArrayList<>(List.of(
                Column.of("rank", LeaderboardTable::rank), Column.of("method", row -> method(row, rows))));
        layout.shown().forEach(shown -> columns.add(shown.in(metrics)));
        columns.add(Column.of("train s", LeaderboardTable::seconds));
        if (rows.stream().anyMatch(row -> row.tuning().isPresent())) {
            columns.add(Column.of(TUNING, row -> row.tuning().map(cost -> Integer.toString(cost.runs())).orElse(TextTable.MISSING)));
        }
        if (anyUnfinished(rows)) {
            columns.add(Column.of(NOT_FINISHED, LeaderboardTable::notFinished));
        }
        TextTable table = TextTable.of(colour, WORDS, columns, rows, LeaderboardTable::style);
        return TextTable.Style.HEADER.apply(title, colour) + "\n" + table;
    }

    /** What ranks a row; the first of its scenario where nothing does. */
    private static Measure measure(LeaderboardRow row, Metrics metrics) {
        return row.rankedBy().flatMap(metrics::column).map(MetricColumn::measure).orElseGet(() -> metrics.primary(row.scenario()));
    }

    /** The rank, or that it is a bound. */
    static String rank(LeaderboardRow row) {
        if (row.rank().isPresent()) {
            return Integer.toString(row.rank().getAsInt());
        }
        return row.bound() ? "bound" : TextTable.MISSING;
    }

    /** The method, with what sets it apart from others of the same name among {@code rows}. */
    static String method(LeaderboardRow row, List<LeaderboardRow> rows) {
        List<LeaderboardRow> same = rows.stream().filter(other -> other.method().equals(row.method())).toList();
        String difference = List.of(
                        Options.difference(row.options(), same.stream().map(LeaderboardRow::options).toList()),
                        Options.difference(row.training(), same.stream().map(LeaderboardRow::training).toList()))
                .stream()
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
        return difference.isEmpty() ? row.method() : row.method() + " (" + difference + ")";
    }

    /**
     * {@code mean ± half of the 95 % interval (n)}; of two values {@code mean, sd s (2)}, as their interval would tell nothing; what has no
     * deviation has an interval that need not be even: {@code value [low, high] (n)}.
     */
    static String text(Summary summary, DoubleFunction<String> format) {
        boolean few = summary.n() < Summary.FEWEST;
        if (!few && summary.sd().isEmpty()) {
            return format.apply(summary.mean()) + " [" + format.apply(summary.low().getAsDouble()) + ", " + format.apply(summary.high().getAsDouble())
                    + "] (" + summary.n() + ")";
        }
        OptionalDouble spread = few ? summary.sd() : summary.halfInterval();
        String error = spread.isPresent() ? (few ? ", sd " : " ± ") + format.apply(spread.getAsDouble()) : "";
        return format.apply(summary.mean()) + error + " (" + summary.n() + ")";
    }

    /** How many runs did not finish, and why; blank if all did. */
    static String notFinished(LeaderboardRow row) {
        List<String> counts = new ArrayList<>();
        count(counts, row.diverged(), "diverged");
        count(counts, row.failed(), "failed");
        count(counts, row.unfinished(), "unfinished");
        return String.join(", ", counts);
    }

    private static void count(List<String> counts, int count, String what) {
        if (count > 0) {
            counts.add(count + " " + what);
        }
    }

    static TextTable.Style style(LeaderboardRow row) {
        if (row.n() < row.runs()) {
            return TextTable.Style.BAD;
        }
        if (row.bound()) {
            return TextTable.Style.QUIET;
        }
        return row.rank().orElse(0) == 1 ? TextTable.Style.BEST : TextTable.Style.PLAIN;
    }

    static boolean anyUnfinished(List<LeaderboardRow> rows) {
        return rows.stream().anyMatch(row -> row.n() < row.runs());
    }

    private static String seconds(LeaderboardRow row) {
        Double seconds = row.costs().get("train_seconds");
        if (seconds == null) {
            return TextTable.MISSING;
        }
        return String.format(Locale.ROOT, seconds < 100 ? "%.1f" : "%.0f", seconds);
    }
}
