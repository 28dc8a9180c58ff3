package org.palimpsest.harness.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.StepListener;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.results.record.CheckpointWriter;
import org.palimpsest.results.record.Cost;
import org.palimpsest.results.record.GaugeRow;
import org.palimpsest.results.record.Table;
import org.palimpsest.results.record.TableRows;

/** Follows a student through its lessons: counts updates, keeps the probe schedule, passes progress on. */
public final class RunWatch implements StepListener, Stateful {
    private final PlannedRun run;
    private final Clock clock;
    private final RunListener listener;
    private final Host host;
    private final List<Table<?>> tables;
    private final Inside inside;
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
    private Optional<Path> interrupted = Optional.empty();

    /** Where a run is committed inside a lesson. */
    interface Inside {
        /** Of a student that is taught nothing. */
        Inside NEVER = new Inside() {
            @Override
            public boolean isDue() {
                return false;
            }

            @Override
            public void commit(int parts, CheckpointWriter state) {
                throw new IllegalStateException("nothing is taught");
            }
        };

        /** Whether it is time for that. */
        boolean isDue();

        /** Commits so many parts of the lesson. */
        void commit(int parts, CheckpointWriter state);
    }

    /** Where the counts stood at some moment. */
    public record Mark(long updates, long examples, long forwardFlops, long backwardFlops) {
        /** The beginning. */
        public static final Mark NONE = new Mark(0, 0, 0, 0);
    }

    /**
     * A watch over one run.
     *
     * @param tables that its rows may be of
     * @param inside commits the run
     * @param spent what an interrupted run had spent when its lesson began
     */
    RunWatch(PlannedRun run, Clock clock, RunListener listener, Host host, List<Table<?>> tables, Inside inside, Cost spent) {
        this.tables = List.copyOf(tables);
        this.inside = inside;
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

    /** The lesson that begins next was interrupted, and this is the checkpoint inside it. */
    void goOnFrom(Path checkpoint) {
        interrupted = Optional.of(checkpoint);
    }

    /** Has the checkpoint loaded that was written inside the lesson, if it was interrupted; once. */
    public void goOn(Loading loading) {
        interrupted.ifPresent(loading::takeUp);
        interrupted = Optional.empty();
    }

    /** The lesson begins anew, if it was interrupted. */
    public void beginAnew() {
        interrupted = Optional.empty();
    }

    /** Whether it is time to commit the run inside its lesson. */
    public boolean isCommitDue() {
        return inside.isDue();
    }

    /**
     * Commits the run inside a lesson that is taught in one go.
     *
     * @param parts of the lesson that are over, more than at the last commit and not all
     * @param state writes what has changed since the lesson began
     */
    public void commitInside(int parts, CheckpointWriter state) {
        inside.commit(parts, state);
    }

    /** What it has counted, and what was probed and read off the gauges, since the lesson began. */
    @Override
    public void save(State state) {
        state.put("counts", step, nextProbe, updates, examples, forwardFlops(), backwardFlops());
        TableRows rows = probed.and(GaugeRow.TABLE, readings);
        State ofTables = state.scope("rows");
        tables.stream().filter(rows.tables()::contains).forEach(table -> ofTables.put(table.name(), rows.csv(table)));
    }

    @Override
    public void load(State state) {
        long[] counts = state.longs("counts");
        step = counts[0];
        nextProbe = counts[1];
        updates = counts[2];
        examples = counts[3];
        forwardTaken += counts[4] - forwardFlops();
        backwardTaken += counts[5] - backwardFlops();
        probed = TableRows.NONE;
        readings.clear();
        State ofTables = state.scope("rows");
        for (Table<?> table : tables) {
            if (ofTables.has(table.name())) {
                TableRows rows = TableRows.read(table, ofTables.bytes(table.name()));
                readings.addAll(rows.rows(GaugeRow.TABLE));
                probed = table.equals(GaugeRow.TABLE) ? probed : probed.and(rows);
            }
        }
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
        return new Mark(updates, examples, forwardFlops(), backwardFlops());
    }

    /** What was spent since then, memory left out. */
    public Cost since(Mark mark) {
        return new Cost(updates - mark.updates(), examples - mark.examples(), forwardFlops() - mark.forwardFlops(),
                backwardFlops() - mark.backwardFlops(), 0, 0, 0);
    }

    private long forwardFlops() {
        return spent.forwardFlops() + forwardTaken + student.work().forwardFlops();
    }

    private long backwardFlops() {
        return spent.backwardFlops() + backwardTaken + student.work().backwardFlops();
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
        return new Cost(updates, examples, forwardFlops(), backwardFlops(), student.memoryBytes(), host.peakResidentBytes(), peakDeviceBytes);
    }
}
