package org.palimpsest.harness.bench;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import org.testng.annotations.Test;

public class StepTimesTest {
    private static void pause() {
        long end = System.nanoTime() + 2_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /** Each pause is of 2 ms at least; nothing of the first task is left. */
    @Test
    public void theStepsOfTheLastTaskAreTimedFromOneToTheNext() {
        StepTimes times = new StepTimes();
        for (int task = 0; task < 2; task++) {
            for (int step = 0; step < 4 - task; step++) {
                pause();
                times.updated(null, task);
            }
            pause();
            times.taskDone(null, task, 0);
        }
        assertEquals(times.micros().length, 2);
        assertTrue(Arrays.stream(times.micros()).allMatch(micros -> micros >= 2000), Arrays.toString(times.micros()));
        assertTrue(times.microsAfterwards() >= 2000);
    }
}
