package org.palimpsest.results;

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

/**
 * A leaderboard for people: one table a benchmark and protocol, accuracies in percent as {@code mean ± half of the
 * 95 % interval (n)}. A dash is a missing value. Runs that did not finish have a column of their own once there is one.
 */
final class LeaderboardTable {

    private final List<LeaderboardRow> rows;
    private final View primary;
    private final boolean colour;

    private LeaderboardTable(List<LeaderboardRow> rows, boolean colour) {
        this.rows = rows;
        this.primary = View.primary(rows.get(0).scenario());
        this.colour = colour;
    }

    static String of(Leaderboard leaderboard, boolean colour) {
        return groups(leaderboard.rows(), Function.identity()).stream()
                .map(rows -> new LeaderboardTable(rows, colour).text())
                .collect(Collectors.joining("\n"));
    }

    /** What belongs into one table each: one benchmark under one protocol. */
    static <T> Collection<List<T>> groups(List<T> things, Function<T, LeaderboardRow> row) {
        Map<Protocol, List<T>> groups = things.stream().collect(Collectors.groupingBy(
                thing -> new Protocol(row.apply(thing).benchmark(), row.apply(thing).protocol()), LinkedHashMap::new,
                Collectors.toList()));
        return groups.values();
    }

    private String text() {
        LeaderboardRow first = rows.get(0);
        String title = first.benchmark() + "  (" + first.scenario() + ", protocol "
                + Protocol.shortened(first.protocol()) + ", " + label(primary) + " in %, mean ± 95 % interval (n))";
        TextTable table = new TextTable(colour, Set.of(0, 1, 9), header());
        rows.forEach(row -> table.row(style(row), cells(row)));
        return TextTable.Style.HEADER.apply(title, colour) + "\n" + table;
    }

    private List<String> header() {
        List<String> header = new ArrayList<>(List.of(
                "rank", "method", "final", "incremental", "forgetting", label(other()) + " final", "learning",
                "min-ACC", "train s"));
        if (anyUnfinished()) {
            header.add("not finished");
        }
        return header;
    }

    private List<String> cells(LeaderboardRow row) {
        List<String> cells = new ArrayList<>(List.of(
                rank(row),
                method(row, rows),
                withInterval(row, primary, "accuracy.final"),
                percent(row, primary, "accuracy.incremental"),
                percent(row, primary, "forgetting.max"),
                percent(row, other(), "accuracy.final"),
                percent(row, primary, "accuracy.learning"),
                percent(row, primary, "anytime.min_acc"),
                seconds(row)));
        if (anyUnfinished()) {
            cells.add(notFinished(row));
        }
        return cells;
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

    private static String withInterval(LeaderboardRow row, View view, String metric) {
        Summary summary = row.metrics().get(MetricColumn.id(view, metric));
        if (summary == null) {
            return TextTable.MISSING;
        }
        return text(summary, LeaderboardTable::percent);
    }

    /** {@code mean ± half of the 95 % interval (n)}. */
    static String text(Summary summary, DoubleFunction<String> format) {
        OptionalDouble half = summary.halfInterval();
        String interval = half.isPresent() ? " ± " + format.apply(half.getAsDouble()) : "";
        return format.apply(summary.mean()) + interval + " (" + summary.n() + ")";
    }

    private static String percent(LeaderboardRow row, View view, String metric) {
        OptionalDouble mean = row.mean(MetricColumn.id(view, metric));
        return mean.isPresent() ? percent(mean.getAsDouble()) : TextTable.MISSING;
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

    private boolean anyUnfinished() {
        return rows.stream().anyMatch(row -> row.n() < row.runs());
    }

    private View other() {
        return primary == View.CLASS_IL ? View.TASK_IL : View.CLASS_IL;
    }

    private static String label(View view) {
        return view == View.CLASS_IL ? "class-IL" : "task-IL";
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.2f", 100 * fraction);
    }

    private static String seconds(LeaderboardRow row) {
        Double seconds = row.costs().get("train_seconds");
        if (seconds == null) {
            return TextTable.MISSING;
        }
        return String.format(Locale.ROOT, seconds < 100 ? "%.1f" : "%.0f", seconds);
    }
}
