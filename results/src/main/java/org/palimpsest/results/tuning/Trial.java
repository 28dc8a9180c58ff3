package org.palimpsest.results.tuning;

import org.palimpsest.results.record.RunInfo;

/**
 * A run of a search, as it is booked.
 *
 * @param run its folder below the records of searches, whose names are unique
 * @param updates optimiser updates
 * @param trainSeconds time to learn
 * @param flops floating-point operations of its training, forward and backward
 */
public record Trial(String run, long updates, double trainSeconds, double flops) {
    /** What the record of a run says. */
    public static Trial of(RunInfo info) {
        return new Trial(info.id().relativePath().toString().replace('\\', '/'), info.cost().updates(), info.timings().trainSeconds(),
                (double) info.cost().forwardFlops() + info.cost().backwardFlops());
    }
}
