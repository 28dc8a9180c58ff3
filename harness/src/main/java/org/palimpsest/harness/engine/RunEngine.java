package org.palimpsest.harness.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.DivergedException;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.gauges.Gauge;
import org.palimpsest.harness.gauges.Gauges;
import org.palimpsest.results.record.Attempts;
import org.palimpsest.results.record.BadRecordException;
import org.palimpsest.results.record.CheckpointWriter;
import org.palimpsest.results.record.Environment;
import org.palimpsest.results.record.GaugeRow;
import org.palimpsest.results.record.RecordException;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.RunStore;
import org.palimpsest.results.record.RunWriter;
import org.palimpsest.results.record.StopPoint;
import org.palimpsest.results.record.TableRows;
import org.palimpsest.results.record.Timings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one run: lesson after lesson, each followed by an examination on all tasks and a commit of the record, short ones by one for several;
 * a long lesson is also committed part by part, or where it is taught in one go inside it.
 */
final class RunEngine {
    /** As often may a run be begun at one of its tasks, and the process die in it, before that counts as the run's end. */
    static final int MOST_ATTEMPTS = 5;

    /** So many times as often as others is a run committed inside a task in which its process has died. */
    private static final int OFTENER = 10;

    private static final Logger LOG = LoggerFactory.getLogger(RunEngine.class);

    private final PlannedRun run;
    private final Course course;
    private final List<Gauge> gauges;
    private final RunStore store;
    private final Host host;
    private final RunListener listener;
    private final Randomness random;
    private final Clock clock;
    private final RunWriter writer;
    private final RunWatch watch;
    private final Attempts attempts;
    private final CommitPace pace;
    private final Optional<Path> films;
    private final Keep keep;
    private final ReadingLog readings = new ReadingLog();
    private RunInfo info;

    /**
     * The engine of one run, which is recorded as begun from here on.
     *
     * @param wanted gauges to read on the way, if the run is not begun already
     * @throws RecordException if the record cannot be written
     * @throws BadRecordException if it was begun with other code, and has learned something by it
     */
    RunEngine(PlannedRun run, Course course, List<Gauge> wanted, Wishes wishes, RunStore store, Host host, RunListener listener) {
        this.run = run;
        this.course = course;
        this.store = store;
        this.host = host;
        this.listener = listener;
        random = new Randomness(run.seed());
        Environment environment = host.environment().withCode(CodeDigests.of(run));
        Optional<RunInfo> begun = store.find(run.id()).filter(i -> i.status() == RunStatus.RUNNING)
                .filter(i -> store.mayGoOn(i, environment, run.plugins()));
        clock = new Clock(begun.map(RunInfo::timings).orElse(Timings.ZERO), host);
        gauges = begun.map(RunEngine::gauges).orElse(wanted);
        writer = begun.isPresent() ? store.resume(run.id(), course.tables()) : store.create(fresh(environment), course.tables());
        info = writer.info().withEnvironment(environment);
        watch = new RunWatch(run, clock, listener, host, course.tables(), new InsideLesson(), info.cost());
        attempts = store.attempts(run.id());
        // a process that has died here may do so again, and gets further if it commits whatever it can, or more often where it could commit always
        boolean died = attempts.deaths(info) > 0;
        Duration inside = wishes.checkpointEvery();
        pace = new CommitPace(host::nanos, died ? Duration.ZERO : wishes.commitEvery(), died ? inside.dividedBy(OFTENER) : inside);
        films = wishes.films();
        keep = wishes.keep();
    }

    private RunInfo fresh(Environment environment) {
        return RunInfo.started(run.id(), course.tasks(), course.info(), environment)
                .bound(run.recipe().method().isBound())
                .scratch(course.scratch())
                .protocol(run.protocol(), run.protocolDigest())
                .methodOptions(run.methodOptions())
                .training(Binder.toMap(run.optimiser()))
                .data(course.data())
                .gauges(gauges.stream().map(Gauge::id).toList())
                .plugins(run.plugins())
                .build();
    }

    /** An interrupted run goes on with the gauges that it began with, so that its table has no gap. */
    private static List<Gauge> gauges(RunInfo begun) {
        Problems problems = new Problems();
        List<Gauge> gauges = Gauges.of(begun.gauges(), begun.id().relativePath().toString(), "gauges", problems);
        problems.throwIfAny();
        return gauges;
    }

    /**
     * Makes the run, or the rest of it, and returns what its record says in the end. A diverged or failed run is recorded as such
     * and does not throw.
     *
     * @throws RecordException if the record cannot be written
     */
    RunInfo run() {
        if (attempts.deaths(info) >= MOST_ATTEMPTS) {
            String why = "it was begun " + MOST_ATTEMPTS
                    + " times at this place, and each time the process ended without a word: killed, or for want of memory";
            end(RunStatus.FAILED, Optional.of(why), Optional.of(new StopPoint(info.tasksDone() + 1, 0)));
            return info;
        }
        attempts.begin(info);
        Stopping.set(attempts::end);
        try {
            return attempt();
        } finally {
            Stopping.clear();
        }
    }

    private RunInfo attempt() {
        int current = 0;
        try (Student student = course.enrol(new RunContext(watch, clock, store.bases(), gauges, films, readings))) {
            watch.follow(student);
            start(student);
            for (Lesson lesson : student.lessons()) {
                if (lesson.tasksAfter() > info.tasksDone()) {
                    current = lesson.index();
                    teach(lesson, student);
                }
            }
            keepAtEnd(student);
            end(RunStatus.FINISHED, Optional.empty(), Optional.empty());
        } catch (DivergedException e) {
            long step = e.step() > 0 ? e.step() : watch.step();
            end(RunStatus.DIVERGED, Optional.of(e.getMessage()), Optional.of(new StopPoint(current + 1, step)));
        } catch (RecordException e) {
            attempts.end();
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) { // what breaks a run ends it, not the others
            LOG.debug("{} failed", run.id(), e);
            end(RunStatus.FAILED, Optional.of(e.toString()), Optional.of(new StopPoint(current + 1, watch.step())));
        }
        return info;
    }

    /** Takes up the snapshot of an interrupted run, or examines the untrained student. */
    private void start(Student student) {
        List<Lesson> lessons = student.lessons();
        listener.started(run, lessons.stream().mapToLong(Lesson::updates).sum(), lessons.stream().mapToLong(this::updatesDone).sum());
        Optional<Path> checkpoint = writer.checkpoint();
        Loading restoring = student::load;
        if (isInside(lessons)) {
            writer.start().ifPresent(restoring::takeUp);
            watch.goOnFrom(checkpoint.orElseThrow());
        } else if (checkpoint.isPresent()) {
            restoring.takeUp(checkpoint.get());
        } else if (info.tasksDone() == 0) {
            TableRows untrained = examine(student, 0);
            if (student.gauges().isOn()) {
                try (Lesson.Session session = lessons.get(0).open().get()) {
                    watchGauges(session);
                }
            }
            commit(student, 0, untrained.and(GaugeRow.TABLE, gauge(student, 0, 0)));
        }
    }

    /** Whether the run was committed inside a lesson that is taught in one go. */
    private boolean isInside(List<Lesson> lessons) {
        return info.partsDone() > 0
                && lessons.stream().filter(lesson -> lesson.tasksAfter() > info.tasksDone()).findFirst().filter(Lesson::inOneGo).isPresent();
    }

    /** What the record holds of a lesson. */
    private long updatesDone(Lesson lesson) {
        if (lesson.tasksAfter() <= info.tasksDone()) {
            return lesson.updates();
        }
        return lesson.index() == info.tasksDone() ? lesson.updatesOf(info.partsDone()) : 0;
    }

    private void teach(Lesson lesson, Student student) {
        int first = lesson.inOneGo() ? 0 : info.partsDone();
        commitBeforeLong(lesson, student);
        seed(lesson, first);
        double before = clock.timings().trainSeconds();
        TableRows taught;
        try (Lesson.Session session = lesson.open().get()) {
            if (student.gauges().isOn()) {
                watchGauges(session);
            }
            int last = lesson.parts() - 1;
            watch.begin(lesson, first);
            for (int part = first; part < last; part++) {
                hold(student, part + 1, teach(session, part).and(watch.partDone()));
                seed(lesson, part + 1);
            }
            taught = teach(session, last);
            watch.end();
        }
        listener.taskDone(run, lesson.index(), clock.timings().trainSeconds() - before);
        int done = lesson.tasksAfter();
        boolean due = done == course.tasks() || done % run.benchmark().evaluation().every() == 0;
        TableRows examined = due ? examine(student, done) : TableRows.NONE;
        commit(student, done, examined.and(watch.probed()).and(taught)
                .and(GaugeRow.TABLE, watch.readings()).and(GaugeRow.TABLE, gauge(student, done, watch.step()))
                .and(GaugeRow.TABLE, readings.take(done, watch.step())));
    }

    /** Chance of the engine depends on the part alone, so that it does not matter in how many goes a lesson is taught. */
    private void seed(Lesson lesson, int part) {
        host.seed(part == 0 ? random.engineSeed("engine", lesson.index()) : random.engineSeed("engine", lesson.index(), part));
    }

    private TableRows teach(Lesson.Session session, int part) {
        clock.switchTo(Clock.Account.TRAINING);
        TableRows taught = session.teach(part);
        clock.switchTo(Clock.Account.SETUP);
        return taught;
    }

    private void watchGauges(Lesson.Session session) {
        clock.switchTo(Clock.Account.GAUGING);
        session.watch();
        clock.switchTo(Clock.Account.SETUP);
    }

    /** Comes after the examination: the engine's generator is not where the task left it when gauges have been read. */
    private List<GaugeRow> gauge(Student student, int trainedTask, long step) {
        if (!student.gauges().isOn()) {
            return List.of();
        }
        clock.switchTo(Clock.Account.GAUGING);
        List<GaugeRow> rows = student.gauges().read(trainedTask, step, false);
        clock.switchTo(Clock.Account.SETUP);
        return rows;
    }

    private TableRows examine(Student student, int trainedTask) {
        clock.switchTo(Clock.Account.EVALUATION);
        TableRows examination = student.examine(trainedTask);
        clock.switchTo(Clock.Account.SETUP);
        return examination;
    }

    private void commit(Student student, int tasksDone, TableRows rows) {
        clock.switchTo(Clock.Account.CHECKPOINT);
        writer.hold(rows);
        info = student.base().map(info::withBase).orElse(info).withProgress(tasksDone, clock.timings(), watch.cost());
        if (tasksDone < course.tasks()) {
            if (keep == Keep.ALL && tasksDone > 0) {
                commit(() -> writer.commitHeldAndKeep(info, student::save));
            } else {
                commitIfDue(student);
            }
        }
        clock.switchTo(Clock.Account.SETUP);
    }

    /** Takes what came of a part of a lesson, after which others follow. */
    private void hold(Student student, int partsDone, TableRows rows) {
        clock.switchTo(Clock.Account.CHECKPOINT);
        writer.hold(rows);
        info = info.withParts(partsDone, clock.timings(), watch.cost());
        commitIfDue(student);
        clock.switchTo(Clock.Account.SETUP);
    }

    private void commitIfDue(Student student) {
        if (pace.isDue()) {
            commitNow(student);
        }
    }

    private void commitNow(Student student) {
        commit(() -> writer.commitHeld(info, student::save));
    }

    private void commit(Runnable commit) {
        pace.commit(commit);
        info = writer.info();
    }

    private void keepAtEnd(Student student) {
        if (keep != Keep.NONE) {
            clock.switchTo(Clock.Account.CHECKPOINT);
            writer.keepAtEnd(info, student::save);
        }
    }

    /** A run can only be committed inside a task whose start is committed. */
    private void commitBeforeLong(Lesson lesson, Student student) {
        if (lesson.inOneGo() && !isStartCommitted() && pace.isLong(clock.timings().trainSeconds() / watch.updates() * lesson.updates())) {
            clock.switchTo(Clock.Account.CHECKPOINT);
            commitNow(student);
            clock.switchTo(Clock.Account.SETUP);
        }
    }

    private boolean isStartCommitted() {
        return writer.info().tasksDone() == info.tasksDone();
    }

    /** Commits the run between two passes over the examples of a lesson. */
    private final class InsideLesson implements RunWatch.Inside {
        @Override
        public boolean isDue() {
            return isStartCommitted() && pace.isDueInside();
        }

        /** The cost stays that of the start until the task is over, as do the rows. */
        @Override
        public void commit(int parts, CheckpointWriter state) {
            Clock.Account account = clock.switchTo(Clock.Account.CHECKPOINT);
            info = info.withParts(parts, clock.timings(), info.cost());
            RunEngine.this.commit(() -> writer.commitInside(info, state));
            clock.switchTo(account);
        }
    }

    private void end(RunStatus status, Optional<String> message, Optional<StopPoint> stop) {
        clock.switchTo(Clock.Account.CHECKPOINT);
        info = info.withProgress(info.tasksDone(), clock.timings(), info.cost()).finished(status, message, stop);
        writer.finish(info);
        info = writer.info();
        attempts.end();
        listener.ended(run, info);
    }
}
