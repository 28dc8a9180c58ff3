package org.palimpsest.harness.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.palimpsest.harness.gauges.Gauge;
import org.palimpsest.results.record.RunId;

/**
 * The runs of a suite, in the order in which they are made: by benchmark, then seed, then method, so that a suite that is cut
 * short leaves comparable rows.
 *
 * @param name of the leaderboard
 * @param runs at least one
 * @param gauges read in every run that is begun; they are no part of a run's name, for they change no result
 */
public record Plan(String name, List<PlannedRun> runs, List<Gauge> gauges) {
    /** The names of the runs, in their order. */
    public Set<RunId> ids() {
        return runs.stream().map(PlannedRun::id).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Threads that a run computes with, where runs differ in that the most. */
    public int threads() {
        return runs.stream().mapToInt(run -> run.benchmark().threads()).max().orElse(1);
    }

    /** Some of the runs, as a plan of their own. */
    public Plan only(List<PlannedRun> some) {
        return new Plan(name, some, gauges);
    }
}
