package org.palimpsest.harness.engine;

/** The updates of a lesson after which a student is probed. */
@FunctionalInterface
public interface ProbeSchedule {
    /** No probes. */
    ProbeSchedule NEVER = step -> Long.MAX_VALUE;

    /** The probe that follows one after update {@code step}; the first follows 0. With any probes there is one after the last update, too. */
    long next(long step);
}
