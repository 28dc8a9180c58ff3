package org.palimpsest.results.record;

/**
 * Wall-clock seconds of a run, over all its resumptions; each second is booked once.
 *
 * @param trainSeconds learning, without what is named below
 * @param probeSeconds scoring the probe subset inside tasks
 * @param evaluationSeconds scoring all test data after each task
 * @param checkpointSeconds writing checkpoints
 * @param gaugeSeconds reading gauges; 0 in records made before there were any
 * @param totalSeconds everything, preparation included
 */
public record Timings(
        double trainSeconds,
        double probeSeconds,
        double evaluationSeconds,
        double checkpointSeconds,
        double gaugeSeconds,
        double totalSeconds) {
    /** No time spent yet. */
    public static final Timings ZERO = new Timings(0, 0, 0, 0, 0, 0);
}
