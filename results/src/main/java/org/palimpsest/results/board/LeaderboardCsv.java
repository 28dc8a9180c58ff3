package org.palimpsest.results.board;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.record.Csv;
import org.palimpsest.results.record.Numbers;
import org.palimpsest.results.record.RunInfo;

/**
 * A leaderboard as two CSV files. Columns but those of {@link CostColumn} are the same bytes whenever the records hold
 * the same outcomes.
 */
final class LeaderboardCsv {

    static final String ROWS = ".csv";
    static final String RUNS = ".runs.csv";

    private LeaderboardCsv() {}

    /** {@code <name>.csv}: one line a row. */
    static byte[] rows(Leaderboard leaderboard) {
        List<String> header = new ArrayList<>(List.of(
                "benchmark", "protocol", "scenario", "method", "options", "training", "bound", "rank", "runs", "n",
                "diverged", "failed", "unfinished", "seeds"));
        for (MetricColumn column : MetricColumn.ALL) {
            header.addAll(List.of(column.id(), column.id() + ".sd", column.id() + ".low", column.id() + ".high"));
        }
        addCostAndProvenance(header);
        return Csv.bytes(header, leaderboard.rows().stream().map(LeaderboardCsv::cells).toList());
    }

    /** {@code <name>.runs.csv}: one line a run. */
    static byte[] runs(Leaderboard leaderboard) {
        List<String> header = new ArrayList<>(List.of(
                "benchmark", "protocol", "scenario", "method", "options", "training", "bound", "seed", "digest",
                "status", "message", "stop_task", "stop_step", "tasks", "tasks_done"));
        MetricColumn.ALL.forEach(column -> header.add(column.id()));
        addCostAndProvenance(header);
        return Csv.bytes(header, leaderboard.runs().stream().map(LeaderboardCsv::cells).toList());
    }

    private static void addCostAndProvenance(List<String> header) {
        CostColumn.ALL.forEach(column -> header.add(column.id()));
        ProvenanceColumn.ALL.forEach(column -> header.add(column.id()));
    }

    private static List<String> cells(LeaderboardRow row) {
        List<String> cells = new ArrayList<>(List.of(
                row.benchmark(),
                Protocol.shortened(row.protocol()),
                row.scenario(),
                row.method(),
                Options.line(row.options()),
                Options.line(row.training()),
                Csv.truth(row.bound()),
                row.rank().isPresent() ? Integer.toString(row.rank().getAsInt()) : "",
                Integer.toString(row.runs()),
                Integer.toString(row.n()),
                Integer.toString(row.diverged()),
                Integer.toString(row.failed()),
                Integer.toString(row.unfinished()),
                row.seeds().stream().map(String::valueOf).collect(Collectors.joining(" "))));
        for (MetricColumn column : MetricColumn.ALL) {
            Summary summary = row.metrics().get(column.id());
            cells.addAll(summary == null ? List.of("", "", "", "") : cells(summary));
        }
        CostColumn.ALL.forEach(column -> cells.add(number(row.costs(), column.id())));
        ProvenanceColumn.ALL.forEach(column -> cells.add(row.provenance().get(column.id())));
        return cells;
    }

    private static List<String> cells(RunScore run) {
        RunInfo info = run.info();
        List<String> cells = new ArrayList<>(List.of(
                info.id().benchmark(),
                Protocol.shortened(info.protocolDigest()),
                info.stream().scenario(),
                info.id().method(),
                Options.line(info.methodOptions()),
                Options.line(info.training()),
                Csv.truth(info.bound()),
                Long.toString(info.id().seed()),
                "r" + info.id().digest(), // not to be taken for a number, as with the protocol
                info.status().id(),
                info.message().orElse(""),
                info.stopPoint().map(stop -> Integer.toString(stop.task())).orElse(""),
                info.stopPoint().map(stop -> Long.toString(stop.step())).orElse(""),
                Integer.toString(info.tasks()),
                Integer.toString(info.tasksDone())));
        MetricColumn.ALL.forEach(column -> cells.add(number(run.metrics(), column.id())));
        CostColumn.ALL.forEach(column -> cells.add(Numbers.text(column.value().applyAsDouble(info))));
        ProvenanceColumn.ALL.forEach(column -> cells.add(column.value().apply(info)));
        return cells;
    }

    private static List<String> cells(Summary summary) {
        return List.of(
                Numbers.text(summary.mean()), number(summary.sd()), number(summary.low()), number(summary.high()));
    }

    private static String number(OptionalDouble value) {
        return Numbers.text(value.orElse(Double.NaN));
    }

    private static String number(Map<String, Double> values, String column) {
        return Numbers.text(values.getOrDefault(column, Double.NaN));
    }
}
