package org.palimpsest.harness.engine;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a task is worth a commit of its own: when the run has worked for so long since the last one, and {@value #REST} times as long as that
 * took. So a kill costs no more work than that, and commits take at most a third of a run's time, however short its tasks are. Inside a task there is
 * a pace of its own.
 */
final class CommitPace {
    private static final int REST = 2;

    private final LongSupplier nanos;
    private final long every;
    private final long inside;
    private long took;
    private long ended;

    /**
     * A pace of a run that begins to work now.
     *
     * @param every how much work may wait for a commit
     * @param inside how much may inside a task; zero: all of it
     */
    CommitPace(LongSupplier nanos, Duration every, Duration inside) {
        this.nanos = nanos;
        this.every = every.toNanos();
        this.inside = inside.toNanos();
        ended = nanos.getAsLong();
    }

    /** Whether it is time for a commit. */
    boolean isDue() {
        return isDue(every);
    }

    /** Whether it is time for one inside a task. */
    boolean isDueInside() {
        return inside > 0 && isDue(inside);
    }

    private boolean isDue(long work) {
        return nanos.getAsLong() - ended >= Math.max(work, REST * took);
    }

    /** Whether it will be time for one inside a task of so many seconds. */
    boolean isLong(double seconds) {
        return inside > 0 && seconds * 1e9 >= Math.max(inside, REST * took);
    }

    /** Makes a commit. */
    void commit(Runnable commit) {
        long began = nanos.getAsLong();
        commit.run();
        ended = nanos.getAsLong();
        took = ended - began;
    }
}
