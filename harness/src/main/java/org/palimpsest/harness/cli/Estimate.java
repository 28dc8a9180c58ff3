package org.palimpsest.harness.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.palimpsest.harness.bench.Expectation;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.engine.Machine;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.RunStore;

/** What the runs of a plan that are not made yet will take, by what those that are recorded took on this processor, or by a trial. */
final class Estimate {
    private static final double MEGABYTE = 1e6;
    private static final double GIGABYTE = 1e9;

    private final RunStore store;
    private final List<RunInfo> recorded;
    private final List<PlannedRun> toMake;

    /** An estimate. */
    Estimate(Plan plan, RunStore store) {
        this.store = store;
        String cpu = Machine.cpu();
        recorded = store.ids().stream().flatMap(id -> store.findSound(id).stream())
                .filter(info -> info.status() == RunStatus.FINISHED && info.environment().cpu().equals(cpu)).toList();
        toMake = plan.runs().stream().filter(run -> PoolOptions.isToMake(run.id(), store)).toList();
    }

    /**
     * In words.
     *
     * @param workers processes that make runs at once
     * @param trial what a run takes of which nothing is recorded, if that is known; asked once for runs that differ in their seeds alone
     */
    String words(int workers, Function<PlannedRun, Optional<Expectation>> trial) {
        if (toMake.isEmpty()) {
            return "nothing is to be made";
        }
        Map<String, Optional<Expectation>> known = new LinkedHashMap<>();
        List<Expectation> runs = toMake.stream().flatMap(run -> known.computeIfAbsent(
                run.id().benchmark() + "/" + run.id().method() + "/" + run.id().digest(), key -> expected(run).or(() -> trial.apply(run))).stream()).toList();
        int unknown = toMake.size() - runs.size();
        String what = toMake.size() + (toMake.size() == 1 ? " run is" : " runs are") + " to be made";
        String missing = unknown == 0 ? "" : unknown == toMake.size() ? "; no run of these methods on these benchmarks is recorded for this processor"
                : "; of " + unknown + " of them nothing is recorded for this processor, and they are left out of this";
        return runs.isEmpty() ? what + missing
                : what + String.format(Locale.ROOT, ", about %s with %d at a time, %.1f GB of memory each, %.1f MB on disk%s",
                        Progress.duration(Math.round(sum(runs, Expectation::seconds) / workers)), workers,
                        runs.stream().mapToDouble(Expectation::memory).max().orElse(0) / GIGABYTE, sum(runs, Expectation::disk) / MEGABYTE, missing);
    }

    private static double sum(List<Expectation> runs, ToDoubleFunction<Expectation> value) {
        return runs.stream().mapToDouble(value).sum();
    }

    /** By runs with the same options if there are some, or else by those of the same method on the same benchmark. */
    private Optional<Expectation> expected(PlannedRun run) {
        List<RunInfo> same = recorded.stream().filter(info -> info.id().differsInSeedAtMost(run.id())).toList();
        List<RunInfo> alike = !same.isEmpty() ? same : recorded.stream().filter(info -> info.id().benchmark().equals(run.id().benchmark())
                && info.id().method().equals(run.id().method())).toList();
        return alike.isEmpty() ? Optional.empty() : Optional.of(new Expectation(mean(alike, info -> info.timings().totalSeconds()),
                mean(alike, info -> info.cost().peakResidentBytes()), mean(alike, info -> store.bytes(info.id()))));
    }

    private static double mean(List<RunInfo> infos, ToDoubleFunction<RunInfo> value) {
        return infos.stream().collect(Collectors.averagingDouble(value));
    }
}
