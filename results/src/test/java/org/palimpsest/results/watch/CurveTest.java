package org.palimpsest.results.watch;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.palimpsest.results.Examples;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.record.AccuracyRow;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.TableRows;
import org.testng.annotations.Test;

public class CurveTest {
    private static final String LEVELS = "01234567";

    private static Curve curve(int tasks, Map<Double, Double> points) {
        return new Curve(tasks, new TreeMap<>(points));
    }

    /** Eight columns for two tasks: what is not measured there takes what was measured next, and what is to come is blank. */
    @Test
    public void aColumnIsTheMeanOfWhatIsInItOrWhatComesNext() {
        assertEquals(curve(2, Map.of(0.1, 0.0, 0.2, 1.0, 1.0, 0.9)).drawn(8, 0, 1, LEVELS), "4777    ");
        assertEquals(curve(2, Map.of(2.0, 0.3)).drawn(8, 0, 1, LEVELS), "22222222");
        assertEquals(curve(2, Map.of()).drawn(4, 0, 1, LEVELS), "    ");
        assertEquals(curve(1, Map.of(0.0, 1.0)).drawn(2, 0, 1, LEVELS), "7 ");
    }

    @Test
    public void levelsGoFromTheLeastToTheMost() {
        assertEquals(curve(4, Map.of(1.0, -20.0, 2.0, 0.0, 3.0, 19.0, 4.0, 20.0)).drawn(4, -20, 20, LEVELS), "0477");
        assertEquals(curve(1, Map.of(1.0, 5.0)).drawn(1, 5, 5, LEVELS), "0", "all the same");
    }

    @Test
    public void theMeanIsOverThoseThatHaveComeSoFar() {
        Curve mean = Curve.mean(List.of(curve(2, Map.of(1.0, 0.25, 2.0, 0.5)), curve(2, Map.of(1.0, 0.75))));
        assertEquals(mean.points(), Map.of(1.0, 0.5, 2.0, 0.5));
        assertEquals(mean.last().orElseThrow(), 0.5);
        assertTrue(Curve.mean(List.of()).last().isEmpty());
    }

    /** R[1][1] = 0.9, R[2][1..2] = 0.6, 0.8, R[3][1..3] = 0.5, 0.7, 0.7. */
    @Test
    public void theEndsOfTasksAreMeansOverTasksSeen() {
        Curve curve = Curve.of(Examples.finished(Examples.info("er", 1), Examples.MATRIX, Examples.UNTRAINED), Measure.CLASS_IL);
        assertEquals(curve.points().get(1.0), 0.9, 1e-12);
        assertEquals(curve.points().get(2.0), 0.7, 1e-12);
        assertEquals(curve.points().get(3.0), 1.9 / 3, 1e-12);
    }

    /** 5 of 10 and 90 of 90: the mean is over tasks, of whatever size, as what is inside tasks and 'final' are. */
    @Test
    public void tasksOfAnySizeCountTheSame() {
        RunRecord run = new RunRecord(Examples.info("er", 1), TableRows.of(AccuracyRow.TABLE, List.of(
                new AccuracyRow(1, 1, 10, 1, 1), new AccuracyRow(2, 1, 10, 5, 5), new AccuracyRow(2, 2, 90, 90, 90))));
        assertEquals(Curve.of(run, Measure.CLASS_IL).points(), Map.of(1.0, 0.1, 2.0, 0.75));
    }
}
