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
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.metric.View;

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
        boolean online = rows.stream().anyMatch(LeaderboardRow::rankedOnline);
        String title = first.benchmark() + "  (" + first.scenario() + ", protocol "
                + Protocol.shortened(first.protocol()) + ", " + (online ? "accuracies" : label(primary))
                + " in %, mean ± 95 % interval (n))";
        Map<String, Function<LeaderboardRow, String>> columns = new LinkedHashMap<>();
        columns.put("rank", LeaderboardTable::rank);
        columns.put("method", row -> method(row, rows));
        columns.putAll(online ? learning() : keeping());
        columns.put("train s", LeaderboardTable::seconds);
        if (anyUnfinished()) {
            columns.put("not finished", LeaderboardTable::notFinished);
        }
        TextTable table = new TextTable(colour, online ? Set.of(0, 1, 8) : Set.of(0, 1, 9), List.copyOf(columns.keySet()));
        rows.forEach(row -> table.row(style(row), columns.values().stream().map(cell -> cell.apply(row)).toList()));
        return TextTable.Style.HEADER.apply(title, colour) + "\n" + table;
    }

    /** How much is kept of all tasks. */
    private Map<String, Function<LeaderboardRow, String>> keeping() {
        Map<String, Function<LeaderboardRow, String>> columns = new LinkedHashMap<>();
        columns.put("final", row -> withInterval(row, primary, "accuracy.final"));
        columns.put("incremental", row -> percent(row, primary, "accuracy.incremental"));
        columns.put("forgetting", row -> percent(row, primary, "forgetting.max"));
        columns.put(label(other()) + " final", row -> percent(row, other(), "accuracy.final"));
        columns.put("learning", row -> percent(row, primary, "accuracy.learning"));
        columns.put("min-ACC", row -> percent(row, primary, "anytime.min_acc"));
        return columns;
    }

    /** How well each task is learned, and whether that gets worse. */
    private Map<String, Function<LeaderboardRow, String>> learning() {
        Map<String, Function<LeaderboardRow, String>> columns = new LinkedHashMap<>();
        columns.put("online", row -> withInterval(row, View.CLASS_IL, "training.accuracy"));
        columns.put("per 10 tasks", row -> withInterval(row, View.CLASS_IL, "plasticity.accuracy_slope"));
        columns.put("learning", row -> percent(row, View.CLASS_IL, "accuracy.learning"));
        columns.put("end loss", row -> loss(row, "training.end_loss"));
        columns.put("loss per 10 tasks", row -> loss(row, "plasticity.loss_slope"));
        return columns;
    }

    /** Mean and interval of a loss, in nats. */
    private static String loss(LeaderboardRow row, String metric) {
        Summary summary = row.metrics().get(MetricColumn.id(View.CLASS_IL, metric));
        return summary == null ? TextTable.MISSING : text(summary, value -> String.format(Locale.ROOT, "%.4f", value));
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
