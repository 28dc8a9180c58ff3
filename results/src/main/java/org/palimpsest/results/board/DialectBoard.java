package org.palimpsest.results.board;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.palimpsest.results.metric.Dialect;
import org.palimpsest.results.metric.DialectMetric;
import org.palimpsest.results.record.Json;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunRecord;

/**
 * A leaderboard with the metrics of another library, computed from the same records. Rows, their order and their ranks
 * are those of the {@link Leaderboard}.
 */
public final class DialectBoard {

    private final Leaderboard leaderboard;
    private final Dialect dialect;
    private final List<Row> rows = new ArrayList<>();

    /**
     * A row in the words of the library.
     *
     * @param row the leaderboard's
     * @param metrics name to mean over the finished runs, with interval: one, or one a task; only those that every
     *     finished run defines
     */
    private record Row(LeaderboardRow row, Map<String, List<Summary>> metrics) {}

    private DialectBoard(Leaderboard leaderboard, Dialect dialect) {
        this.leaderboard = leaderboard;
        this.dialect = dialect;
    }

    /**
     * Tells a leaderboard in the words of a library.
     *
     * @param records those that the leaderboard was computed from
     */
    public static DialectBoard of(Leaderboard leaderboard, List<RunRecord> records, Dialect dialect) {
        Map<RunId, RunRecord> byId = records.stream()
                .collect(Collectors.toMap(record -> record.info().id(), Function.identity()));
        DialectBoard board = new DialectBoard(leaderboard, dialect);
        int next = 0;
        for (LeaderboardRow row : leaderboard.rows()) {
            List<RunRecord> finished = leaderboard.runs().subList(next, next + row.runs()).stream()
                    .filter(RunScore::finished)
                    .map(run -> byId.get(run.info().id()))
                    .toList();
            board.rows.add(new Row(row, board.metrics(row, finished)));
            next += row.runs();
        }
        return board;
    }

    private Map<String, List<Summary>> metrics(LeaderboardRow row, List<RunRecord> finished) {
        Map<String, List<Summary>> metrics = new LinkedHashMap<>();
        for (DialectMetric metric : dialect.metrics(row.scenario())) {
            List<List<Double>> values = finished.stream().map(metric.values()).toList();
            if (!values.isEmpty() && values.stream().noneMatch(List::isEmpty)) {
                metrics.put(metric.name(), IntStream.range(0, values.get(0).size())
                        .mapToObj(i -> Summary.of(values.stream().mapToDouble(run -> run.get(i)).toArray()))
                        .toList());
            }
        }
        return metrics;
    }

    /** One table a benchmark and protocol, then what the names stand for; ends with a line break. */
    public String table(boolean colour) {
        StringBuilder text = new StringBuilder();
        Map<String, String> formulas = new LinkedHashMap<>();
        for (List<Row> group : LeaderboardTable.groups(rows, Row::row)) {
            LeaderboardRow first = group.get(0).row();
            List<DialectMetric> metrics = dialect.metrics(first.scenario());
            metrics.forEach(metric -> formulas.put(metric.name(), metric.formula()));
            String title = first.benchmark() + "  (" + first.scenario() + ", protocol "
                    + Protocol.shortened(first.protocol()) + ", metrics as " + dialect.id()
                    + " has them, mean ± 95 % interval (n))";
            text.append(TextTable.Style.HEADER.apply(title, colour)).append("\n");
            text.append(table(group, metrics, colour)).append("\n");
        }
        int width = formulas.keySet().stream().mapToInt(String::length).max().orElse(0);
        formulas.forEach((name, formula) ->
                text.append(name).append(" ".repeat(width - name.length() + 2)).append(formula).append("\n"));
        return text.toString();
    }

    private TextTable table(List<Row> group, List<DialectMetric> metrics, boolean colour) {
        List<LeaderboardRow> all = group.stream().map(Row::row).toList();
        List<Column<Row>> columns = new ArrayList<>(List.of(
                Column.of("rank", row -> LeaderboardTable.rank(row.row())),
                Column.of("method", row -> LeaderboardTable.method(row.row(), all))));
        metrics.forEach(metric -> columns.add(
                Column.of(metric.name(), row -> text(row.metrics().getOrDefault(metric.name(), List.of())))));
        if (LeaderboardTable.anyUnfinished(all)) {
            columns.add(Column.of(LeaderboardTable.NOT_FINISHED, row -> LeaderboardTable.notFinished(row.row())));
        }
        return TextTable.of(colour, LeaderboardTable.WORDS, columns, group, row -> LeaderboardTable.style(row.row()));
    }

    /** One value with its interval; several as a list of means. */
    private String text(List<Summary> values) {
        DoubleFunction<String> format = value -> String.format(Locale.ROOT, "%." + dialect.decimals() + "f", value);
        return switch (values.size()) {
            case 0 -> TextTable.MISSING;
            case 1 -> LeaderboardTable.text(values.get(0), format);
            default -> values.stream()
                    .map(value -> format.apply(value.mean()))
                    .collect(Collectors.joining(", ", "[", "]"));
        };
    }

    /** The rows as JSON; ends with a line break. */
    public String json() {
        List<JsonRow> told = rows.stream().map(row -> JsonRow.of(row.row(), row.metrics())).toList();
        return Json.pretty(new Document(leaderboard.name(), dialect.id(), told));
    }

    private record Document(String name, String dialect, List<JsonRow> rows) {}

    private record JsonRow(
            String benchmark,
            String protocol,
            String method,
            Map<String, Object> options,
            int runs,
            int n,
            Map<String, List<Summary>> metrics) {

        static JsonRow of(LeaderboardRow row, Map<String, List<Summary>> metrics) {
            return new JsonRow(
                    row.benchmark(), row.protocol(), row.method(), row.options(), row.runs(), row.n(), metrics);
        }
    }
}
