package org.palimpsest.results.watch;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.palimpsest.results.Examples;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.record.Cost;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.Timings;
import org.testng.annotations.Test;

public class DashboardTest {
    private static final String ER = "0123456789ab";

    private static WatchedRun run(String method, long seed, int done, Optional<RunStatus> end, Map<Double, Double> points) {
        RunInfo info = Examples.info(method, seed).withProgress(done, Timings.ZERO, Cost.ZERO);
        return new WatchedRun(new RunId("quick", method, seed, ER),
                Optional.of(end.map(status -> info.finished(status, Optional.empty(), Optional.empty())).orElse(info)),
                Optional.of(Measure.CLASS_IL), Optional.of(new Curve(3, new TreeMap<>(points))));
    }

    private static List<WatchedRun> some() {
        return List.of(run("er", 0, 3, Optional.of(RunStatus.FINISHED), Map.of(1.0, 0.9, 2.0, 0.5, 3.0, 0.4)),
                run("er", 1, 1, Optional.empty(), Map.of(1.0, 0.7)), WatchedRun.planned(new RunId("quick", "er", 2, ER)),
                WatchedRun.planned(new RunId("quick", "finetune", 0, ER)));
    }

    @Test
    public void aLineForEachMethodSaysHowFarItsRunsAre() {
        Dashboard page = new Dashboard("suite", some());
        assertEquals(page.lines(60, 24, Dashboard.ASCII, false), List.of(
                "suite: 1 of 4 runs done, 1 begun, 2 to come",
                "quick",
                "  method    runs  at work                now  class-IL, seen",
                "  er         1/3  seed 1: task 2 of 3  40.00  #####+++++====",
                "  finetune   0/1                           –"));
        assertFalse(page.isOver());
    }

    @Test
    public void itIsOverWhenAllHaveEndedWhicheverWay() {
        List<WatchedRun> runs = List.of(run("er", 0, 3, Optional.of(RunStatus.FINISHED), Map.of()), run("er", 1, 1, Optional.of(RunStatus.DIVERGED), Map.of()));
        Dashboard page = new Dashboard("suite", runs);
        assertTrue(page.isOver());
        assertEquals(page.lines(80, 24, Dashboard.BLOCKS, false).get(0), "suite: 2 of 2 runs done (1 diverged), 0 begun, 0 to come");
        assertTrue(page.lines(80, 24, Dashboard.BLOCKS, true).get(3).startsWith("\u001b[31m"), "what diverged stands out");
    }

    /** A page that is higher than the terminal could not be drawn in place. */
    @Test
    public void noLineIsLongerAndNoPageHigherThanTheTerminalAndWhatIsAtWorkStays() {
        List<WatchedRun> runs = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            runs.add(run("method-" + i, 0, 3, i == 29 ? Optional.empty() : Optional.of(RunStatus.FINISHED), Map.of(3.0, 0.5)));
        }
        List<String> lines = new Dashboard("suite", runs).lines(50, 12, Dashboard.BLOCKS, false);
        assertTrue(lines.size() <= 12, lines.size() + " lines");
        assertTrue(lines.stream().allMatch(line -> line.length() <= 50), lines.toString());
        assertTrue(lines.stream().anyMatch(line -> line.contains("method-29 ")), lines.toString());
        assertEquals(lines.get(lines.size() - 1), "... and 22 rows more");
    }
}
