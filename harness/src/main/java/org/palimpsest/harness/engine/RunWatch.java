package org.palimpsest.harness.engine;

import java.util.ArrayList;
import java.util.List;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.StepListener;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.results.record.Cost;
import org.palimpsest.results.record.GaugeRow;
import org.palimpsest.results.record.TableRows;

/** Follows a student through its lessons: counts updates, keeps the probe schedule, passes progress on. */
public final class RunWatch implements StepListener {
    private final PlannedRun run;
    private final Clock clock;
    private final RunListener listener;
    private final Host host;
    private final Cost spent;
    private final List<GaugeRow> readings = new ArrayList<>();
    private TableRows probed = TableRows.NONE;
    private Student student;
    private Lesson lesson;
    private long nextProbe;
    private long step;
    private long updates;
    private long examples;
    private long peakDeviceBytes;
    private long forwardTaken;
    private long backwardTaken;

    /** Where the counts stood at some moment. */
    public record Mark(long updates, long examples, long forwardFlops, long backwardFlops) {}

    /**
     * A watch over one run.
     *
     * @param spent what an interrupted run has spent already
     */
    RunWatch(PlannedRun run, Clock clock, RunListener listener, Host host, Cost spent) {
        this.run = run;
        this.clock = clock;
        this.listener = listener;
        this.host = host;
        this.spent = spent;
        this.updates = spent.updates();
        this.examples = spent.examples();
        this.peakDeviceBytes = spent.peakDeviceBytes();
    }

    /** Whom to watch. */
    void follow(Student enrolled) {
        student = enrolled;
    }

    /** A lesson begins, or goes on after some of its parts. */
    void begin(Lesson begun, int partsDone) {
        lesson = begun;
        step = begun.updatesOf(partsDone);
        nextProbe = begun.probes().next(step);
        probed = TableRows.NONE;
        readings.clear();
        student.work().count(true);
    }

    /** The lesson is over. */
    void end() {
        student.work().count(false);
    }

    @Override
    public void gradientsComplete(Optimiser optimiser) {
        if (student.gauges().watchesSteps()) {
            Clock.Account account = clock.switchTo(Clock.Account.GAUGING);
            student.gauges().gradientsComplete();
            clock.switchTo(account);
        }
    }

    @Override
    public void afterStep(long current, int count) {
        played(current, count, 1);
    }

    /**
     * After a step that is no update by itself, as in an environment.
     *
     * @param current steps made in this lesson, from 1
     * @param count what was seen in it: environments, for example
     * @param made updates made in it
     */
    public void played(long current, int count, int made) {
        step = current;
        updates += made;
        examples += count;
        if (step == nextProbe || step == lesson.updates() && nextProbe != Long.MAX_VALUE) {
            probe();
            nextProbe = lesson.probes().next(step);
        }
        listener.updated(run, lesson.index());
    }

    private void probe() {
        Clock.Account account = clock.switchTo(Clock.Account.PROBING);
        student.work().count(false);
        probed = probed.and(student.probe(lesson.index() + 1, step));
        if (student.gauges().isOn()) {
            clock.switchTo(Clock.Account.GAUGING);
            readings.addAll(student.gauges().read(lesson.index() + 1, step, true));
        }
        student.work().count(true);
        clock.switchTo(account);
    }

    /** The run waits for what another one is making. */
    public void waiting() {
        listener.waiting(run);
    }

    /** Where the counts stand. */
    public Mark mark() {
        return new Mark(updates, examples, student.work().forwardFlops(), student.work().backwardFlops());
    }

    /** What was spent since then, memory left out. */
    public Cost since(Mark mark) {
        return new Cost(updates - mark.updates(), examples - mark.examples(), student.work().forwardFlops() - mark.forwardFlops(),
                student.work().backwardFlops() - mark.backwardFlops(), 0, 0, 0);
    }

    /**
     * Books what the training of a network took that another run made, as if it had been made in this lesson.
     *
     * @param probes what was probed then
     * @param cost what it cost
     */
    public void takeUp(TableRows probes, Cost cost) {
        probed = probed.and(probes);
        updates += cost.updates();
        examples += cost.examples();
        forwardTaken += cost.forwardFlops();
        backwardTaken += cost.backwardFlops();
        step = cost.updates();
        for (long i = 0; i < step; i++) {
            listener.updated(run, lesson.index());
        }
    }

    /** What was probed since the lesson, or the part of it, began. */
    public TableRows probed() {
        return probed;
    }

    /** What was probed, and read off the gauges, in a part that others follow; the next part begins. */
    TableRows partDone() {
        TableRows rows = probed.and(GaugeRow.TABLE, List.copyOf(readings));
        probed = TableRows.NONE;
        readings.clear();
        return rows;
    }

    /** The gauges as read in the last part of the lesson; what was read after its last step is read again, and in full, when it is over. */
    List<GaugeRow> readings() {
        return readings.stream().filter(row -> row.step() < step).toList();
    }

    /** Updates of the lesson so far. */
    long step() {
        return step;
    }

    /** Updates of the run so far. */
    long updates() {
        return updates;
    }

    /** What the run has cost so far. */
    Cost cost() {
        peakDeviceBytes = Math.max(peakDeviceBytes, host.deviceBytes());
        return new Cost(updates, examples, spent.forwardFlops() + forwardTaken + student.work().forwardFlops(),
                spent.backwardFlops() + backwardTaken + student.work().backwardFlops(), student.memoryBytes(), host.peakResidentBytes(),
                peakDeviceBytes);
    }
}
