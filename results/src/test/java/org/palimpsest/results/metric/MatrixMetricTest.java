package org.palimpsest.results.metric;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.palimpsest.results.Examples;
import org.palimpsest.results.record.AccuracyRow;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class MatrixMetricTest {
    private static final double NONE = Double.NaN;

    @DataProvider
    Object[][] golden() {
        return new Object[][] {
            {"accuracy.final", .633333},
            {"accuracy.incremental", .744444},
            {"accuracy.learning", .8},
            {"forgetting.max", .25},
            {"forgetting.last", .25},
            {"forgetting.relative", .284722}, // .4 of .9, .1 of .8
            {"accuracy.past", .6},
            {"accuracy.tradeoff", .685714}, // of .6 and .8
            {"transfer.backward", -.25},
            {"transfer.forward", .05},
            {"accuracy.incremental_weighted", .744444}, // as the tasks are of one size
            {"accuracy.cumulative", .633333},
            {"fscil.base", .5},
            {"fscil.novel", .7},
            {"fscil.harmonic", .583333},
            {"fscil.drop", .266667},
        };
    }

    @Test
    public void whatWasNeverLearnedIsNotForgotten() {
        RunRecord record = Examples.finished(Examples.info("er", 1), new double[][] {{0, 0, 0}, {0, .8, 0}, {0, .2, .5}}, Examples.UNTRAINED);
        assertEquals(Examples.metric("forgetting.relative").value(MetricContext.of(record, Measure.CLASS_IL)).getAsDouble(), (0 + .75) / 2, 1e-9);
        RunRecord nothing = Examples.finished(Examples.info("er", 1), new double[][] {{0, 0, 0}, {0, 0, 0}, {0, 0, 0}}, Examples.UNTRAINED);
        assertEquals(Examples.metric("accuracy.tradeoff").value(MetricContext.of(nothing, Measure.CLASS_IL)).getAsDouble(), 0, 0);
    }

    @Test(dataProvider = "golden")
    public void computesTheGoldenMatrix(String id, double expected) {
        RunRecord record = Examples.finished(Examples.info("er", 1), Examples.MATRIX, Examples.UNTRAINED);
        for (Measure measure : List.of(Measure.CLASS_IL, Measure.TASK_IL)) {
            assertEquals(Examples.metric(id).value(MetricContext.of(record, measure)).getAsDouble(), expected, 1e-6);
        }
    }

    /** Task 1 has 60 test examples, tasks 2 and 3 have 20 each. */
    @Test
    public void examplesWeighTheSameWhereTheFormulaSaysSo() {
        List<AccuracyRow> rows = List.of(
                new AccuracyRow(1, 1, 60, 54, 54), new AccuracyRow(2, 1, 60, 48, 48), new AccuracyRow(2, 2, 20, 8, 8),
                new AccuracyRow(3, 1, 60, 42, 42), new AccuracyRow(3, 2, 20, 4, 4), new AccuracyRow(3, 3, 20, 10, 10));
        RunRecord record = Examples.record(Examples.info("er", 1), rows, List.of());
        Map<String, Double> expected = Map.of(
                "accuracy.incremental_weighted", (.9 + 56. / 80 + 56. / 100) / 3,
                "accuracy.incremental", (.9 + (.8 + .4) / 2 + (.7 + .2 + .5) / 3) / 3,
                "accuracy.cumulative", .56,
                "fscil.base", .7,
                "fscil.novel", .35,
                "fscil.harmonic", 2 * .7 * .35 / 1.05,
                "fscil.drop", .9 - .56);
        expected.forEach((id, value) ->
                assertEquals(Examples.metric(id).value(MetricContext.of(record, Measure.CLASS_IL)).getAsDouble(), value, 1e-12, id));
    }

    @Test
    public void theHarmonicMeanIsZeroAsSoonAsOneOfThemIs() {
        assertEquals(value("fscil.harmonic", new double[][] {{.9, 0}, {0, .8}}), OptionalDouble.of(0));
        assertEquals(value("fscil.harmonic", new double[][] {{.9, 0}, {0, 0}}), OptionalDouble.of(0));
    }

    @Test
    public void readsTheMeasureAskedFor() {
        List<AccuracyRow> rows = List.of(new AccuracyRow(1, 1, 8, 2, 6));
        RunInfo info = oneTask();
        RunRecord record = Examples.record(info, rows, List.of());
        assertEquals(Examples.metric("accuracy.final").value(MetricContext.of(record, Measure.CLASS_IL)), OptionalDouble.of(.25));
        assertEquals(Examples.metric("accuracy.final").value(MetricContext.of(record, Measure.TASK_IL)), OptionalDouble.of(.75));
    }

    @Test
    public void forgettingAgainstTheTasksBeforeMayBeNegative() {
        double[][] r = {{.5, 0, 0}, {.4, .6, 0}, {.7, .3, .9}};
        // task 1: max(.5, .4) - .7 = -.2; task 2: .6 - .3 = .3
        assertEquals(value("forgetting.last", r).getAsDouble(), .05, 1e-12);
        // task 1: max(.5, .4, .7) - .7 = 0; task 2: .3
        assertEquals(value("forgetting.max", r).getAsDouble(), .15, 1e-12);
        double[][] gain = {{.5, 0}, {.8, .9}};
        assertEquals(value("forgetting.last", gain).getAsDouble(), -.3, 1e-12);
        assertEquals(value("forgetting.max", gain).getAsDouble(), 0, 0);
    }

    @Test
    public void whatATaskScoredBeforeItWasLearnedIsNotForgotten() {
        double[][] r = {{.5, .9, 0}, {.5, .6, 0}, {.5, .6, .9}};
        assertEquals(value("forgetting.max", r).getAsDouble(), 0, 0);
        assertEquals(value("forgetting.last", r).getAsDouble(), 0, 0);
    }

    @Test
    public void oneTaskHasNoForgettingAndNoTransfer() {
        double[][] r = {{.9}};
        assertEquals(value("accuracy.final", r), OptionalDouble.of(.9));
        for (String id : List.of(
                "forgetting.max", "forgetting.last", "forgetting.relative", "accuracy.past", "accuracy.tradeoff",
                "transfer.backward", "transfer.forward", "fscil.base", "fscil.novel",
                "fscil.harmonic", "fscil.drop")) {
            assertEquals(value(id, r), OptionalDouble.empty(), id);
        }
    }

    @Test
    public void aBoundWithItsLastRowOnlyHasWhatTheLastRowGives() {
        double[][] r = {{}, {}, {.9, .8, .7}};
        List<String> ofTheLastRow =
                List.of("accuracy.final", "accuracy.cumulative", "accuracy.past", "fscil.base", "fscil.novel", "fscil.harmonic");
        for (Metric metric : MatrixMetric.ALL) {
            OptionalDouble value = ((MatrixMetric) metric).value(AccuracyMatrix.of(r, Examples.UNTRAINED));
            assertEquals(value.isPresent(), ofTheLastRow.contains(metric.id()), metric.id());
        }
        assertEquals(value("accuracy.final", r).getAsDouble(), .8, 1e-12);
    }

    @Test
    public void aMissingEntryLeavesTheMetricUndefined() {
        double[][] hole = {{.9, .1, .1}, {.6, .8, .2}, {.5, NONE, .7}};
        for (String id : List.of(
                "accuracy.final", "accuracy.incremental", "accuracy.incremental_weighted", "accuracy.cumulative",
                "forgetting.max", "transfer.backward", "fscil.novel", "fscil.harmonic", "fscil.drop")) {
            assertEquals(value(id, hole), OptionalDouble.empty(), id);
        }
        assertTrue(value("accuracy.learning", hole).isPresent(), "its diagonal is whole");
        assertEquals(
                metric("transfer.forward").value(AccuracyMatrix.of(Examples.MATRIX, new double[0])),
                OptionalDouble.empty(),
                "without the untrained network");
    }

    @Test
    public void aRowWithoutExamplesIsAbsentNotZero() {
        RunInfo info = oneTask();
        RunRecord record = Examples.record(info, List.of(new AccuracyRow(1, 1, 0, 0, 0)), List.of());
        assertEquals(Examples.metric("accuracy.final").value(MetricContext.of(record, Measure.CLASS_IL)), OptionalDouble.empty());
    }

    private static RunInfo oneTask() {
        return Examples.info("b", Examples.PROTOCOL, "er", 1, Map.of(), "class-incremental", 1, false);
    }

    private static OptionalDouble value(String id, double[][] r) {
        return metric(id).value(AccuracyMatrix.of(r, new double[r.length]));
    }

    private static MatrixMetric metric(String id) {
        return (MatrixMetric) Examples.metric(id);
    }
}
