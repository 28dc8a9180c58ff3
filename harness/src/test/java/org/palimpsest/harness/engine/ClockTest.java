package org.palimpsest.harness.engine;

import static org.testng.Assert.assertEquals;

import java.util.ArrayList;
import org.palimpsest.results.record.Timings;
import org.testng.annotations.Test;

public class ClockTest {
    private static final long SECOND = 1_000_000_000L;

    private long now;
    private long deviceBusyUntil;

    /** A host with a device that goes on when the host does not wait for it. */
    private final Host host = FakeStudent.host(new ArrayList<>(), () -> now, () -> now = Math.max(now, deviceBusyUntil));

    /** The host has given everything out after a second; the device takes two more for it. */
    @Test
    public void whatTheDeviceStillHasToDoIsBookedToWhoeverGaveIt() {
        Clock clock = new Clock(new Timings(1, 0, 0, 0, 0, 1), host);
        clock.switchTo(Clock.Account.TRAINING);
        now += SECOND;
        deviceBusyUntil = now + 2 * SECOND;
        assertEquals(clock.switchTo(Clock.Account.EVALUATION), Clock.Account.TRAINING);
        now += SECOND;
        deviceBusyUntil = now + 4 * SECOND;
        assertEquals(clock.timings(), new Timings(4, 0, 5, 0, 0, 9));
    }
}
