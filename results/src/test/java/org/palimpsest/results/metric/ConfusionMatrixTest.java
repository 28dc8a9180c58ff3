package org.palimpsest.results.metric;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.palimpsest.results.Examples;
import org.palimpsest.results.record.AccuracyRow;
import org.palimpsest.results.record.ConfusionRow;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.TableRows;
import org.testng.annotations.Test;

public class ConfusionMatrixTest {

    /** Two tasks of one and two classes; class 2 has half as many test examples as the others. */
    private static final List<ConfusionRow> ROWS = List.of(
            new ConfusionRow(1, 0, 4, 4, Map.of()),
            new ConfusionRow(2, 0, 4, 1, Map.of(1, 2, 2, 1)), new ConfusionRow(2, 1, 4, 3, Map.of(0, 1)),
            new ConfusionRow(2, 2, 2, 0, Map.of(-1, 2)));
    private static final List<AccuracyRow> ACCURACY = List.of(
            new AccuracyRow(1, 1, 4, 4, 4), new AccuracyRow(2, 1, 4, 1, 1), new AccuracyRow(2, 2, 6, 3, 3));

    @Test
    public void holdsTheAnswersAfterOneTask() {
        ConfusionMatrix matrix = ConfusionMatrix.of(record(ACCURACY, ROWS), 2);
        assertEquals(matrix.labels(), Set.of(0, 1, 2));
        int[][] counts = {{1, 2, 1}, {1, 3, 0}, {0, 0, 0}};
        for (int label = 0; label < 3; label++) {
            for (int predicted = 0; predicted < 3; predicted++) {
                assertEquals(matrix.count(label, predicted), counts[label][predicted], label + " for " + predicted);
            }
        }
        assertEquals(matrix.count(2, -1), 2);
        assertEquals(matrix.n(2), 2);
        assertEquals(matrix.mistakenFor(0), Map.of(1, 2, 2, 1));
        assertEquals(matrix.perClassAccuracy(), Map.of(0, .25, 1, .75, 2, .0));
    }

    @Test
    public void withoutAnExaminationThereIsNothing() {
        ConfusionMatrix matrix = ConfusionMatrix.of(record(ACCURACY, List.of()), 2);
        assertEquals(matrix.labels(), Set.of());
        assertEquals(matrix.perClassAccuracy(), Map.of());
        assertEquals(matrix.mistakenFor(0), Map.of());
        assertEquals(matrix.n(0) + matrix.count(0, 0) + matrix.count(0, 1), 0);
    }

    @Test
    public void averageMeanClassAccuracyWeighsClassesEqually() {
        assertEquals(amca(ACCURACY, ROWS), OptionalDouble.of((1 + (.25 + .75 + 0) / 3) / 2));
    }

    @Test
    public void averageMeanClassAccuracyNeedsEveryTaskAndEveryClassSeen() {
        assertEquals(amca(ACCURACY, List.of()), OptionalDouble.empty(), "recorded without confusion matrices");
        assertEquals(amca(ACCURACY, ROWS.subList(1, 4)), OptionalDouble.empty(), "no examination after task 1");
        List<AccuracyRow> withoutTask1 = List.of(ACCURACY.get(0), ACCURACY.get(2));
        assertEquals(amca(withoutTask1, ROWS), OptionalDouble.empty(), "task 1 not scored after 2");
        assertFalse(metric().reads(Measure.TASK_IL), "the answers are those to any class");
    }

    @Test
    public void countsThatDoNotAddUpAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ConfusionRow(1, 0, 4, 3, Map.of()));
        assertThrows(IllegalArgumentException.class, () -> new ConfusionRow(1, 0, 4, 3, Map.of(0, 1)));
        assertThrows(IllegalArgumentException.class, () -> new ConfusionRow(1, 0, 4, 3, Map.of(1, 2, 2, -1)));
        assertThrows(IllegalArgumentException.class, () -> new ConfusionRow(1, 0, 0, 0, Map.of()));
        assertThrows(IllegalArgumentException.class, () -> new ConfusionRow(0, 0, 1, 1, Map.of()));
        assertThrows(IllegalArgumentException.class, () -> new ConfusionRow(1, -1, 1, 1, Map.of()));
    }

    private static OptionalDouble amca(List<AccuracyRow> accuracy, List<ConfusionRow> confusion) {
        return metric().value(MetricContext.of(record(accuracy, confusion), Measure.CLASS_IL));
    }

    private static Metric metric() {
        return Examples.metric("accuracy.amca");
    }

    private static RunRecord record(List<AccuracyRow> accuracy, List<ConfusionRow> confusion) {
        RunInfo info = Examples.info("b", Examples.PROTOCOL, "er", 1, Map.of(), "class-incremental", 2, false);
        return new RunRecord(info, TableRows.of(AccuracyRow.TABLE, accuracy).and(ConfusionRow.TABLE, confusion));
    }
}
