package org.palimpsest.harness.supervised;

import static org.testng.Assert.assertEquals;

import java.util.List;
import org.palimpsest.results.record.TrainingRow;
import org.testng.annotations.Test;

public class TrainingCurveTest {
    private static TrainingRow row(long steps, int stepsPerEpoch, int updates) {
        TrainingCurve curve = new TrainingCurve();
        curve.begin(3, 3);
        curve.add(99, 9, 9);
        curve.begin(steps, stepsPerEpoch);
        for (int i = 1; i <= updates; i++) {
            curve.add(i, i % 2, 2);
        }
        return curve.rows(4).get(0);
    }

    @Test
    public void theEndIsTheLastPassOrTheLastTenthOfTheUpdates() {
        // losses 1 to 40, two examples each
        TrainingRow onePass = row(40, 40, 40);
        assertEquals(onePass, new TrainingRow(4, 40, new TrainingRow.Part(80, 20, 820 / 80.0), new TrainingRow.Part(8, 2, (37 + 38 + 39 + 40) / 8.0)));
        assertEquals(row(40, 2, 40).end(), new TrainingRow.Part(4, 1, 79 / 4.0));
        assertEquals(row(41, 41, 41).end().n(), 10, "a tenth is rounded up");
    }

    @Test
    public void aLearnerWithPassesOfItsOwnEndsWhenItEnds() {
        assertEquals(row(40, 2, 60).end(), new TrainingRow.Part(4, 1, 119 / 4.0));
        assertEquals(row(40, 20, 3), new TrainingRow(4, 3, new TrainingRow.Part(6, 2, 1), new TrainingRow.Part(6, 2, 1)));
    }

    @Test
    public void ofATaskWithoutScoresThereIsNoRow() {
        TrainingCurve curve = new TrainingCurve();
        curve.begin(3, 3);
        curve.add(1, 1, 1);
        curve.begin(3, 3);
        assertEquals(curve.rows(2), List.of());
    }
}
