package org.palimpsest.harness.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.google.inject.Guice;
import com.google.inject.Injector;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problem;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Classifier;
import org.palimpsest.harness.api.DivergedException;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.Regime;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.PlannedImages;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.gauges.Gauge;
import org.palimpsest.harness.gauges.GaugeReader;
import org.palimpsest.harness.gauges.Gauges;
import org.palimpsest.results.record.CheckpointWriter;
import org.palimpsest.results.record.Cost;
import org.palimpsest.results.record.Examination;
import org.palimpsest.results.record.GaugeRow;
import org.palimpsest.results.record.ProbeRow;
import org.palimpsest.results.record.RecordException;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.RunStore;
import org.palimpsest.results.record.RunWriter;
import org.palimpsest.results.record.StopPoint;
import org.palimpsest.results.record.Timings;
import org.palimpsest.results.record.TrainingRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one run: lesson after lesson, each followed by an examination on all tasks and a commit of the record. */
final class RunEngine {
    private static final Logger LOG = LoggerFactory.getLogger(RunEngine.class);

    private final PlannedRun run;
    private final List<Gauge> gauges;
    private final Budget budget;
    private final boolean bound;
    private final RunListener listener;
    private final NDManager manager;
    private final Randomness random;
    private final Clock clock;
    private final RunWriter writer;
    private final Course course;
    private final TaskWatch watch;
    private final SharedBase base;
    private Classifier learner;
    private GaugeReader panel;
    private RunInfo info;

    private RunEngine(PlannedRun run, List<Gauge> wanted, RunStore store, NDManager manager, RunListener listener) {
        this.run = run;
        this.budget = run.benchmark().budget();
        this.bound = run.recipe().method().regime() != Regime.SEQUENTIAL;
        this.listener = listener;
        this.manager = manager;
        this.random = new Randomness(run.seed());
        Optional<RunInfo> begun = store.find(run.id()).filter(i -> i.status() == RunStatus.RUNNING);
        clock = new Clock(begun.map(RunInfo::timings).orElse(Timings.ZERO));
        course = course();
        gauges = begun.map(RunEngine::gauges).orElse(wanted);
        writer = begun.isPresent() ? store.resume(run.id()) : store.create(RunInfo.started(run.id(), course.tasks(), bound,
                run.protocol(), run.protocolDigest(), run.methodOptions(), Binder.toMap(run.optimiser()), course.info(), course.data(),
                Machine.describe(manager.getDevice())).withGauges(gauges.stream().map(Gauge::id).toList()));
        info = writer.info().withEnvironment(Machine.describe(manager.getDevice()));
        watch = new TaskWatch(run, course, clock, listener, info.cost());
        base = new SharedBase(run, store.bases(), manager, random, watch, clock, !gauges.isEmpty());
    }

    /** An interrupted run goes on with the gauges that it began with, so that its table has no gap. */
    private static List<Gauge> gauges(RunInfo begun) {
        List<Problem> problems = new ArrayList<>();
        List<Gauge> gauges = Gauges.of(begun.gauges(), begun.id().relativePath().toString(), "gauges", problems);
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return gauges;
    }

    /** The one place that knows which kinds of streams there are. */
    private Course course() {
        if (run.stream() instanceof PlannedImages images) {
            return new ImageCourse(run, images, manager);
        }
        throw new IllegalArgumentException("no course for " + run.stream().getClass());
    }

    /**
     * Makes a run, or the rest of it, and returns what its record says in the end. A diverged or failed run is recorded as such
     * and does not throw.
     *
     * @param gauges to read on the way, if the run is not begun already
     * @throws RecordException if the record cannot be written
     */
    static RunInfo run(PlannedRun run, List<Gauge> gauges, RunStore store, Device device, RunListener listener) {
        Machine.threads(run.benchmark().threads());
        Machine.resetPeak();
        try (NDManager manager = Machine.engine().newBaseManager(device)) {
            return new RunEngine(run, gauges, store, manager, listener).run();
        }
    }

    private RunInfo run() {
        List<Lesson> lessons = course.lessons();
        Lesson current = lessons.get(0);
        try {
            start(lessons.get(0));
            for (Lesson lesson : lessons) {
                if (lesson.tasksAfter() > info.tasksDone()) {
                    current = lesson;
                    teach(lesson);
                }
            }
            end(RunStatus.FINISHED, Optional.empty(), Optional.empty());
        } catch (DivergedException e) {
            long step = e.step() > 0 ? e.step() : watch.step();
            end(RunStatus.DIVERGED, Optional.of(e.getMessage()), Optional.of(new StopPoint(current.index() + 1, step)));
        } catch (RecordException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.debug("{} failed", run.id(), e);
            end(RunStatus.FAILED, Optional.of(e.toString()), Optional.of(new StopPoint(current.index() + 1, watch.step())));
        } finally {
            if (learner != null) {
                learner.close();
            }
        }
        return info;
    }

    /** Makes the learner, and takes up the snapshot of an interrupted run or examines it untrained. */
    private void start(Lesson first) {
        Injector injector = Guice.createInjector(new RecipeBindings(run, manager, random, base), course.bindings(watch));
        learner = injector.getInstance(Classifier.class);
        panel = course.panel(injector, gauges);
        watch.observe(panel, course.work(injector));
        listener.started(run, course.updates(budget), watch.updates());
        Optional<Path> checkpoint = writer.checkpoint();
        if (checkpoint.isPresent()) {
            restore(checkpoint.get());
        } else if (info.tasksDone() == 0) {
            Examination untrained = examine(0);
            commit(0, untrained, List.of(), gaugeUntrained(first), List.of());
        }
    }

    private void teach(Lesson lesson) {
        Machine.engine().setRandomSeed(random.engineSeed("engine", lesson.index()));
        double before = clock.timings().trainSeconds();
        try (NDManager lessonManager = manager.newSubManager()) {
            TaskData data = lesson.data().apply(lessonManager);
            Budget ofTask = budget.ofTask(lesson.index());
            watchGauges(data);
            watch.begin(learner, lesson.index(), ofTask.totalSteps(data.train().size()),
                    ofTask.stepsPerEpoch(data.train().size()), !bound);
            clock.switchTo(Clock.Account.TRAINING);
            learner.learn(data, ofTask);
            watch.end();
            clock.switchTo(Clock.Account.SETUP);
        }
        listener.taskDone(run, lesson.index(), clock.timings().trainSeconds() - before);
        boolean last = lesson.tasksAfter() == course.tasks();
        boolean due = lesson.tasksAfter() % run.benchmark().evaluation().every() == 0;
        Examination examination = last || due ? examine(lesson.tasksAfter()) : Examination.NONE;
        List<GaugeRow> readings = new ArrayList<>(watch.readings());
        readings.addAll(gauge(lesson.tasksAfter(), watch.step()));
        commit(lesson.tasksAfter(), examination, watch.rows(), readings, watch.training(lesson.tasksAfter()));
    }

    private List<GaugeRow> gaugeUntrained(Lesson first) {
        if (!panel.isOn()) {
            return List.of();
        }
        try (NDManager scratch = manager.newSubManager()) {
            watchGauges(first.data().apply(scratch));
        }
        return gauge(0, 0);
    }

    private void watchGauges(TaskData data) {
        if (panel.isOn()) {
            clock.switchTo(Clock.Account.GAUGING);
            panel.begin(data);
            clock.switchTo(Clock.Account.SETUP);
        }
    }

    /** Comes after the examination: the engine's generator is not where the task left it when gauges have been read. */
    private List<GaugeRow> gauge(int trainedTask, long step) {
        if (!panel.isOn()) {
            return List.of();
        }
        clock.switchTo(Clock.Account.GAUGING);
        List<GaugeRow> rows = panel.read(trainedTask, step, false);
        clock.switchTo(Clock.Account.SETUP);
        return rows;
    }

    private Examination examine(int trainedTask) {
        clock.switchTo(Clock.Account.EVALUATION);
        Examination examination = course.examine(learner, trainedTask);
        clock.switchTo(Clock.Account.SETUP);
        return examination;
    }

    private void commit(
            int tasksDone, Examination examination, List<ProbeRow> probe, List<GaugeRow> readings, List<TrainingRow> training) {
        clock.switchTo(Clock.Account.CHECKPOINT);
        Cost cost = watch.cost(learner.memoryBytes(), Machine.deviceBytes(manager.getDevice()));
        info = base.use().map(info::withBase).orElse(info).withProgress(tasksDone, clock.timings(), cost);
        // nothing goes on from the last task
        CheckpointWriter checkpoint = tasksDone == course.tasks() ? CheckpointWriter.NONE : this::save;
        writer.commitTask(info, examination, probe, readings, training, checkpoint);
        info = writer.info();
        clock.switchTo(Clock.Account.SETUP);
    }

    private void end(RunStatus status, Optional<String> message, Optional<StopPoint> stop) {
        info = info.withProgress(info.tasksDone(), clock.timings(), info.cost()).finished(status, message, stop);
        writer.finish(info);
        listener.ended(run, info);
    }

    private void save(Path file) throws IOException {
        try (NDManager scratch = manager.newSubManager(); OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            State state = new State(scratch);
            learner.save(state);
            state.write(out);
        }
    }

    private void restore(Path file) {
        try (NDManager scratch = manager.newSubManager(); InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            learner.load(State.read(scratch, in));
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoint " + file + " cannot be read", e);
        }
    }
}
