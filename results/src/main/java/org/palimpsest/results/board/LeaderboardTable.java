package org.palimpsest.results.board;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.table.Cell;
import org.palimpsest.results.table.Sheet;
import org.palimpsest.results.table.TextTable;

/**
 * A leaderboard for people: one table a benchmark and protocol, with the columns of its {@link Layout}, accuracies in
 * percent as {@code mean ± half of the 95 % interval (n)}, of two seeds with their standard deviation instead.
 * A dash is a missing value. Runs that did not finish have a column of their own once there is one.
 */
public final class LeaderboardTable {
    private static final String NOT_FINISHED = "not finished";

    /** How many runs were made to find the options. */
    private static final String TUNING = "tuning runs";

    private LeaderboardTable() {}

    /**
     * The tables.
     *
     * @param columns what to show instead of the layout's columns, as {@link ColumnNames} has them; none for those
     * @throws IllegalArgumentException naming a column that no table has
     */
    public static List<Sheet> of(Standings standings, List<String> columns) {
        return standings.tables().stream().map(table -> sheet(table, columns, standings.metrics())).toList();
    }

    private static Sheet sheet(List<Standing> standings, List<String> wanted, Metrics metrics) {
        List<LeaderboardRow> rows = rows(standings);
        Layout layout = layout(rows.get(0), metrics);
        List<Sheet.Column<Standing>> columns = new ArrayList<>(names(rows));
        if (wanted.isEmpty()) {
            layout.shown().forEach(shown -> columns.add(shown.in(metrics)));
            columns.add(Sheet.Column.numbers("train s", "train_seconds", LeaderboardTable::seconds));
            if (rows.stream().anyMatch(row -> row.tuning().isPresent())) {
                columns.add(Sheet.Column.numbers(TUNING, "tuning_runs", LeaderboardTable::tuning));
            }
        } else {
            ColumnNames names = new ColumnNames(rows.get(0), metrics);
            wanted.forEach(name -> columns.add(names.shown(name).in(metrics)));
        }
        columns.addAll(unfinished(rows));
        return Sheet.of(title(rows.get(0), layout.measured() + ", mean ± 95 % interval (n)"), key(rows.get(0)), columns, standings,
                standing -> style(standing.row()));
    }

    /** The rank and the method, with what sets it apart from others of its name. */
    public static List<Sheet.Column<Standing>> names(List<LeaderboardRow> rows) {
        Function<LeaderboardRow, String> labels = labels(rows);
        return List.of(
                new Sheet.Column<>(new Sheet.Heading("rank", "rank", true), standing -> place(standing.row())),
                Sheet.Column.words("method", standing -> labels.apply(standing.row())));
    }

    /** A column of how many runs did not finish, if some did not. */
    public static List<Sheet.Column<Standing>> unfinished(List<LeaderboardRow> rows) {
        return rows.stream().anyMatch(row -> row.n() < row.runs())
                ? List.of(Sheet.Column.words(NOT_FINISHED, standing -> notFinished(standing.row())))
                : List.of();
    }

    /** What stands above the table of a benchmark under a protocol. */
    public static String title(LeaderboardRow row, String told) {
        return row.benchmark() + "  (" + row.scenario() + ", protocol " + Protocol.shortened(row.protocol()) + ", " + told + ")";
    }

    /** What the rows of a table share. */
    public static Map<String, String> key(LeaderboardRow row) {
        Map<String, String> key = new LinkedHashMap<>();
        key.put("benchmark", row.benchmark());
        key.put("protocol", Protocol.shortened(row.protocol()));
        key.put("scenario", row.scenario());
        return key;
    }

    /** The rows of a table. */
    public static List<LeaderboardRow> rows(List<Standing> standings) {
        return standings.stream().map(Standing::row).toList();
    }

    /** The metrics that people are shown of a row's scenario, column to what stands over it, in their order. */
    public static Map<String, String> headings(LeaderboardRow row, Metrics metrics) {
        Map<String, String> headings = new LinkedHashMap<>();
        layout(row, metrics).shown().forEach(shown -> headings.put(shown.column(), shown.header()));
        return headings;
    }

    static Layout layout(LeaderboardRow row, Metrics metrics) {
        return Layout.of(row.scenario(), row.online(), measure(row, metrics), metrics);
    }

    /** What ranks a row; the first of its scenario where nothing does. */
    public static Measure measure(LeaderboardRow row, Metrics metrics) {
        return row.rankedBy().flatMap(metrics::column).map(MetricColumn::measure).orElseGet(() -> metrics.primary(row.scenario()));
    }

    /** The rank, from the best to the worst place that it can have, or that it is a bound. */
    private static Cell place(LeaderboardRow row) {
        if (row.rank().isPresent()) {
            return new Places.Place(row.rank().getAsInt(), row.rankLast().getAsInt()).cell();
        }
        return row.bound() ? new Cell("bound", Map.of()) : Cell.MISSING;
    }

    /** What each of the rows of a table is called: its method, with what sets it apart from others of the same name. */
    public static Function<LeaderboardRow, String> labels(List<LeaderboardRow> rows) {
        Map<LeaderboardRow, String> labels = new IdentityHashMap<>();
        rows.stream().collect(Collectors.groupingBy(LeaderboardRow::method)).forEach((method, variants) -> {
            List<String> options = Options.differences(variants.stream().map(LeaderboardRow::options).toList());
            List<String> training = Options.differences(variants.stream().map(LeaderboardRow::training).toList());
            for (int i = 0; i < variants.size(); i++) {
                String difference = Stream.of(options.get(i), training.get(i)).filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
                labels.put(variants.get(i), difference.isEmpty() ? method : method + " (" + difference + ")");
            }
        });
        return labels::get;
    }

    /**
     * {@code mean ± half of the 95 % interval (n)}; of two values {@code mean, sd s (2)}, as their interval would tell nothing; what has no
     * deviation has an interval that need not be even: {@code value [low, high] (n)}.
     */
    public static String text(Summary summary, DoubleFunction<String> format) {
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
    public static String notFinished(LeaderboardRow row) {
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

    /** How a row stands out. */
    public static TextTable.Style style(LeaderboardRow row) {
        if (row.n() < row.runs()) {
            return TextTable.Style.BAD;
        }
        if (row.bound()) {
            return TextTable.Style.QUIET;
        }
        return row.rank().orElse(0) == 1 ? TextTable.Style.BEST : TextTable.Style.PLAIN;
    }

    private static Cell seconds(Standing standing) {
        OptionalDouble seconds = standing.mean("train_seconds");
        return seconds.isEmpty() ? Cell.MISSING
                : Cell.number(seconds.getAsDouble(), String.format(Locale.ROOT, seconds.getAsDouble() < 100 ? "%.1f" : "%.0f", seconds.getAsDouble()));
    }

    private static Cell tuning(Standing standing) {
        return standing.row().tuning().map(cost -> Cell.number(cost.runs(), Integer.toString(cost.runs()))).orElse(Cell.MISSING);
    }

    /** A mean with its deviation and interval, of which people see this text. */
    public static Cell cell(Summary summary, String text) {
        return Cell.number(summary.mean(), text).with(".sd", summary.sd()).within(summary.low(), summary.high());
    }

    /** A number as people are shown it: shares in percent. */
    public static String text(double value, String unit) {
        return switch (unit) {
            case Measure.FRACTION -> String.format(Locale.ROOT, "%.2f", 100 * value);
            case "nats" -> String.format(Locale.ROOT, "%.4f", value);
            default -> String.format(Locale.ROOT, "%.2f", value);
        };
    }
}
