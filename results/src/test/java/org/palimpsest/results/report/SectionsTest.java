package org.palimpsest.results.report;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.palimpsest.results.Examples;
import org.palimpsest.results.board.Leaderboard;
import org.palimpsest.results.record.ConfusionRow;
import org.palimpsest.results.record.GaugeRow;
import org.palimpsest.results.record.ProbeRow;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.TableRows;
import org.testng.annotations.Test;

/** What charts are given is what their captions say. */
public class SectionsTest {
    private static final double[][] HALF = {{.7, .1, .1}, {.4, .6, .2}, {.3, .5, .5}};

    private static Section section(RunRecord... records) {
        List<RunRecord> all = List.of(records);
        return Sections.ofRecords(Leaderboard.of("x", all), all, runs -> Optional.of("run " + runs.get(0).id().method())).get(0);
    }

    private static RunRecord run(String method, long seed, double[][] matrix) {
        return Examples.finished(Examples.info(method, seed), matrix, Examples.UNTRAINED);
    }

    private static Map<?, ?> panel(Section section, Chart chart) {
        return (Map<?, ?>) ((List<?>) Report.figure(section, chart).orElseThrow().data().get("panels")).get(0);
    }

    private static List<?> line(Section section, Chart chart, String what) {
        return (List<?>) ((Map<?, ?>) ((List<?>) panel(section, chart).get("series")).get(0)).get(what);
    }

    private static void assertNumbers(List<?> actual, double... expected) {
        assertEquals(actual.stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray(), expected, 0.01, actual.toString());
    }

    /** Means over two seeds, in percent: R[t][i] are 0.8 0.1 0.1, 0.5 0.7 0.2, 0.4 0.6 0.6. */
    @Test
    public void curvesOverTasksAreThoseOfTheMatrix() {
        Section section = section(run("er", 0, Examples.MATRIX), run("er", 1, HALF));
        assertNumbers(line(section, Chart.ACCURACY, "y"), 80, 60, 160 / 3.0);
        assertNumbers(line(section, Chart.ACCURACY, "low"), 70, 50, 130 / 3.0);
        assertNumbers(line(section, Chart.FORGETTING, "y"), 30, 25);
        assertNumbers(line(section, Chart.LEARNING, "y"), 80, 70, 60);
        assertNumbers((List<?>) panel(section, Chart.MATRIX).get("values"), 80, 10, 10, 50, 70, 20, 40, 60, 60);
    }

    @Test
    public void rowsHaveTheirSeedsTheirCommandAndTheirRank() {
        Section section = section(run("er", 0, Examples.MATRIX), run("er", 1, Examples.MATRIX), run("bad", 0, HALF), run("bad", 1, HALF));
        assertEquals(section.entries().stream().map(Entry::label).toList(), List.of("er", "bad"));
        assertEquals(section.entries().get(0).scores().keySet(), Set.of(0L, 1L));
        assertEquals(section.entries().get(0).command(), Optional.of("run er"));
        Map<?, ?> first = (Map<?, ?>) ((List<?>) Report.figure(section, Chart.RANKING).orElseThrow().data().get("rows")).get(0);
        assertEquals(((Number) first.get("mean")).doubleValue(), 63.333, 0.01);
        assertEquals(((List<?>) first.get("seeds")).size(), 2);
    }

    @Test
    public void aRunThatFailedIsToldAndInNoMean() {
        RunRecord failed = Examples.record(Examples.ended(Examples.info("er", 1), RunStatus.DIVERGED), Examples.rows(HALF, Examples.UNTRAINED), List.of());
        Section section = section(run("er", 0, Examples.MATRIX), failed);
        assertNumbers(line(section, Chart.LEARNING, "y"), 90, 80, 70);
        assertEquals(section.entries().get(0).faults(), List.of("seed 1 diverged in task 2, update 17: loss is NaN"));
    }

    /** The last probe of a task is its end, though one seed has made 3 updates and the other 4. */
    @Test
    public void probesAreMeansOverTheTasksSeenAtTheirPlacesInTheStream() {
        List<ProbeRow> three = List.of(Examples.probe(1, 1, 1, 4), Examples.probe(1, 3, 1, 8),
                Examples.probe(2, 1, 1, 2), Examples.probe(2, 1, 2, 4), Examples.probe(2, 2, 1, 6), Examples.probe(2, 2, 2, 8));
        List<ProbeRow> four = List.of(Examples.probe(1, 1, 1, 6), Examples.probe(1, 4, 1, 10),
                Examples.probe(2, 1, 1, 4), Examples.probe(2, 1, 2, 6), Examples.probe(2, 2, 1, 8), Examples.probe(2, 2, 2, 10));
        Section section = section(probed(0, three), probed(1, four));
        assertNumbers(line(section, Chart.ANYTIME, "x"), 1, 4, 5, 6);
        assertNumbers(line(section, Chart.ANYTIME, "y"), 50, 90, 40, 80);
        assertNumbers(line(section, Chart.ANYTIME, "low"), 40, 80, 30, 70);
        assertNumbers(line(section, Chart.ANYTIME, "high"), 60, 100, 50, 90);
        assertEquals(Report.figure(section, Chart.ANYTIME).orElseThrow().data().get("switches"), List.of(4L, 6L));
    }

    private static RunRecord probed(long seed, List<ProbeRow> probes) {
        return Examples.record(Examples.ended(Examples.info("er", seed), RunStatus.FINISHED), Examples.rows(Examples.MATRIX, Examples.UNTRAINED), probes);
    }

    /** Of two classes, 10 examples each of two seeds: 30 % of the second are taken for the first. */
    @Test
    public void confusionIsInPercentOfTheRightAnswer() {
        RunRecord one = confused(0, 8);
        Section section = section(one, confused(1, 6));
        assertNumbers((List<?>) panel(section, Chart.CONFUSION).get("values"), 100, 0, 30, 70);
    }

    private static RunRecord confused(long seed, int correct) {
        TableRows rows = TableRows.of(ConfusionRow.TABLE, List.of(
                new ConfusionRow(1, 0, 10, 10, Map.of()), new ConfusionRow(3, 0, 10, 10, Map.of()),
                new ConfusionRow(3, 1, 10, correct, Map.of(0, 10 - correct))));
        return new RunRecord(Examples.ended(Examples.info("er", seed), RunStatus.FINISHED), rows);
    }

    @Test
    public void gaugesAreTheLastReadingsOfTheNetworkOrTheMeanOverItsLayers() {
        RunRecord run = new RunRecord(Examples.ended(Examples.info("er", 0), RunStatus.FINISHED), TableRows.of(GaugeRow.TABLE, List.of(
                new GaugeRow(0, 0, "rank", "", 9), new GaugeRow(1, 1, "rank", "", 8), new GaugeRow(1, 5, "rank", "", 7),
                new GaugeRow(1, 5, "rank", "fc", 1), new GaugeRow(2, 5, "rank", "a", 2), new GaugeRow(2, 5, "rank", "b", 4))));
        List<?> values = line(section(run), Chart.GAUGES, "y");
        assertNumbers(values.subList(0, 3), 9, 7, 3);
        assertEquals(values.get(3), null);
    }

    @Test
    public void ofManyTasksTheLastOfEachStretchIsShown() {
        assertEquals(TaskFigures.every(1, 5, 10), new int[] {1, 2, 3, 4, 5});
        int[] shown = TaskFigures.every(1, 800, 100);
        assertEquals(shown.length, 100);
        assertEquals(new int[] {shown[0], shown[1], shown[99]}, new int[] {8, 16, 800});
        assertTrue(Arrays.stream(TaskFigures.every(0, 7, 4)).allMatch(t -> t % 2 == 1));
    }
}
