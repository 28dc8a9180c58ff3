package org.palimpsest.harness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.engine.Machine;
import org.palimpsest.harness.engine.SuiteRunner;
import org.palimpsest.results.record.BadRecordException;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.RunStore;

/** What the runs of a plan that are not made yet will take, by what those that are recorded took on this processor. */
final class Estimate {
    private static final double MEGABYTE = 1e6;
    private static final double GIGABYTE = 1e9;

    private final RunStore store;
    private final Path runs;
    private final List<RunInfo> recorded = new ArrayList<>();
    private final List<PlannedRun> toMake = new ArrayList<>();

    /**
     * An estimate.
     *
     * @param runs folder of the records
     */
    Estimate(Plan plan, RunStore store, Path runs) {
        this.store = store;
        this.runs = runs;
        store.ids().forEach(id -> info(id).filter(info -> info.status() == RunStatus.FINISHED && info.environment().cpu().equals(Machine.cpu()))
                .ifPresent(recorded::add));
        plan.runs().stream().filter(run -> info(run.id()).filter(SuiteRunner::isOver).isEmpty()).forEach(toMake::add);
    }

    private Optional<RunInfo> info(RunId id) {
        try {
            return store.find(id);
        } catch (BadRecordException e) {
            return Optional.empty();
        }
    }

    /**
     * In words.
     *
     * @param workers processes that make runs at once
     */
    String words(int workers) {
        if (toMake.isEmpty()) {
            return "nothing is to be made";
        }
        double seconds = 0;
        double bytes = 0;
        double memory = 0;
        int unknown = 0;
        for (PlannedRun run : toMake) {
            List<RunInfo> alike = alike(run);
            unknown += alike.isEmpty() ? 1 : 0;
            seconds += mean(alike, info -> info.timings().totalSeconds());
            bytes += mean(alike, info -> bytes(runs.resolve(info.id().relativePath())));
            memory = Math.max(memory, mean(alike, info -> info.cost().peakResidentBytes()));
        }
        String what = toMake.size() + (toMake.size() == 1 ? " run is" : " runs are") + " to be made";
        String missing = unknown == 0 ? "" : unknown == toMake.size() ? "; no run of these methods on these benchmarks is recorded for this processor"
                : "; of " + unknown + " of them nothing is recorded for this processor, and they are left out of this";
        return unknown == toMake.size() ? what + missing
                : what + String.format(Locale.ROOT, ", about %s with %d at a time, %.1f GB of memory each, %.1f MB on disk%s",
                        Progress.duration(Math.round(seconds / workers)), workers, memory / GIGABYTE, bytes / MEGABYTE, missing);
    }

    /** Runs with the same options if there are some, or else those of the same method on the same benchmark. */
    private List<RunInfo> alike(PlannedRun run) {
        List<RunInfo> same = recorded.stream().filter(info -> info.id().differsInSeedAtMost(run.id())).toList();
        return !same.isEmpty() ? same : recorded.stream().filter(info -> info.id().benchmark().equals(run.id().benchmark())
                && info.id().method().equals(run.id().method())).toList();
    }

    private static double mean(List<RunInfo> infos, ToDoubleFunction<RunInfo> value) {
        return infos.stream().mapToDouble(value).average().orElse(0);
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            return 0;
        }
    }
}
