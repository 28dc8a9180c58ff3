package org.palimpsest.harness.bench;

import ai.djl.Device;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.TemporaryFolder;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.engine.Courses;
import org.palimpsest.harness.engine.RunListener;
import org.palimpsest.harness.engine.SuiteRunner;
import org.palimpsest.harness.engine.Wishes;
import org.palimpsest.results.record.BadRecordException;
import org.palimpsest.results.record.ResultsLock;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.RunStore;

/**
 * What runs will take by what their beginning takes: each is begun in a folder of its own that is deleted again, and stopped after some seconds of updates,
 * or at the end of its first task if that is later and no updates are made.
 */
public final class Calibration {
    /** Updates of this time are not counted: Java compiles what it runs, and the engine chooses how to compute. */
    private static final long WARMUP = Duration.ofMillis(1000).toNanos();
    private static final long MEASURED = Duration.ofMillis(1000).toNanos();
    private static final double NANOS = 1e9;

    private final Courses courses;
    private final Device device;

    /** A calibration of runs on a device. */
    public Calibration(Courses courses, Device device) {
        this.courses = courses;
        this.device = device;
    }

    /** Begins a run; empty if that fails. */
    public Optional<Expectation> of(PlannedRun run, Plan plan) {
        try (TemporaryFolder folder = TemporaryFolder.named(MeasuredRuns.FOLDER)) {
            return of(run, plan, RunStore.at(folder.path()));
        }
    }

    private Optional<Expectation> of(PlannedRun run, Plan plan, RunStore store) {
        Watch watch = new Watch();
        try (ResultsLock lock = store.lock(holder -> { }, Duration.ZERO)) {
            List<RunInfo> made = new SuiteRunner(courses, store, device, Wishes.NONE, watch, false).run(plan.only(List.of(run)), bad -> { });
            RunInfo info = made.get(0);
            if (info.status() != RunStatus.FINISHED && !watch.stopped) {
                return Optional.empty();
            }
            long bytes = store.bytes(run.id()) * (watch.stopped ? info.tasks() : 1);
            return Optional.of(new Expectation(watch.stopped ? watch.seconds(info) : info.timings().totalSeconds(), info.cost().peakResidentBytes(), bytes));
        } catch (BadRecordException e) {
            return Optional.empty();
        }
    }

    /** Ends a run that has shown enough. */
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1;

        Enough() {
            super("its beginning was measured", null, false, false);
        }
    }

    private static final class Watch implements RunListener {
        private final long began = System.nanoTime();
        private long total;
        private long updates;
        private long first;
        private long warm;
        private long warmUpdates;
        private long last;
        private int tasksDone;
        private boolean stopped;

        @Override
        public void started(PlannedRun run, long all, long done) {
            total = all;
        }

        @Override
        public void updated(PlannedRun run, int task) {
            last = System.nanoTime();
            updates++;
            if (first == 0) {
                first = last;
            }
            if (warm == 0 && last - first >= WARMUP) {
                warm = last;
                warmUpdates = updates;
            }
            if (warm != 0 && last - warm >= MEASURED) {
                stop();
            }
        }

        @Override
        public void taskDone(PlannedRun run, int task, double trainSeconds) {
            last = System.nanoTime();
            tasksDone++;
            if (updates == 0 && last - began >= WARMUP + MEASURED) {
                stop();
            }
        }

        private void stop() {
            stopped = true;
            throw new Enough();
        }

        /** Of the whole run: what comes before the first update, the updates, and an examination after each task like the one before the first. */
        double seconds(RunInfo info) {
            double examinations = info.timings().evaluationSeconds() * info.tasks();
            return updates == 0 ? (last - began) / NANOS / tasksDone * info.tasks()
                    : (first - began) / NANOS + total * ((last - warm) / NANOS / (updates - warmUpdates)) + examinations;
        }
    }
}
