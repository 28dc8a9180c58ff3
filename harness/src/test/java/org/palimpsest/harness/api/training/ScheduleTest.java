package org.palimpsest.harness.api.training;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.List;
import org.palimpsest.harness.api.training.Schedule.Shape;
import org.testng.annotations.Test;

public class ScheduleTest {
    private static final int PER_EPOCH = 10;
    private static final int STEPS = 500;

    private static double[] rates(Schedule schedule) {
        double[] rates = new double[STEPS];
        for (int s = 0; s < STEPS; s++) {
            rates[s] = schedule.at(s, PER_EPOCH, STEPS);
        }
        return rates;
    }

    @Test
    public void aConstantRateIsOne() {
        for (double rate : rates(Schedule.CONSTANT)) {
            assertEquals(rate, 1.0);
        }
    }

    @Test
    public void aMultiStepRateFallsAtTheFirstStepAfterEachMilestone() {
        double[] rates = rates(new Schedule(Shape.MULTI_STEP, List.of(35.0, 45.0), 0.1, 0));
        assertEquals(rates[349], 1, 1e-15);
        assertEquals(rates[350], 0.1, 1e-15);
        assertEquals(rates[449], 0.1, 1e-15);
        assertEquals(rates[450], 0.01, 1e-15);
    }

    @Test
    public void aCosineStartsAtOneIsHalfInTheMiddleAndAlmostNothingAtTheEnd() {
        double[] rates = rates(new Schedule(Shape.COSINE, List.of(), 0.1, 0));
        assertEquals(rates[0], 1, 1e-15);
        assertEquals(rates[250], 0.5, 1e-15);
        assertEquals(rates[125], (1 + Math.sqrt(0.5)) / 2, 1e-15);
        assertTrue(rates[499] > 0 && rates[499] < 1e-4);
    }

    @Test
    public void aLineFallsByTheSameAtEveryStep() {
        double[] rates = rates(new Schedule(Shape.LINEAR, List.of(), 0.1, 0));
        for (int s = 1; s < STEPS; s++) {
            assertEquals(rates[s - 1] - rates[s], 1.0 / STEPS, 1e-12);
        }
    }

    @Test
    public void warmUpRisesInALineToTheShapeItself() {
        double[] rates = rates(new Schedule(Shape.CONSTANT, List.of(), 0.1, 2));
        assertEquals(rates[0], 1 / 21.0, 1e-15);
        assertEquals(rates[19], 20 / 21.0, 1e-15);
        assertEquals(rates[20], 1, 1e-15);
    }
}
