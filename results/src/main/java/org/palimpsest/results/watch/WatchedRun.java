package org.palimpsest.results.watch;

import java.util.Optional;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStatus;

/**
 * A run that was planned, as it stands.
 *
 * @param id its name
 * @param info what is recorded of it; empty if it has not been begun
 * @param measure what its curve is of; empty without one
 * @param curve its curve so far; empty without rows
 */
public record WatchedRun(RunId id, Optional<RunInfo> info, Optional<Measure> measure, Optional<Curve> curve) {
    /** A run that has not been begun. */
    public static WatchedRun planned(RunId id) {
        return new WatchedRun(id, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Whether it has come to its end, whichever. */
    public boolean isOver() {
        return info.filter(known -> known.status() != RunStatus.RUNNING).isPresent();
    }

    boolean isBegun() {
        return info.isPresent() && !isOver();
    }

    boolean is(RunStatus status) {
        return info.filter(known -> known.status() == status).isPresent();
    }
}
