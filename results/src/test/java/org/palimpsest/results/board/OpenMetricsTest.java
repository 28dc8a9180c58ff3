package org.palimpsest.results.board;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.results.Examples;
import org.palimpsest.results.Folders;
import org.palimpsest.results.PayoutRow;
import org.palimpsest.results.compare.Comparison;
import org.palimpsest.results.compare.Difference;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.metric.MetricProvider;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.CheckpointWriter;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.RunStore;
import org.palimpsest.results.record.RunWriter;
import org.palimpsest.results.record.TableRows;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** A table, a measure and a metric that no class of this module knows of: recorded, read, ranked, compared. */
public class OpenMetricsTest {
    private static final List<String> COLUMNS = List.of(
            "payout.final", "payout.incremental", "payout.incremental_weighted", "payout.cumulative", "payout.learning",
            "payout.forgetting.max", "payout.forgetting.last", "payout.past", "payout.transfer.backward", "payout.transfer.forward", "payout.worst");

    private Path folder;

    @BeforeMethod
    void makeFolder() {
        folder = Folders.fresh();
    }

    @AfterMethod(alwaysRun = true)
    void deleteFolder() throws IOException {
        Folders.delete(folder);
    }

    /** Two tasks; the first is worth {@code first} once learned and half of it in the end, the second {@code second}. */
    private void run(String method, long seed, double first, double second) {
        RunInfo run = Examples.info("grid-worlds", Examples.PROTOCOL, method, seed, Map.of(), "bandits", 2, false);
        RunWriter writer = RunStore.at(folder).create(run, List.of(PayoutRow.TABLE));
        List<PayoutRow> rows = new ArrayList<>();
        rows.add(new PayoutRow(0, 1, 10, 0));
        rows.add(new PayoutRow(0, 2, 10, 0));
        writer.commitTask(run, TableRows.of(PayoutRow.TABLE, rows), CheckpointWriter.NONE);
        writer.commitTask(run.withProgress(1, run.timings(), run.cost()),
                TableRows.of(PayoutRow.TABLE, List.of(new PayoutRow(1, 1, 10, first), new PayoutRow(1, 2, 10, 1))), CheckpointWriter.NONE);
        RunInfo done = run.withProgress(2, run.timings(), run.cost());
        writer.commitTask(done,
                TableRows.of(PayoutRow.TABLE, List.of(new PayoutRow(2, 1, 10, first / 2), new PayoutRow(2, 2, 10, second))), CheckpointWriter.NONE);
        writer.finish(done.finished(RunStatus.FINISHED, Optional.empty(), Optional.empty()));
    }

    private Leaderboard board() {
        run("dqn", 1, 8, 6);
        run("dqn", 2, 8, 10);
        run("ppo", 1, 20, 10);
        return Leaderboard.of("bandits", RunStore.at(folder).runs(id -> true, Assert::assertNull));
    }

    @Test
    public void ranksByTheMeasureOfItsScenario() {
        Leaderboard board = board();
        assertEquals(board.rows().stream().map(LeaderboardRow::method).toList(), List.of("ppo", "dqn"));
        LeaderboardRow dqn = board.rows().get(1);
        assertEquals(dqn.rankedBy(), Optional.of("payout.final"));
        assertEquals(dqn.primary().getAsDouble(), 6.0);
        assertEquals(dqn.metrics().keySet().toString(), COLUMNS.toString());
        assertEquals(dqn.metrics().get("payout.worst").mean(), 4.0);
        assertEquals(dqn.metrics().get("payout.forgetting.max").mean(), 4.0);
        assertEquals(board.table(false), String.join("\n",
                "grid-worlds  (bandits, protocol p00012e456789, payout in points, mean ± 95 % interval (n))",
                "rank  method              final  incremental  forgetting  learning  train s",
                "1     ppo             10.00 (1)        15.00       10.00     15.00      4.5",
                "2     dqn     6.00, sd 1.41 (2)         7.00        4.00      8.00      4.5",
                ""));
    }

    @Test
    public void itsColumnsAreWrittenAndComparedWithoutThoseOfImages() throws IOException {
        Path file = board().write(folder);
        List<String> header = List.of(Files.readString(file).lines().findFirst().orElseThrow().split(","));
        assertEquals(header.stream().filter(column -> column.contains(".") && !column.matches(".*\\.(sd|low|high)")).toList(), COLUMNS);
        assertFalse(header.stream().anyMatch(column -> column.startsWith("class_il") || column.equals("plugins")), header.toString());

        LeaderboardRuns runs = LeaderboardRuns.read(file, Metrics.builtIn());
        assertEquals(runs.runs().get(0).values().get("payout.worst"), 10.0);
        Comparison comparison = Comparison.of(runs.only("dqn", List.of()), runs.only("ppo", List.of()), List.of(), Metrics.builtIn());
        assertEquals(comparison.methods().get(0).differences().stream().map(Difference::column).toList(),
                List.of("payout.final", "payout.incremental", "payout.forgetting.max", "payout.learning", "train_seconds"));
        assertTrue(comparison.text(false).matches("(?s).*\\npayout.final \\[points\\] +1  5.00  10.00   5.00 .*"), comparison.text(false));
    }

    /** Numbers of a plug-in that is not here are read; only which way is better is not known, so that they are not compared. */
    @Test
    public void whatAPlugInMeasuredIsReadWithoutIt() throws IOException {
        Path file = Files.writeString(folder.resolve("a.runs.csv"),
                "benchmark,protocol,method,seed,status,elsewhere.score,cpu\nb,p,er,1,finished,0.25,Xeon\n");
        LeaderboardRuns.Run run = LeaderboardRuns.read(file, Metrics.builtIn()).runs().get(0);
        assertEquals(run.values(), Map.of("elsewhere.score", .25));
        assertEquals(run.options() + run.training() + run.scenario(), "");
    }

    @Test
    public void metricsOfImagesAreNotTouched() {
        Metrics metrics = Metrics.builtIn();
        assertEquals(metrics.primary("bandits"), PayoutRow.PAYOUT);
        List<String> columns = metrics.columns().stream().map(MetricColumn::id).toList();
        assertEquals(columns.subList(columns.size() - COLUMNS.size(), columns.size()), COLUMNS, "after all others");
        assertFalse(columns.contains("class_il.worst"));
        RunRecord images = Examples.finished(Examples.info("er", 1), Examples.MATRIX, Examples.UNTRAINED);
        assertTrue(metrics.values(images).keySet().stream().noneMatch(column -> column.startsWith("payout")));
    }

    /** Offers again what is there. */
    public static final class Doubles implements MetricProvider {
        @Override
        public List<Measure> measures() {
            return List.of(Measure.CLASS_IL);
        }
    }

    @Test
    public void anIdThatIsTakenIsRefusedWithBothProviders() throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(MetricProvider.class.getName()), Doubles.class.getName());
        try (var loader = new java.net.URLClassLoader(new java.net.URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            String message = expectThrows(IllegalArgumentException.class, () -> Metrics.of(loader)).getMessage();
            assertTrue(message.startsWith("two measures have the id 'class_il': ") && message.endsWith(Doubles.class.getName()), message);
        }
    }
}
