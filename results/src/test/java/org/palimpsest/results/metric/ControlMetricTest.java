package org.palimpsest.results.metric;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.palimpsest.results.Examples;
import org.palimpsest.results.record.EpisodeRow;
import org.palimpsest.results.record.Episodes;
import org.palimpsest.results.record.ReturnProbeRow;
import org.palimpsest.results.record.ReturnRow;
import org.palimpsest.results.record.ReturnScale;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.StreamInfo;
import org.palimpsest.results.record.TableRows;
import org.palimpsest.results.record.TaskInfo;
import org.testng.annotations.Test;

/** Metrics of what agents get, against numbers worked out by hand. */
public class ControlMetricTest {
    /** Two games, each visited twice: scores are (R - 2) / 10 in the first and R / 4 in the second. */
    private static final TaskInfo A = task("a", 2, 12);
    private static final TaskInfo B = task("b", 0, 4);
    private static final List<TaskInfo> TWICE = List.of(A, B, A, B);
    /** R[t][i], the untrained agent first; both visits of a game are scored alike. */
    private static final double[][] R = {{2, 1}, {7, 0}, {4, 3}, {10, 2}, {8, 4}};

    private static TaskInfo task(String name, double random, double reference) {
        return new TaskInfo(name, Optional.of(new ReturnScale(random, reference, "made up")));
    }

    private static RunInfo info(List<TaskInfo> tasks) {
        RunInfo run = Examples.info("games", Examples.PROTOCOL, "dqn", 1, Map.of(), "control", tasks.size(), false);
        StreamInfo stream = new StreamInfo("games", 1, "control", run.stream().digest(), List.of(), Optional.empty(), tasks);
        return RunInfo.started(run.id(), tasks.size(), stream, run.environment()).protocol(run.protocol(), run.protocolDigest()).build();
    }

    /** Episodes of a mean return. */
    private static Episodes played(int count, double mean) {
        return new Episodes(count, count * mean, count * mean * mean, 100, 0);
    }

    private static TableRows returns() {
        List<ReturnRow> rows = new ArrayList<>();
        for (int t = 0; t < R.length; t++) {
            for (int i = 1; i <= 4; i++) {
                rows.add(new ReturnRow(t, i, played(10, R[t][(i - 1) % 2])));
            }
        }
        return TableRows.of(ReturnRow.TABLE, rows);
    }

    private static RunRecord run() {
        return new RunRecord(info(TWICE), returns());
    }

    private static double value(RunRecord record, String column) {
        return Metrics.builtIn().values(record).get(column);
    }

    private static void assertValue(RunRecord record, String column, double expected) {
        assertEquals(value(record, column), expected, 1e-12, column);
    }

    @Test
    public void aScoreIsToldByTheScaleOfItsTask() {
        assertValue(run(), "return.final", 6); // (8 + 4 + 8 + 4) / 4
        assertValue(run(), "score.final", .8); // a: (8 - 2) / 10, b: 4 / 4
        assertValue(run(), "score.learning", (.5 + .75 + .8 + 1) / 4);
    }

    @Test
    public void whereAScaleIsMissingThereIsNoScoreAndReturnsAreLeft() {
        TaskInfo unknown = new TaskInfo("b", Optional.empty());
        RunRecord record = new RunRecord(info(List.of(A, unknown, A, unknown)), returns());
        Map<String, Double> values = Metrics.builtIn().values(record);
        assertTrue(values.containsKey("return.final") && values.containsKey("return.visits.gain"), values.toString());
        assertTrue(values.keySet().stream().noneMatch(List.of("score.final", "score.iqm", "score.visits.gain")::contains), values.toString());
    }

    @Test
    public void aReferenceIsBetterThanChance() {
        assertTrue(expectThrows(IllegalArgumentException.class, () -> new ReturnScale(2, 2, "")).getMessage().contains("must be better than chance"));
    }

    @Test
    public void visitsAreComparedAtTheirEnds() {
        assertValue(run(), "return.visits.first", (7 + 3) / 2.0);
        assertValue(run(), "return.visits.second", (10 + 4) / 2.0);
        assertValue(run(), "return.visits.gain", 2);
        assertValue(run(), "score.visits.gain", (.3 + .25) / 2);
    }

    /** A third visit is none of the two, and a game that is met once has none to be compared. */
    @Test
    public void secondVisitsAreThoseOfGamesThatComeAgain() {
        List<ReturnRow> rows = new ArrayList<>();
        double[] ends = {7, 3, 9, 100};
        for (int t = 1; t <= 4; t++) {
            rows.add(new ReturnRow(t, t, played(1, ends[t - 1])));
        }
        assertValue(new RunRecord(info(List.of(A, B, A, A)), TableRows.of(ReturnRow.TABLE, rows)), "return.visits.gain", 2);
        RunRecord once = new RunRecord(info(List.of(A, B, task("c", 0, 1), task("d", 0, 1))), TableRows.of(ReturnRow.TABLE, rows));
        assertEquals(Metrics.builtIn().values(once).get("return.visits.gain"), null);
    }

    /** Stretches in which no episode ended are part of the next one's. */
    @Test
    public void areasOfTrainingWeighEpisodesByTheSteps() {
        List<EpisodeRow> rows = List.of(
                new EpisodeRow(1, 100, played(5, 2)), new EpisodeRow(1, 200, Episodes.NONE), new EpisodeRow(1, 400, played(1, 6)),
                new EpisodeRow(2, 400, played(2, 1)), new EpisodeRow(3, 400, played(2, 8)), new EpisodeRow(4, 400, played(3, 2)));
        RunRecord record = new RunRecord(info(TWICE), TableRows.of(EpisodeRow.TABLE, rows));
        double first = (100 * 2 + 300 * 6) / 400.0;
        assertValue(record, "return.visits.area", (first + 1 + 8 + 2) / 4);
        assertValue(record, "return.visits.area_gain", ((8 - first) + (2 - 1)) / 2);
        assertValue(record, "score.visits.area_gain", ((8 - first) / 10 + 1 / 4.0) / 2);
    }

    /** Only the first cycle counts: R[1][a] - R[2][a], and R[1][b] - R[0][b]. */
    @Test
    public void coraTakesThePairsOfTheFirstCycle() {
        assertValue(run(), "return.cora.forgetting", 7 - 4);
        assertValue(run(), "score.cora.forgetting", .3);
        assertValue(run(), "return.cora.transfer", 0 - 1);
        assertValue(run(), "score.cora.transfer", -.25);
    }

    @Test
    public void coraTakesTheMeanOverAllPairs() {
        List<TaskInfo> three = List.of(A, B, task("c", 0, 1));
        double[][] r = {{0, 1, 2}, {6, 3, 1}, {5, 9, 4}, {2, 7, 8}};
        List<ReturnRow> rows = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            for (int i = 1; i <= 3; i++) {
                rows.add(new ReturnRow(t, i, played(2, r[t][i - 1])));
            }
        }
        RunRecord record = new RunRecord(info(three), TableRows.of(ReturnRow.TABLE, rows));
        assertValue(record, "return.cora.forgetting", ((6 - 5) + (5 - 2) + (9 - 7)) / 3.0);
        assertValue(record, "return.cora.transfer", ((3 - 1) + (1 - 2) + (4 - 1)) / 3.0);
    }

    private static RunRecord probed(List<TaskInfo> tasks, List<ReturnProbeRow> rows) {
        return new RunRecord(info(tasks), TableRows.of(ReturnProbeRow.TABLE, rows));
    }

    @Test
    public void theEndsOfContinualWorldAreMeansOfFiveProbes() {
        List<ReturnProbeRow> rows = new ArrayList<>();
        double[] learned = {100, 1, 2, 3, 4, 5}; // the last five: 3
        double[] kept = {0, 0, 0, 0, 5}; // 1
        for (int k = 0; k < learned.length; k++) {
            rows.add(new ReturnProbeRow(1, 10 * (k + 1), 1, played(1, learned[k])));
        }
        for (int k = 0; k < kept.length; k++) {
            rows.add(new ReturnProbeRow(2, 10 * (k + 1), 1, played(1, kept[k])));
        }
        rows.add(new ReturnProbeRow(2, 50, 2, played(1, 4))); // one probe is all that there is
        RunRecord record = probed(List.of(A, B), rows);
        assertValue(record, "return.cw.performance", (1 + 4) / 2.0);
        assertValue(record, "return.cw.forgetting", ((3 - 1) + (4 - 4)) / 2.0);
        assertEquals(Metrics.builtIn().values(record).get("score.cw.transfer"), null, "by itself a run knows no other");
    }

    /** The published example: areas of 0.6 and 0.5 are a transfer of 0.2. */
    @Test
    public void forwardTransferIsTheShareOfWhatWasLeftToGain() {
        assertEquals(ContinualWorldMetrics.transfer(OptionalDouble.of(.6), OptionalDouble.of(.5)).getAsDouble(), .2, 1e-12);
        assertEquals(ContinualWorldMetrics.transfer(OptionalDouble.of(.6), OptionalDouble.of(1)), OptionalDouble.empty());
        assertEquals(ContinualWorldMetrics.transfer(OptionalDouble.of(.6), OptionalDouble.empty()), OptionalDouble.empty());
    }

    /** Two runs from scratch, whose areas are averaged: 0.5 in the first task, 0.25 in the second. */
    @Test
    public void forwardTransferIsToldAgainstTheRunsFromScratch() {
        RunRecord record = areas(.6, .5, .25);
        List<RunRecord> scratch = List.of(areas(.4, .4, .2), areas(.6, .6, .3));
        assertEquals(Metrics.builtIn().values(record, scratch).get("score.cw.transfer"), (((.55 - .5) / .5) + ((.25 - .25) / .75)) / 2, 1e-12);
        assertEquals(Metrics.builtIn().values(record, List.of()).get("score.cw.transfer"), null);
    }

    /** Scores of two probes of the first task, and of one of the second. */
    private static RunRecord areas(double early, double late, double second) {
        return probed(List.of(A, B), List.of(
                new ReturnProbeRow(1, 100, 1, played(1, 2 + 10 * early)), new ReturnProbeRow(1, 200, 1, played(1, 2 + 10 * late)),
                new ReturnProbeRow(2, 200, 2, played(1, 4 * second))));
    }
}
