package org.palimpsest.results.board;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.metric.PooledMetric;
import org.palimpsest.results.record.Csv;
import org.palimpsest.results.record.Numbers;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.tuning.TuningCost;

/**
 * A column of a leaderboard: of its rows, of its runs, or of both.
 *
 * @param ofRow the column of the rows, {@code <name>.csv}
 * @param ofRun the column of the runs, {@code <name>.runs.csv}
 */
record BoardColumn(Optional<Column<LeaderboardRow>> ofRow, Optional<Column<RunScore>> ofRun) {
    /** What names a row or a run and says how it ended. These columns are always there. */
    static final List<BoardColumn> NAMES = List.of(
            both("benchmark", "name of the benchmark", LeaderboardRow::benchmark, info -> info.id().benchmark()),
            both("protocol", "digest of the benchmark as resolved: rows are ranked and compared within one",
                    row -> Protocol.shortened(row.protocol()), info -> Protocol.shortened(info.protocolDigest())),
            both("scenario", "the stream's scenario", LeaderboardRow::scenario, info -> info.stream().scenario()),
            both("method", "name of the method, add-ons after pluses", LeaderboardRow::method, info -> info.id().method()),
            both("options", "options of the method", row -> Options.line(row.options()), info -> Options.line(info.methodOptions())),
            both("training", "options of the optimiser", row -> Options.line(row.training()), info -> Options.line(info.training())),
            both("bound", "whether it is a bound, shown and not ranked", row -> Csv.truth(row.bound()), info -> Csv.truth(info.bound())),
            ofRow("rank", "best place among the ranked rows of one benchmark and protocol: 1 and how many are ahead beyond chance",
                    row -> cell(row.rank())),
            ofRow("rank_last", "worst place: how many rows this one is not ahead of beyond chance, itself among them", row -> cell(row.rankLast())),
            ofRow("runs", "runs of any status", row -> Integer.toString(row.runs())),
            ofRow("n", "finished runs, the only ones that metrics and costs are means of", row -> Integer.toString(row.n())),
            ofRow("diverged", "runs that diverged", row -> Integer.toString(row.diverged())),
            ofRow("failed", "runs that failed", row -> Integer.toString(row.failed())),
            ofRow("unfinished", "runs begun and not ended", row -> Integer.toString(row.unfinished())),
            ofRow("seeds", "seeds of all runs", row -> row.seeds().stream().map(String::valueOf).collect(Collectors.joining(" "))),
            ofRun("seed", "run seed", info -> Long.toString(info.id().seed())),
            // the letter keeps readers from taking it for a number, as with the protocol
            ofRun("digest", "digest of all that decides the outcome of the run; part of its folder's name", info -> "r" + info.id().digest()),
            ofRun("status", "how the run stands", info -> info.status().id()),
            ofRun("message", "why it diverged or failed", info -> info.message().orElse("")),
            ofRun("stop_task", "the task in which it stopped", info -> info.stopPoint().map(stop -> Integer.toString(stop.task())).orElse("")),
            ofRun("stop_step", "the update of that task", info -> info.stopPoint().map(stop -> Long.toString(stop.step())).orElse("")),
            ofRun("tasks", "tasks of the stream", info -> Integer.toString(info.tasks())),
            ofRun("tasks_done", "tasks learned", info -> Integer.toString(info.tasksDone())));

    /** The protocol in full, for whoever wants to know in what two of them differ; it is long, and so told once for each row. */
    static final BoardColumn PROTOCOL_KEYS = ofRun("protocol_keys", "the protocol by its keys, told at the first run of each row",
            info -> Options.line(info.protocol()));

    /** Numbers and where they come from. A column in which no row has anything is left out. */
    static List<BoardColumn> values(Metrics metrics) {
        List<BoardColumn> columns = new ArrayList<>();
        metrics.columns().forEach(metric -> columns.addAll(of(metric)));
        Quantity.COSTS.forEach(cost -> columns.add(of(cost)));
        columns.addAll(List.of(
                tuning("runs", "", "runs that were made to find the options", TuningCost::runs),
                tuning("updates", "", "optimiser updates of these runs", TuningCost::updates),
                tuning("train_seconds", "s", "time that these runs took to learn", TuningCost::trainSeconds),
                tuning("flops", "FLOP", "floating-point operations of their training, forward and backward", TuningCost::flops)));
        Provenance.ALL.forEach(provenance -> columns.add(both(
                provenance.id(), provenance.summary(), row -> Provenance.cell(row.provenance().getOrDefault(provenance.id(), "")),
                info -> Provenance.cell(provenance.value().apply(info)))));
        columns.add(PROTOCOL_KEYS);
        return columns;
    }

    /** The columns of the rows. */
    static Stream<Column<LeaderboardRow>> ofRows(Stream<BoardColumn> columns) {
        return columns.flatMap(column -> column.ofRow().stream());
    }

    /** The columns of the runs. */
    static Stream<Column<RunScore>> ofRuns(Stream<BoardColumn> columns) {
        return columns.flatMap(column -> column.ofRun().stream());
    }

    private static List<BoardColumn> of(MetricColumn metric) {
        Quantity quantity = Quantity.of(metric);
        String id = quantity.id();
        BoardColumn value = new BoardColumn(
                Optional.of(column(quantity, row -> number(row.mean(id)))), Optional.of(column(quantity, run -> number(run.metrics(), id))));
        Optional<PooledMetric> pooled = Optional.of(metric.metric()).filter(PooledMetric.class::isInstance).map(PooledMetric.class::cast);
        String interval = pooled.map(PooledMetric::interval).orElse("95 % Student t interval");
        return List.of(
                value,
                spread(quantity, ".sd", "sample standard deviation", Summary::sd),
                spread(quantity, ".low", "lower end of the " + interval, Summary::low),
                spread(quantity, ".high", "upper end of the " + interval, Summary::high));
    }

    private static BoardColumn spread(Quantity quantity, String suffix, String what, Function<Summary, OptionalDouble> value) {
        return new BoardColumn(
                Optional.of(new Column<>(quantity.id() + suffix, quantity.unit(), what + " of " + quantity.id() + " over the seeds",
                        row -> Optional.ofNullable(row.metrics().get(quantity.id())).map(value).map(BoardColumn::number).orElse(""))),
                Optional.empty());
    }

    private static BoardColumn of(Quantity.Cost cost) {
        return new BoardColumn(
                Optional.of(column(cost.quantity(), row -> number(row.costs(), cost.quantity().id()))),
                Optional.of(column(cost.quantity(), run -> Numbers.text(cost.value().applyAsDouble(run.info())))));
    }

    private static BoardColumn tuning(String id, String unit, String summary, ToDoubleFunction<TuningCost> value) {
        return new BoardColumn(Optional.of(new Column<>("tuning_" + id, unit, summary + ", of all together",
                row -> row.tuning().map(cost -> Numbers.text(value.applyAsDouble(cost))).orElse(""))), Optional.empty());
    }

    private static <T> Column<T> column(Quantity quantity, Function<T, String> cell) {
        return new Column<>(quantity.id(), quantity.unit(), quantity.summary(), cell);
    }

    private static BoardColumn both(String id, String summary, Function<LeaderboardRow, String> row, Function<RunInfo, String> run) {
        return new BoardColumn(ofRow(id, summary, row).ofRow(), ofRun(id, summary, run).ofRun());
    }

    private static String cell(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : "";
    }

    private static BoardColumn ofRow(String id, String summary, Function<LeaderboardRow, String> cell) {
        return new BoardColumn(Optional.of(new Column<>(id, "", summary, cell)), Optional.empty());
    }

    private static BoardColumn ofRun(String id, String summary, Function<RunInfo, String> cell) {
        return new BoardColumn(Optional.empty(), Optional.of(new Column<>(id, "", summary, run -> cell.apply(run.info()))));
    }

    private static String number(OptionalDouble value) {
        return Numbers.text(value.orElse(Double.NaN));
    }

    private static String number(Map<String, Double> values, String column) {
        return Numbers.text(values.getOrDefault(column, Double.NaN));
    }
}
