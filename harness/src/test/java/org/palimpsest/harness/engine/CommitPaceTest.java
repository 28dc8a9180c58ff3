package org.palimpsest.harness.engine;

import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import org.testng.annotations.Test;

public class CommitPaceTest {
    private long now = 5;

    @Test
    public void commitsTakeAThirdOfTheTimeAtMost() {
        CommitPace pace = new CommitPace(() -> now);
        assertTrue(pace.isDue(), "the first at once");
        pace.commit(() -> now += 100);
        assertFalse(pace.isDue());
        now += 199;
        assertFalse(pace.isDue());
        now++;
        assertTrue(pace.isDue());
        pace.commit(() -> now += 10);
        now += 20;
        assertTrue(pace.isDue(), "the last one counts");
    }
}
