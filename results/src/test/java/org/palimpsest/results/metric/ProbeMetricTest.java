package org.palimpsest.results.metric;

import static org.palimpsest.results.Examples.probe;
import static org.testng.Assert.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.palimpsest.results.Examples;
import org.palimpsest.results.record.ProbeRow;
import org.palimpsest.results.record.RunInfo;
import org.testng.annotations.Test;

public class ProbeMetricTest {
    /** Task 1 falls to .4 inside task 3, task 2 to .6, and task 3 ends at .8. */
    private static final List<ProbeRow> GOLDEN = List.of(
            probe(1, 1, 1, 1), probe(1, 8, 1, 9),
            probe(2, 1, 1, 5), probe(2, 8, 1, 7), probe(2, 1, 2, 0), probe(2, 8, 2, 9),
            probe(3, 1, 1, 4), probe(3, 8, 1, 6), probe(3, 1, 2, 6), probe(3, 8, 2, 8),
            probe(3, 1, 3, 2), probe(3, 8, 3, 8));

    @Test
    public void minAccAndWorstCaseOfTheGoldenCase() {
        assertEquals(value("anytime.min_acc", 3, GOLDEN).getAsDouble(), .5, 1e-12);
        assertEquals(value("anytime.wc_acc", 3, GOLDEN).getAsDouble(), .6, 1e-12);
    }

    @Test
    public void minAccLeavesOutWhatWasMeasuredWhileTheTaskItselfWasLearned() {
        List<ProbeRow> rows = List.of(
                probe(1, 1, 1, 0), probe(1, 4, 1, 9), probe(2, 1, 1, 3), probe(2, 4, 1, 6), probe(2, 1, 2, 1),
                probe(2, 4, 2, 8));
        assertEquals(value("anytime.min_acc", 2, rows).getAsDouble(), .3, 1e-12);
        assertEquals(value("anytime.wc_acc", 2, rows).getAsDouble(), .5 * .8 + .5 * .3, 1e-12);
    }

    @Test
    public void stabilityGapIsTheMeanFallOverAllSwitchesAndEarlierTasks() {
        // switch 2: task 1 from .9 to .5; switch 3: task 1 from .7 to .4, task 2 from .9 to .6
        assertEquals(value("anytime.stability_gap", 3, GOLDEN).getAsDouble(), (.4 + .3 + .3) / 3, 1e-12);
    }

    /** Eight steps a task: .1 + 7 (.1 + .9) / 2 in the first, then the mean over two and over three curves. */
    @Test
    public void areaUnderTheCurveIsThatOfTheLinesBetweenProbes() {
        double first = .1 + 7 * .5;
        double second = (.5 + 7 * .6 + 0 + 7 * .45) / 2;
        double third = (.4 + 7 * .5 + .6 + 7 * .7 + .2 + 7 * .5) / 3;
        assertEquals(value("anytime.auc", 3, GOLDEN).getAsDouble(), (first + second + third) / 24, 1e-12);
    }

    /** Task 2 has three times as many examples as task 1. */
    @Test
    public void areaUnderTheCurveWeighsExamplesAlike() {
        List<ProbeRow> rows = List.of(
                new ProbeRow(1, 4, 1, 10, 6, 6), new ProbeRow(2, 4, 1, 10, 2, 2), new ProbeRow(2, 4, 2, 30, 24, 24));
        assertEquals(value("anytime.auc", 2, rows).getAsDouble(), (4 * .6 + 4 * 26. / 40) / 8, 1e-12);
        assertEquals(value("anytime.average_acc", 2, rows).getAsDouble(), (4 * .6 + 4 * .5) / 8, 1e-12);
    }

    @Test
    public void windowedForgettingAndPlasticityAreTheGreatestChangesWithinAWindow() {
        // task 1 goes .1 .9 .5 .7 .4 .6: falls by .5 and rises by .8; task 2 0 .9 .6 .8: .3 and .9; task 3 .2 .8: 0 and .6
        for (int window : new int[] {10, 100}) {
            assertEquals(value("anytime.wf_" + window, 3, GOLDEN).getAsDouble(), (.5 + .3 + 0) / 3, 1e-12);
            assertEquals(value("anytime.wp_" + window, 3, GOLDEN).getAsDouble(), (.8 + .9 + .6) / 3, 1e-12);
        }
    }

    @Test
    public void changesThatTakeLongerThanTheWindowDoNotCount() {
        List<ProbeRow> rows = new ArrayList<>(); // up by .1 at every fourth probe, 37 probes long, and down all at once
        for (int step = 1; step <= 37; step++) {
            rows.add(probe(1, step, 1, (step - 1) / 4));
        }
        rows.add(probe(1, 38, 1, 2));
        assertEquals(value("anytime.wp_10", 1, rows).getAsDouble(), .3, 1e-12, "9 probes apart, up at 3 of them at most");
        assertEquals(value("anytime.wp_100", 1, rows).getAsDouble(), .9, 1e-12);
        assertEquals(value("anytime.wf_10", 1, rows).getAsDouble(), .7, 1e-12);
        assertEquals(value("anytime.wf_10", 1, rows.subList(0, 37)).getAsDouble(), 0, 0);
    }

    @Test
    public void theAverageAnytimeAccuracyCountsEachProbeForTheStepsBeforeIt() {
        double task1 = 1 * .1 + 7 * .9;
        double task2 = 1 * (.5 + 0) / 2 + 7 * (.7 + .9) / 2;
        double task3 = 1 * (.4 + .6 + .2) / 3 + 7 * (.6 + .8 + .8) / 3;
        assertEquals(value("anytime.average_acc", 3, GOLDEN).getAsDouble(), (task1 + task2 + task3) / 24, 1e-12);
        List<ProbeRow> other = GOLDEN.stream()
                .map(row -> row.task() == 1 && row.step() == 8 ? probe(row.trainingTask(), 7, 1, 5) : row).toList();
        assertEquals(value("anytime.average_acc", 3, other), OptionalDouble.empty(), "tasks probed at different steps");
    }

    @Test
    public void theOrderOfTheRowsDoesNotMatter() {
        List<ProbeRow> reversed = new ArrayList<>(GOLDEN);
        Collections.reverse(reversed);
        for (Metric metric : ProbeMetric.ALL) {
            assertEquals(value(metric.id(), 3, reversed), value(metric.id(), 3, GOLDEN), metric.id());
        }
    }

    @Test
    public void withoutProbesThereIsNothingToSay() {
        for (Metric metric : ProbeMetric.ALL) {
            assertEquals(value(metric.id(), 3, List.of()), OptionalDouble.empty(), metric.id());
        }
    }

    @Test
    public void oneTaskHasNoEarlierOnes() {
        for (String id : List.of("anytime.min_acc", "anytime.wc_acc", "anytime.stability_gap")) {
            assertEquals(value(id, 1, List.of(probe(1, 1, 1, 5))), OptionalDouble.empty(), id);
        }
    }

    @Test
    public void aTaskThatWasNotProbedLeavesTheMetricUndefined() {
        List<ProbeRow> rows = GOLDEN.stream().filter(row -> row.trainingTask() != 2 || row.task() != 1).toList();
        for (Metric metric : ProbeMetric.ALL) {
            assertEquals(value(metric.id(), 3, rows), OptionalDouble.empty(), metric.id());
        }
    }

    private static OptionalDouble value(String id, int tasks, List<ProbeRow> rows) {
        RunInfo info =
                Examples.info("b", Examples.PROTOCOL, "er", 1, Map.of(), "class-incremental", tasks, false);
        return Examples.metric(id).value(MetricContext.of(Examples.record(info, List.of(), rows), Measure.CLASS_IL));
    }
}
