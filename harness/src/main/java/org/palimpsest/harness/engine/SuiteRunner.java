package org.palimpsest.harness.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.gauges.Gauge;
import org.palimpsest.results.record.BadRecordException;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.RunStore;

/** Goes through a plan. Runs that are finished (or diverged) already are not made again; unfinished ones go on. */
public final class SuiteRunner {
    private final Courses courses;
    private final RunStore store;
    private final Device device;
    private final Host host;
    private final Wishes wishes;
    private final RunListener listener;
    private final boolean failFast;

    /**
     * A runner that records into the store, whose lock the caller holds.
     *
     * @param failFast whether no run is begun any more once one has failed
     */
    public SuiteRunner(Courses courses, RunStore store, Device device, Wishes wishes, RunListener listener, boolean failFast) {
        this.failFast = failFast;
        this.courses = courses;
        this.store = store;
        this.device = device;
        this.host = Machine.on(device);
        this.wishes = wishes;
        this.listener = listener;
    }

    /**
     * Makes all runs and returns what their records say, in the order of the plan; without those that were not begun because another one had failed.
     *
     * @param bad told of each run whose record cannot be used, which is left as it is and out of what is returned
     */
    public List<RunInfo> run(Plan plan, Consumer<BadRecordException> bad) {
        List<RunInfo> infos = new ArrayList<>();
        for (PlannedRun run : plan.runs()) {
            if (failFast && infos.stream().anyMatch(info -> info.status() == RunStatus.FAILED)) {
                break;
            }
            try {
                Optional<RunInfo> done = store.find(run.id()).filter(SuiteRunner::isOver);
                done.ifPresent(info -> listener.skipped(run, info));
                infos.add(done.orElseGet(() -> run(run, plan.gauges())));
            } catch (BadRecordException e) {
                listener.unusable(run);
                bad.accept(e);
            }
        }
        return infos;
    }

    private RunInfo run(PlannedRun run, List<Gauge> gauges) {
        Machine.threads(run.benchmark().threads());
        Machine.resetPeak();
        try (NDManager manager = Machine.engine().newBaseManager(device)) {
            listener.opened(run, manager);
            return new RunEngine(run, courses.open(run, manager), gauges, wishes, store, host, listener).run();
        }
    }

    /** Whether a run is not to be made again. */
    public static boolean isOver(RunInfo info) {
        return info.status() == RunStatus.FINISHED || info.status() == RunStatus.DIVERGED;
    }
}
