package org.palimpsest.harness.engine;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a task is worth a commit of its own: when the run has worked for so long since the last one, and {@value #REST} times as long as that
 * took. So a kill costs no more work than that, and commits take at most a third of a run's time, however short its tasks are.
 */
final class CommitPace {
    private static final int REST = 2;

    private final LongSupplier nanos;
    private final long every;
    private long took;
    private long ended;

    /** A pace of a run that begins to work now. */
    CommitPace(LongSupplier nanos, Duration every) {
        this.nanos = nanos;
        this.every = every.toNanos();
        ended = nanos.getAsLong();
    }

    /** Whether it is time for a commit. */
    boolean isDue() {
        return nanos.getAsLong() - ended >= Math.max(every, REST * took);
    }

    /** Makes a commit. */
    void commit(Runnable commit) {
        long began = nanos.getAsLong();
        commit.run();
        ended = nanos.getAsLong();
        took = ended - began;
    }
}
