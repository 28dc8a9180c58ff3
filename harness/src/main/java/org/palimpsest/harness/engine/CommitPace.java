package org.palimpsest.harness.engine;

import java.util.function.LongSupplier;

/**
 * When a task is worth a commit of its own: not before the run has worked {@value #REST} times as long as the last commit took. So commits take
 * at most a third of a run's time, however short its tasks are, and a kill costs no more work than that.
 */
final class CommitPace {
    private static final int REST = 2;

    private final LongSupplier nanos;
    private long began;
    private long ended;

    /** A pace by which the first task is due. */
    CommitPace(LongSupplier nanos) {
        this.nanos = nanos;
        began = nanos.getAsLong();
        ended = began;
    }

    /** Whether it is time for a commit. */
    boolean isDue() {
        return nanos.getAsLong() - ended >= REST * (ended - began);
    }

    /** Makes a commit. */
    void commit(Runnable commit) {
        began = nanos.getAsLong();
        commit.run();
        ended = nanos.getAsLong();
    }
}
