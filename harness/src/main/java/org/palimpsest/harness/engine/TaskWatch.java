package org.palimpsest.harness.engine;

import java.util.ArrayList;
import java.util.List;
import org.palimpsest.harness.api.Learner;
import org.palimpsest.harness.api.network.Work;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.StepListener;
import org.palimpsest.harness.config.BenchmarkSpec;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.gauges.GaugeReader;
import org.palimpsest.results.record.BaseInfo;
import org.palimpsest.results.record.Cost;
import org.palimpsest.results.record.GaugeRow;
import org.palimpsest.results.record.ProbeRow;
import org.palimpsest.results.record.TableRows;
import org.palimpsest.results.record.TrainingRow;

/** Follows a learner through a task: counts updates, keeps the probe schedule, passes progress on. */
final class TaskWatch implements StepListener {
    private final PlannedRun run;
    private final BenchmarkSpec benchmark;
    private final Course course;
    private final Clock clock;
    private final RunListener listener;
    private final List<GaugeRow> readings = new ArrayList<>();
    private final TrainingCurve curve = new TrainingCurve();
    private final Cost spent;
    private TableRows rows = TableRows.NONE;
    private List<TrainingRow> trainingTaken = List.of();
    private GaugeReader panel;
    private Work work;
    private Learner learner;
    private int task;
    private long lastStep;
    private long nextProbe;
    private long step;
    private long updates;
    private long examples;
    private long peakDeviceBytes;
    private long forwardTaken;
    private long backwardTaken;

    /** Where the counts stood at some moment. */
    record Mark(long updates, long examples, long forwardFlops, long backwardFlops) {}

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
        this.spent = spent;
        this.updates = spent.updates();
        this.examples = spent.examples();
        this.peakDeviceBytes = spent.peakDeviceBytes();
    }

    /** The gauges to look at on the way and the count of operations, once there is a network. */
    void observe(GaugeReader gauges, Work operations) {
        panel = gauges;
        work = operations;
    }

    /**
     * A task begins.
     *
     * @param taskIndex from 0
     * @param steps updates that the budget allows
     * @param stepsPerEpoch updates of one pass over the task's data
     * @param probing whether to score the probe subset on the way
     */
    void begin(Learner learning, int taskIndex, long steps, int stepsPerEpoch, boolean probing) {
        learner = learning;
        task = taskIndex;
        lastStep = steps;
        step = 0;
        nextProbe = probing && benchmark.probe().perTask() > 0 ? 1 : Long.MAX_VALUE;
        rows = TableRows.NONE;
        readings.clear();
        curve.begin(steps, stepsPerEpoch);
        trainingTaken = List.of();
        work.count(true);
    }

    /** The task is learned. */
    void end() {
        work.count(false);
    }

    @Override
    public void scored(double loss, int correct, int count) {
        curve.add(loss, correct, count);
    }

    @Override
    public void gradientsComplete(Optimiser optimiser) {
        if (panel.watchesSteps()) {
            Clock.Account account = clock.switchTo(Clock.Account.GAUGING);
            panel.gradientsComplete();
            clock.switchTo(account);
        }
    }

    @Override
    public void afterStep(long current, int count) {
        step = current;
        updates++;
        examples += count;
        if (step == nextProbe || step == lastStep && nextProbe != Long.MAX_VALUE) {
            Clock.Account account = clock.switchTo(Clock.Account.PROBING);
            work.count(false);
            rows = rows.and(course.probe(learner, task + 1, step));
            if (panel.isOn()) {
                clock.switchTo(Clock.Account.GAUGING);
                readings.addAll(panel.read(task + 1, step, true));
            }
            work.count(true);
            clock.switchTo(account);
            nextProbe = benchmark.probe().next(step);
        }
        listener.updated(run, task);
    }

    /** Where the counts stand. */
    Mark mark() {
        return new Mark(updates, examples, work.forwardFlops(), work.backwardFlops());
    }

    /** What was spent since then, memory left out. */
    Cost since(Mark mark) {
        return new Cost(updates - mark.updates(), examples - mark.examples(), work.forwardFlops() - mark.forwardFlops(),
                work.backwardFlops() - mark.backwardFlops(), 0, 0, 0);
    }

    /** Books what the training of a network took that another run made, as if it had been made in this task. */
    void takeUp(BaseInfo base) {
        rows = rows.and(ProbeRow.TABLE, base.probe());
        trainingTaken = base.training();
        updates += base.cost().updates();
        examples += base.cost().examples();
        forwardTaken += base.cost().forwardFlops();
        backwardTaken += base.cost().backwardFlops();
        step = base.cost().updates();
        for (long i = 0; i < step; i++) {
            listener.updated(run, task);
        }
    }

    /** What was probed since the task began. */
    TableRows rows() {
        return rows;
    }

    /** The gauges as read since the task began; what was read after its last step is read again, and in full, when it is over. */
    List<GaugeRow> readings() {
        return readings.stream().filter(row -> row.step() < step).toList();
    }

    /** How the task was learned, for the record of the task of that number, from 1. */
    List<TrainingRow> training(int ofTask) {
        return trainingTaken.isEmpty() ? curve.rows(ofTask) : trainingTaken;
    }

    /** Updates of the task so far. */
    long step() {
        return step;
    }

    long updates() {
        return updates;
    }

    /**
     * What the run has cost so far.
     *
     * @param memoryBytes bytes that the method keeps
     * @param deviceBytes memory of the device in use now; the largest so far is what counts
     */
    Cost cost(long memoryBytes, long deviceBytes) {
        peakDeviceBytes = Math.max(peakDeviceBytes, deviceBytes);
        return new Cost(updates, examples, spent.forwardFlops() + forwardTaken + work.forwardFlops(),
                spent.backwardFlops() + backwardTaken + work.backwardFlops(), memoryBytes, Machine.peakResidentBytes(), peakDeviceBytes);
    }
}
