package org.palimpsest.harness.engine;

import org.palimpsest.results.record.Timings;

/** Where the seconds of a run go. Exactly one account is running at any time. */
public final class Clock {
    /** What time is spent on. */
    public enum Account { SETUP, TRAINING, PROBING, EVALUATION, CHECKPOINT, GAUGING }

    private final long[] nanos = new long[Account.values().length];
    private final Timings before;
    private final Host host;
    private Account running = Account.SETUP;
    private long since;

    /** A clock that goes on from the times of an earlier, interrupted part of the run. */
    Clock(Timings before, Host host) {
        this.before = before;
        this.host = host;
        since = host.nanos();
    }

    /** Books the time since the last switch, what the device still has to do included, and goes on with another account; returns the one left. */
    public Account switchTo(Account next) {
        host.awaitDevice();
        long now = host.nanos();
        nanos[running.ordinal()] += now - since;
        since = now;
        Account left = running;
        running = next;
        return left;
    }

    /** Adds seconds that were spent elsewhere on the run's behalf. */
    public void book(Account account, double seconds) {
        nanos[account.ordinal()] += Math.round(seconds * 1e9);
    }

    private double seconds(Account account) {
        return nanos[account.ordinal()] / 1e9;
    }

    /** All accounts up to now. */
    public Timings timings() {
        switchTo(running);
        double total = 0;
        for (Account account : Account.values()) {
            total += seconds(account);
        }
        return new Timings(
                before.trainSeconds() + seconds(Account.TRAINING),
                before.probeSeconds() + seconds(Account.PROBING),
                before.evaluationSeconds() + seconds(Account.EVALUATION),
                before.checkpointSeconds() + seconds(Account.CHECKPOINT),
                before.gaugeSeconds() + seconds(Account.GAUGING),
                before.totalSeconds() + total);
    }
}
