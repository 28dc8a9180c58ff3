package org.palimpsest.results.metric;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.expectThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.palimpsest.results.Examples;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.TableRows;
import org.palimpsest.results.record.TrainingRow;
import org.testng.annotations.Test;

public class TrainingMetricTest {
    private static TrainingRow row(int task, int correct, double loss, int endCorrect, double endLoss) {
        return new TrainingRow(task, 5, new TrainingRow.Part(50, correct, loss), new TrainingRow.Part(10, endCorrect, endLoss));
    }

    /** a = .2 .5 .2 .1, l = 2 1 1 4, e = 1 .9 .8 .7, f = .5 .5 1 1.5. */
    private static final List<TrainingRow> GOLDEN = List.of(
            row(1, 10, 2, 10, .5), row(2, 25, 1, 9, .5), row(3, 10, 1, 8, 1), row(4, 5, 4, 7, 1.5));

    private static OptionalDouble value(String id, int tasks, List<TrainingRow> rows, Measure measure) {
        RunInfo info = Examples.info("b", Examples.PROTOCOL, "er", 1, Map.of(), "relabelled", tasks, false);
        return Examples.metric(id).value(MetricContext.of(new RunRecord(info, TableRows.of(TrainingRow.TABLE, rows)), measure));
    }

    private static double value(String id, List<TrainingRow> rows) {
        return value(id, 4, rows, Measure.CLASS_IL).getAsDouble();
    }

    @Test
    public void meansOverTasksOfTheWholeTaskAndOfItsEnd() {
        assertEquals(value("training.accuracy", GOLDEN), 1.0 / 4, 1e-12);
        assertEquals(value("training.loss", GOLDEN), 2, 1e-12);
        assertEquals(value("training.end_accuracy", GOLDEN), .85, 1e-12);
        assertEquals(value("training.end_loss", GOLDEN), .875, 1e-12);
    }

    /** t - m is -1.5, -.5, .5, 1.5, and the sum of its squares 5. */
    @Test
    public void slopesAreThoseOfTheLeastSquaresLineOverTenTasks() {
        assertEquals(value("plasticity.accuracy_slope", GOLDEN), 10 * (-.3 - .25 + .1 + .15) / 5, 1e-12);
        assertEquals(value("plasticity.loss_slope", GOLDEN), 10 * (-.75 - .25 + .5 + 2.25) / 5, 1e-12);
        List<TrainingRow> line = List.of(row(1, 0, 0, 0, 3), row(2, 0, 0, 0, 3.2), row(3, 0, 0, 0, 3.4), row(4, 0, 0, 0, 3.6));
        assertEquals(value("plasticity.loss_slope", line), 2, 1e-12);
    }

    /** Up and down again: the slope of a is near 0 while the drop is not. */
    @Test
    public void theBestTaskIsSetAgainstTheLast() {
        assertEquals(value("plasticity.accuracy_drop", GOLDEN), .5 - .1, 1e-12);
        assertEquals(value("plasticity.loss_rise", GOLDEN), 1.5 - .5, 1e-12);
        List<TrainingRow> rises = List.of(row(1, 5, 1, 1, 2), row(2, 10, 1, 1, 1), row(3, 10, 1, 1, 1), row(4, 20, 1, 1, .5));
        assertEquals(value("plasticity.accuracy_drop", rises), 0, 0);
        assertEquals(value("plasticity.loss_rise", rises), 0, 0);
    }

    @Test
    public void theOrderOfTheRowsDoesNotMatter() {
        List<TrainingRow> turned = new ArrayList<>(List.of(GOLDEN.get(2), GOLDEN.get(0), GOLDEN.get(3), GOLDEN.get(1)));
        for (Metric metric : TrainingMetric.ALL) {
            assertEquals(value(metric.id(), turned), value(metric.id(), GOLDEN), metric.id());
        }
    }

    @Test
    public void aTaskThatIsMissingOrHasNoLossLeavesTheMetricUndefined() {
        List<TrainingRow> noNumber = new ArrayList<>(GOLDEN);
        noNumber.set(1, row(2, 25, Double.NaN, 9, Double.POSITIVE_INFINITY));
        for (Metric metric : TrainingMetric.ALL) {
            assertEquals(value(metric.id(), 4, GOLDEN.subList(1, 4), Measure.CLASS_IL), OptionalDouble.empty(), metric.id());
            assertEquals(value(metric.id(), 4, noNumber, Measure.CLASS_IL).isPresent(), metric.id().contains("accuracy"), metric.id());
        }
    }

    @Test
    public void thereIsNoSlopeOverOneTask() {
        assertEquals(value("plasticity.loss_slope", 1, GOLDEN.subList(0, 1), Measure.CLASS_IL), OptionalDouble.empty());
        assertEquals(value("training.end_loss", 1, GOLDEN.subList(0, 1), Measure.CLASS_IL).getAsDouble(), .5, 0);
    }

    @Test
    public void trainingIsSeenUnderOneMeasureOnly() {
        List<String> columns = Metrics.builtIn().columns().stream().map(MetricColumn::id).filter(id -> id.contains(".training.")).toList();
        assertEquals(columns.size(), 4);
        assertEquals(columns.get(0), "class_il.training.accuracy");
        assertFalse(Examples.metric("training.loss").reads(Measure.TASK_IL));
        assertEquals(Examples.metric("training.loss").unit(Measure.CLASS_IL), "nats");
        assertEquals(Examples.metric("training.accuracy").unit(Measure.CLASS_IL), "fraction");
    }

    @Test
    public void countsOutOfRangeAreRefused() {
        expectThrows(IllegalArgumentException.class, () -> row(0, 1, 1, 1, 1));
        expectThrows(IllegalArgumentException.class, () -> row(1, 51, 1, 1, 1));
        expectThrows(IllegalArgumentException.class, () -> new TrainingRow(1, 0, new TrainingRow.Part(1, 1, 1), new TrainingRow.Part(1, 1, 1)));
        expectThrows(IllegalArgumentException.class, () -> new TrainingRow(1, 1, new TrainingRow.Part(1, 1, 1), new TrainingRow.Part(2, 1, 1)));
    }
}
