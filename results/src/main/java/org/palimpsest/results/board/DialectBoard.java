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
import org.palimpsest.results.table.Cell;
import org.palimpsest.results.table.Sheet;
import org.palimpsest.results.table.TableFormat;

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
     * @param standing the leaderboard's
     * @param metrics name to mean over the finished runs, with interval: one, or one a task; only those that every
     *     finished run defines
     */
    private record Row(Standing standing, Map<String, List<Summary>> metrics) {
        LeaderboardRow row() {
            return standing.row();
        }
    }

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
        for (Standing standing : leaderboard.standings().rows()) {
            LeaderboardRow row = standing.row();
            List<RunRecord> finished = leaderboard.runs().subList(next, next + row.runs()).stream()
                    .filter(RunScore::finished)
                    .map(run -> byId.get(run.info().id()))
                    .toList();
            board.rows.add(new Row(standing, board.metrics(row, finished)));
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

    /** One table a benchmark and protocol, and below the last one what the names stand for; ends with a line break. */
    public String table(boolean colour) {
        return TableFormat.text(sheets(), colour);
    }

    /** The tables. */
    public List<Sheet> sheets() {
        Map<Protocol, List<Row>> groups = rows.stream().collect(Collectors.groupingBy(
                row -> new Protocol(row.row().benchmark(), row.row().protocol()), LinkedHashMap::new, Collectors.toList()));
        List<Sheet> sheets = new ArrayList<>();
        Map<String, String> formulas = new LinkedHashMap<>();
        for (List<Row> group : groups.values()) {
            List<DialectMetric> metrics = dialect.metrics(group.get(0).row().scenario());
            metrics.forEach(metric -> formulas.put(metric.name(), metric.formula()));
            sheets.add(sheet(group, metrics));
        }
        int width = formulas.keySet().stream().mapToInt(String::length).max().orElse(0);
        Sheet last = sheets.remove(sheets.size() - 1).note("");
        for (Map.Entry<String, String> formula : formulas.entrySet()) {
            last = last.note(formula.getKey() + " ".repeat(width - formula.getKey().length() + 2) + formula.getValue());
        }
        sheets.add(last);
        return sheets;
    }

    private Sheet sheet(List<Row> group, List<DialectMetric> metrics) {
        List<LeaderboardRow> all = group.stream().map(Row::row).toList();
        List<Sheet.Column<Row>> columns = new ArrayList<>(ofStandings(LeaderboardTable.names(all)));
        metrics.forEach(metric -> columns.add(Sheet.Column.numbers(
                metric.name(), metric.name(), row -> cell(row.metrics().getOrDefault(metric.name(), List.of())))));
        columns.addAll(ofStandings(LeaderboardTable.unfinished(all)));
        return Sheet.of(
                LeaderboardTable.title(all.get(0), "metrics as " + dialect.id() + " has them, mean ± 95 % interval (n)"),
                LeaderboardTable.key(all.get(0)), columns, group, row -> LeaderboardTable.style(row.row()));
    }

    private static List<Sheet.Column<Row>> ofStandings(List<Sheet.Column<Standing>> columns) {
        return columns.stream().map(column -> new Sheet.Column<Row>(column.heading(), row -> column.cell().apply(row.standing()))).toList();
    }

    private Cell cell(List<Summary> values) {
        if (values.size() != 1) {
            return values.isEmpty() ? Cell.MISSING : Cell.words(text(values));
        }
        return LeaderboardTable.cell(values.get(0), text(values));
    }

    /** One value with its interval; several as a list of means. */
    private String text(List<Summary> values) {
        DoubleFunction<String> format = value -> String.format(Locale.ROOT, "%." + dialect.decimals() + "f", value);
        return values.size() == 1
                ? LeaderboardTable.text(values.get(0), format)
                : values.stream().map(value -> format.apply(value.mean())).collect(Collectors.joining(", ", "[", "]"));
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
