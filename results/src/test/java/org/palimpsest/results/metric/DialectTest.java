package org.palimpsest.results.metric;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.palimpsest.results.Examples;
import org.palimpsest.results.board.DialectBoard;
import org.palimpsest.results.board.Leaderboard;
import org.palimpsest.results.record.AccuracyRow;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.TableRows;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class DialectTest {
    private static final double[] NONE = {};

    /** The matrix 90 10 10, 60 80 20, 50 70 70, in percent, of an untrained accuracy of 10. */
    @DataProvider
    Object[][] golden() {
        return new Object[][] {
            {Dialect.AVALANCHE, "Top1_Acc_Stream", new double[] {.633333}},
            {Dialect.AVALANCHE, "Top1_Acc_Exp (mean)", new double[] {.633333}},
            {Dialect.AVALANCHE, "StreamForgetting", new double[] {.25}},
            {Dialect.AVALANCHE, "StreamBWT", new double[] {-.25}},
            {Dialect.AVALANCHE, "StreamForwardTransfer", new double[] {.05}},
            {Dialect.AVALANCHE, "Top1_AMCA_Stream", NONE},
            {Dialect.MAMMOTH, "[Class-IL]", new double[] {63.3333}},
            {Dialect.MAMMOTH, "[Task-IL]", new double[] {63.3333}},
            {Dialect.MAMMOTH, "forgetting", new double[] {25}},
            {Dialect.MAMMOTH, "bwt", new double[] {-25}},
            {Dialect.MAMMOTH, "fwt", new double[] {5}},
            {Dialect.MAMMOTH, "forgetting_mask_classes", new double[] {25}},
            {Dialect.MAMMOTH, "bwt_mask_classes", new double[] {-25}},
            {Dialect.MAMMOTH, "fwt_mask_classes", new double[] {5}},
            {Dialect.PYCIL, "CNN top1 curve", new double[] {90, 70, 63.33}},
            {Dialect.PYCIL, "Average Accuracy (CNN)", new double[] {74.443333}},
            {Dialect.PYCIL, "Forgetting (CNN)", new double[] {25}},
            {Dialect.CONTINUUM, "accuracy", new double[] {.633333}},
            {Dialect.CONTINUUM, "accuracy_per_task", new double[] {.5, .7, .7}},
            {Dialect.CONTINUUM, "average_incremental_accuracy", new double[] {.744444}},
            {Dialect.CONTINUUM, "accuracy_A", new double[] {.7}}, // .9 + .6 + .8 + .5 + .7 + .7 = 4.2, of 6
            {Dialect.CONTINUUM, "backward_transfer", new double[] {-.133333}}, // .5 - .9, of 3
            {Dialect.CONTINUUM, "positive_backward_transfer", new double[] {0}},
            {Dialect.CONTINUUM, "remembering", new double[] {.866667}},
            {Dialect.CONTINUUM, "forward_transfer", new double[] {.6}}, // .6 + .5 + .7, of 3
            {Dialect.CONTINUUM, "forgetting", new double[] {.2}}, // .9 - .5, of 2
            {Dialect.CAPYMOA, "accuracy_final", new double[] {.633333}},
            {Dialect.CAPYMOA, "accuracy_all_avg", new double[] {.511111}},
            {Dialect.CAPYMOA, "accuracy_seen_avg", new double[] {.744444}},
            {Dialect.CAPYMOA, "forward_transfer", new double[] {.133333}}, // .1 + .1 + .2, of 3
            {Dialect.CAPYMOA, "backward_transfer", new double[] {-.266667}}, // -.3 - .4 - .1, of 3
        };
    }

    @Test(dataProvider = "golden")
    public void computesTheGoldenMatrix(Dialect dialect, String name, double[] expected) {
        double[] actual = values(dialect, name, Examples.MATRIX);
        assertEquals(actual.length, expected.length);
        IntStream.range(0, expected.length).forEach(i -> assertEquals(actual[i], expected[i], 1e-4, name));
    }

    @Test
    public void everyMetricIsInTheGoldenTest() {
        List<String> tested = IntStream.range(0, golden().length)
                .mapToObj(i -> golden()[i][0] + " " + golden()[i][1]).toList();
        for (Dialect dialect : Dialect.values()) {
            for (DialectMetric metric : dialect.metrics("class-incremental")) {
                assertTrue(tested.contains(dialect + " " + metric.name()), metric.name());
                assertFalse(metric.formula().isBlank());
            }
        }
    }

    /** Task 2 was best, at .9, before it was learned, and gained after that. */
    @Test
    public void theForgettingsPartWhereAccuraciesRise() {
        double[][] r = {{.5, .9, 0}, {.8, .6, 0}, {.6, .7, .9}};
        assertEquals(value(Dialect.AVALANCHE, "StreamForgetting", r), (-.1 - .1) / 2, 1e-9);
        assertEquals(value(Dialect.MAMMOTH, "forgetting", r), 100 * (.2 + .2) / 2, 1e-9);
        assertEquals(value(Dialect.PYCIL, "Forgetting (CNN)", r), 100 * (.2 + 0) / 2, 1e-9);
        assertEquals(value(Dialect.CONTINUUM, "forgetting", r), (.5 - .6) / 2, 1e-9);
        assertEquals(value(Dialect.CONTINUUM, "positive_backward_transfer", r), .1 / 3, 1e-9);
        assertEquals(value(Dialect.CONTINUUM, "remembering", r), 1, 1e-9);
    }

    @Test
    public void mammothTakesWhatItHasNotMeasuredForZero() {
        double none = Double.NaN;
        assertEquals(value(Dialect.MAMMOTH, "forgetting", new double[][] {{.5, none}, {.4, .6}}), 10, 1e-9);
        assertEquals(values(Dialect.MAMMOTH, "fwt", new double[][] {{.5, none}, {.4, .6}}), NONE);
    }

    @Test
    public void pycilRoundsEveryAccuracyToTwoDecimalsOfAPercent() {
        List<AccuracyRow> rows = List.of(
                new AccuracyRow(1, 1, 3, 2, 2), new AccuracyRow(2, 1, 3, 1, 1), new AccuracyRow(2, 2, 4, 1, 1));
        assertEquals(values(Dialect.PYCIL, "CNN top1 curve", 2, rows), new double[] {66.67, 28.57});
        assertEquals(values(Dialect.PYCIL, "Average Accuracy (CNN)", 2, rows)[0], 47.62, 1e-9);
        assertEquals(values(Dialect.PYCIL, "Forgetting (CNN)", 2, rows)[0], 33.34, 1e-9);
        assertEquals(values(Dialect.CONTINUUM, "average_incremental_accuracy", 2, rows)[0], (2. / 3 + 2. / 7) / 2, 1e-9);
        assertEquals(values(Dialect.AVALANCHE, "Top1_Acc_Exp (mean)", 2, rows)[0], (1. / 3 + 1. / 4) / 2, 1e-9);
    }

    @Test
    public void withOneTaskContinuumHasZerosAndTheOthersNothing() {
        double[][] r = {{.9}};
        for (String name : List.of("backward_transfer", "positive_backward_transfer", "forward_transfer", "forgetting")) {
            assertEquals(value(Dialect.CONTINUUM, name, r), 0, 0, name);
        }
        assertEquals(value(Dialect.CONTINUUM, "remembering", r), 1, 0);
        assertEquals(values(Dialect.AVALANCHE, "StreamForgetting", r), NONE);
        assertEquals(values(Dialect.MAMMOTH, "forgetting", r), NONE);
        assertEquals(values(Dialect.PYCIL, "Forgetting (CNN)", r), NONE);
        assertEquals(values(Dialect.CAPYMOA, "backward_transfer", r), NONE);
    }

    @Test
    public void whatWasNotMeasuredLeavesTheMetricUndefined() {
        double[][] r = {{}, {}, {.9, .8, .7}};
        Map<Dialect, List<String>> ofTheLastRow = Map.of(
                Dialect.AVALANCHE, List.of("Top1_Acc_Stream", "Top1_Acc_Exp (mean)"),
                Dialect.MAMMOTH, List.of("[Class-IL]", "[Task-IL]"),
                Dialect.PYCIL, List.of(),
                Dialect.CONTINUUM, List.of("accuracy", "accuracy_per_task"),
                Dialect.CAPYMOA, List.of("accuracy_final"));
        for (Dialect dialect : Dialect.values()) {
            for (DialectMetric metric : dialect.metrics("class-incremental")) {
                boolean defined = values(dialect, metric.name(), r).length > 0;
                assertEquals(defined, ofTheLastRow.get(dialect).contains(metric.name()), metric.name());
            }
        }
    }

    @Test
    public void theScenarioDecidesOnTheReading() {
        List<AccuracyRow> rows = List.of(new AccuracyRow(1, 1, 8, 2, 6));
        for (Dialect dialect : List.of(Dialect.AVALANCHE, Dialect.CONTINUUM)) {
            RunRecord record = Examples.record(info(1), rows, List.of());
            assertEquals(dialect.metrics("class-incremental").get(0).values().apply(record), List.of(.25));
            assertEquals(dialect.metrics("task-incremental").get(0).values().apply(record), List.of(.75));
        }
    }

    @Test
    public void aBoardKeepsRowsAndRanksAndCountsWhatDidNotFinish() {
        List<RunRecord> records = List.of(
                run("er", 1, 5), run("er", 2, 7), run("finetune", 1, 3),
                new RunRecord(Examples.ended(Examples.info("er", 3), RunStatus.DIVERGED), TableRows.NONE));
        String table = DialectBoard.of(Leaderboard.of("q", records), records, Dialect.MAMMOTH).table(false);
        List<String> lines = table.lines().toList();
        assertTrue(lines.get(0).contains("mammoth"), table);
        assertTrue(lines.get(1).startsWith("rank  method"), table);
        assertTrue(lines.get(2).matches("1 +er +60\\.00, sd 14\\.14 \\(2\\) .*1 diverged"), table);
        assertTrue(lines.get(3).matches("2 +finetune +30\\.00 \\(1\\) .*"), table);
        assertTrue(table.contains("bwt_mask_classes         1/(T-1) sum"), table);
    }

    @Test
    public void listsAreShownWithoutIntervals() {
        List<RunRecord> records = List.of(run("er", 1, 5), run("er", 2, 7));
        Leaderboard leaderboard = Leaderboard.of("q", records);
        DialectBoard board = DialectBoard.of(leaderboard, records, Dialect.PYCIL);
        assertTrue(board.table(false).contains("[60.00, 60.00, 60.00]"), board.table(false));
        assertTrue(board.json().contains("\"CNN top1 curve\""), board.json());
    }

    @Test
    public void namesAreLowerCase() {
        assertEquals(Dialect.ids(), List.of("avalanche", "mammoth", "pycil", "continuum", "capymoa"));
        assertEquals(Dialect.find("pycil").orElseThrow(), Dialect.PYCIL);
        assertTrue(Dialect.find("PyCIL").isEmpty() && Dialect.find(null).isEmpty());
    }

    private static RunRecord run(String method, long seed, int tenths) {
        return Examples.scored(Examples.info(method, seed), tenths);
    }

    private static double value(Dialect dialect, String name, double[][] r) {
        return values(dialect, name, r)[0];
    }

    private static double[] values(Dialect dialect, String name, double[][] r) {
        return values(dialect, name, r.length, Examples.rows(r, Arrays.copyOf(Examples.UNTRAINED, r.length)));
    }

    private static double[] values(Dialect dialect, String name, int tasks, List<AccuracyRow> rows) {
        DialectMetric metric = dialect.metrics("class-incremental").stream()
                .filter(m -> m.name().equals(name)).findFirst().orElseThrow();
        return metric.values().apply(Examples.record(info(tasks), rows, List.of())).stream()
                .mapToDouble(Double::doubleValue).toArray();
    }

    private static RunInfo info(int tasks) {
        return Examples.info("b", Examples.PROTOCOL, "er", 1, Map.of(), "class-incremental", tasks, false);
    }
}
