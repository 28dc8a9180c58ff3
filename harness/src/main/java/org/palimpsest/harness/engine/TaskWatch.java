package org.palimpsest.harness.engine;

import java.util.ArrayList;
import java.util.List;
import org.palimpsest.harness.api.Learner;
import org.palimpsest.harness.api.StepListener;
import org.palimpsest.harness.config.BenchmarkSpec;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.results.Cost;
import org.palimpsest.results.ProbeRow;

/** Follows a learner through a task: counts updates, keeps the probe schedule, passes progress on. */
final class TaskWatch implements StepListener {
    private final PlannedRun run;
    private final BenchmarkSpec benchmark;
    private final Course course;
    private final Clock clock;
    private final RunListener listener;
    private final List<ProbeRow> rows = new ArrayList<>();
    private Learner learner;
    private int task;
    private long lastStep;
    private long nextProbe;
    private long step;
    private long updates;
    private long examples;

    /**
     * A watch over one run.
     *
     * @param spent what an interrupted run has spent already
     */
    TaskWatch(PlannedRun run, Course course, Clock clock, RunListener listener, Cost spent) {
        this.run = run;
        this.benchmark = run.benchmark();
        this.course = course;
        this.clock = clock;
        this.listener = listener;
        this.updates = spent.updates();
        this.examples = spent.examples();
    }

    /**
     * A task begins.
     *
     * @param taskIndex from 0
     * @param steps updates that the budget allows
     * @param probing whether to score the probe subset on the way
     */
    void begin(Learner learning, int taskIndex, long steps, boolean probing) {
        learner = learning;
        task = taskIndex;
        lastStep = steps;
        step = 0;
        nextProbe = probing && benchmark.probe().perTask() > 0 ? 1 : Long.MAX_VALUE;
        rows.clear();
    }

    @Override
    public void afterStep(long current, int count) {
        step = current;
        updates++;
        examples += count;
        if (step == nextProbe || step == lastStep && nextProbe != Long.MAX_VALUE) {
            Clock.Account account = clock.switchTo(Clock.Account.PROBING);
            rows.addAll(course.probe(learner, task + 1, step));
            clock.switchTo(account);
            nextProbe = benchmark.probe().next(step);
        }
        listener.updated(run, task);
    }

    /** What was probed since the task began. */
    List<ProbeRow> rows() {
        return List.copyOf(rows);
    }

    /** Updates of the task so far. */
    long step() {
        return step;
    }

    long updates() {
        return updates;
    }

    long examples() {
        return examples;
    }
}
