package org.palimpsest.harness.engine;

import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.time.Duration;
import org.testng.annotations.Test;

public class CommitPaceTest {
    private long now = 5;

    @Test
    public void withoutAnIntervalCommitsTakeAThirdOfTheTimeAtMost() {
        CommitPace pace = new CommitPace(() -> now, Duration.ZERO, Duration.ZERO);
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

    @Test
    public void workWaitsForAnIntervalAndLongerOnlyIfCommitsAreSlow() {
        CommitPace pace = new CommitPace(() -> now, Duration.ofNanos(1000), Duration.ZERO);
        now += 999;
        assertFalse(pace.isDue(), "not even the first");
        now++;
        assertTrue(pace.isDue());
        pace.commit(() -> now += 100);
        now += 999;
        assertFalse(pace.isDue());
        now++;
        assertTrue(pace.isDue(), "since the end of the last one");
        pace.commit(() -> now += 600);
        now += 1199;
        assertFalse(pace.isDue());
        now++;
        assertTrue(pace.isDue());
    }

    @Test
    public void insideATaskThereIsAPaceOfItsOwn() {
        CommitPace pace = new CommitPace(() -> now, Duration.ofNanos(10), Duration.ofNanos(1000));
        now += 999;
        assertTrue(pace.isDue());
        assertFalse(pace.isDueInside());
        now++;
        assertTrue(pace.isDueInside());
        pace.commit(() -> now += 600);
        now += 1199;
        assertFalse(pace.isDueInside());
        now++;
        assertTrue(pace.isDueInside());
        assertTrue(pace.isLong(1.2e-6), "twice what a commit takes");
        assertFalse(pace.isLong(1.1e-6));
        assertFalse(pace.isLong(Double.NaN), "before anything is known");
        CommitPace never = new CommitPace(() -> now, Duration.ofNanos(10), Duration.ZERO);
        now += 1_000_000;
        assertFalse(never.isDueInside());
        assertFalse(never.isLong(1e6));
    }
}
