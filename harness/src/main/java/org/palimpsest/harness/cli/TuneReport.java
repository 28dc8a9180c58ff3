package org.palimpsest.harness.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.palimpsest.harness.tune.Ladder;
import org.palimpsest.harness.tune.Score;
import org.palimpsest.results.board.Column;
import org.palimpsest.results.board.RunScore;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.record.Csv;
import org.palimpsest.results.record.Numbers;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.table.TextTable;
import org.palimpsest.results.tuning.Trial;

/** What came of a search, as tables for people and as CSV. */
final class TuneReport {
    private static final String NOT_FINISHED = "not finished";

    private TuneReport() {}

    /**
     * A setting of a method on a benchmark.
     *
     * @param rank from 1; one of its own for each setting, since the first of equals is chosen
     */
    private record Row(Trials trials, MetricColumn metric, Ladder.Place place, int rank) {
        Score score() {
            return place.score();
        }

        List<RunScore> runs() {
            return trials.made(score().setting());
        }

        long count(RunStatus status) {
            return trials.count(score().setting(), status);
        }

        String setting(String key) {
            return trials.setting(score().setting()).getOrDefault(key, "");
        }

        boolean isChosen() {
            return rank == 1 && score().isComplete();
        }

        double sum(ToDoubleFunction<Trial> value) {
            return runs().stream().map(run -> Trial.of(run.info())).mapToDouble(value).sum();
        }
    }

    private static List<Row> rows(Trials trials, MetricColumn metric) {
        List<Ladder.Place> ranked = trials.ranked();
        return IntStream.range(0, ranked.size()).mapToObj(i -> new Row(trials, metric, ranked.get(i), i + 1)).toList();
    }

    /** All settings of one method on one benchmark, the best first; ends with a line break. */
    static String table(Trials trials, MetricColumn metric, boolean colour) {
        List<Row> rows = rows(trials, metric);
        boolean share = metric.unit().equals(Measure.FRACTION);
        List<Column<Row>> columns = new ArrayList<>(List.of(Column.of("rank", row -> Integer.toString(row.rank()))));
        trials.keys().forEach(key -> columns.add(Column.of(key, row -> row.setting(key))));
        columns.add(Column.of(metric.id() + (share ? " in %" : ""), row -> text(row.score(), share ? 100 : 1)));
        columns.add(Column.of("updates", row -> Numbers.text(row.sum(Trial::updates))));
        columns.add(Column.of("train s", row -> String.format(Locale.ROOT, "%.1f", row.sum(Trial::trainSeconds))));
        columns.add(Column.of(NOT_FINISHED, TuneReport::notFinished));
        if (rows.stream().allMatch(row -> notFinished(row).isEmpty())) {
            columns.remove(columns.size() - 1);
        }
        TextTable table = new TextTable(colour, Set.of(0), columns.stream().map(Column::id).toList());
        rows.forEach(row -> table.row(style(row), Column.cells(columns, row)));
        return table.toString();
    }

    private static String notFinished(Row row) {
        return List.of(RunStatus.DIVERGED, RunStatus.FAILED).stream().filter(status -> row.count(status) > 0)
                .map(status -> row.count(status) + " " + status.id()).collect(Collectors.joining(", "));
    }

    private static TextTable.Style style(Row row) {
        return row.isChosen() ? TextTable.Style.BEST : row.score().isComplete() ? TextTable.Style.PLAIN : TextTable.Style.BAD;
    }

    private static String text(Score score, int factor) {
        if (score.mean().isEmpty()) {
            return TextTable.MISSING;
        }
        String format = factor == 1 ? "%.4f" : "%.2f";
        String mean = String.format(Locale.ROOT, format, factor * score.mean().getAsDouble());
        OptionalDouble sd = score.sd();
        return mean + (sd.isPresent() ? ", sd " + String.format(Locale.ROOT, format, factor * sd.getAsDouble()) : "") + " (" + score.values().size() + ")";
    }

    /** All settings of all methods on all benchmarks. */
    static byte[] csv(Map<Trials, MetricColumn> all) {
        List<Row> rows = new ArrayList<>();
        all.forEach((trials, metric) -> rows.addAll(rows(trials, metric)));
        Set<String> keys = new LinkedHashSet<>();
        all.keySet().forEach(trials -> keys.addAll(trials.keys()));
        List<Column<Row>> columns = new ArrayList<>(List.of(
                Column.of("benchmark", row -> row.trials().benchmark()),
                Column.of("method", row -> row.trials().method().name()),
                Column.of("options", row -> row.trials().fixed()),
                Column.of("trial", row -> Integer.toString(row.score().setting() + 1))));
        keys.forEach(key -> columns.add(Column.of(key, row -> row.setting(key))));
        columns.addAll(List.of(
                Column.of("rank", row -> Integer.toString(row.rank())),
                Column.of("chosen", row -> Csv.truth(row.isChosen())),
                Column.of("rung", row -> Integer.toString(row.place().rung())),
                Column.of("metric", row -> row.metric().id()),
                Column.of("score", row -> Numbers.text(row.score().mean().orElse(Double.NaN))),
                Column.of("score.sd", row -> Numbers.text(row.score().sd().orElse(Double.NaN))),
                Column.of("runs", row -> Integer.toString(row.score().runs())),
                Column.of("n", row -> Integer.toString(row.score().values().size())),
                Column.of("diverged", row -> Long.toString(row.count(RunStatus.DIVERGED))),
                Column.of("failed", row -> Long.toString(row.count(RunStatus.FAILED))),
                Column.of("seeds", row -> row.runs().stream().map(run -> Long.toString(run.info().id().seed())).collect(Collectors.joining(" "))),
                Column.of("updates", row -> Numbers.text(row.sum(Trial::updates))),
                Column.of("flops", row -> Numbers.text(row.sum(Trial::flops))),
                Column.of("train_seconds", row -> Numbers.text(row.sum(Trial::trainSeconds)))));
        return Column.csv(columns, rows);
    }
}
