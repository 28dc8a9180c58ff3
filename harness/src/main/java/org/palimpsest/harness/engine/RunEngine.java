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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.ImageStream;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.harness.api.DivergedException;
import org.palimpsest.harness.api.Learner;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.Regime;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.results.AccuracyRow;
import org.palimpsest.results.CheckpointWriter;
import org.palimpsest.results.Cost;
import org.palimpsest.results.DataInfo;
import org.palimpsest.results.ProbeRow;
import org.palimpsest.results.RecordException;
import org.palimpsest.results.RunInfo;
import org.palimpsest.results.RunStatus;
import org.palimpsest.results.RunStore;
import org.palimpsest.results.RunWriter;
import org.palimpsest.results.StopPoint;
import org.palimpsest.results.StreamInfo;
import org.palimpsest.results.Timings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one run: lesson after lesson, each followed by an evaluation of all tasks and a commit of the record. */
final class RunEngine {
    private static final Logger LOG = LoggerFactory.getLogger(RunEngine.class);

    private final PlannedRun run;
    private final RunStore store;
    private final Device device;
    private final RunListener listener;
    private final Clock clock;
    private final Optional<RunInfo> before;

    RunEngine(PlannedRun run, RunStore store, Device device, RunListener listener) {
        this.run = run;
        this.store = store;
        this.device = device;
        this.listener = listener;
        this.before = store.find(run.id()).filter(info -> info.status() == RunStatus.RUNNING);
        this.clock = new Clock(before.map(RunInfo::timings).orElse(Timings.ZERO));
    }

    /**
     * Makes the run, or the rest of it, and returns what its record says in the end. A diverged or failed run is recorded as
     * such and does not throw.
     *
     * @throws RecordException if the record cannot be written
     */
    RunInfo run() {
        Machine.threads(run.benchmark().threads());
        Machine.resetPeak();
        RandomStreams streams = RandomStreams.of(run.seed());
        ImageStream stream = ImageStream.of(run.stream(), run.dataset(), streams);
        Randomness random = new Randomness(streams);
        RunInfo start = RunInfo.started(run.id(), stream.size(), bound(), run.protocol(), run.protocolDigest(), run.methodOptions(),
                Binder.toMap(run.optimiser()), info(stream), List.of(new DataInfo(run.dataset().info().name(), run.dataset().sha256())),
                Machine.describe(device));
        RunWriter writer = before.isPresent() ? store.resume(run.id()) : store.create(start);
        try (NDManager manager = Machine.engine().newBaseManager(device)) {
            return new Attempt(manager, stream, random, writer).run();
        }
    }

    private boolean bound() {
        return run.recipe().method().regime() == Regime.JOINT;
    }

    private static StreamInfo info(ImageStream stream) {
        return new StreamInfo(stream.id(), stream.version(), stream.scenario().id(), stream.digest(),
                Arrays.stream(stream.classOrder()).boxed().toList());
    }

    /** The part of a run that needs the device. */
    private final class Attempt {
        private final NDManager manager;
        private final ImageStream stream;
        private final Randomness random;
        private final RunWriter writer;
        private final TestSet test;
        private final TaskWatch watch;
        private final Learner learner;
        private final List<Lesson> lessons;
        private RunInfo info;

        Attempt(NDManager manager, ImageStream stream, Randomness random, RunWriter writer) {
            this.manager = manager;
            this.stream = stream;
            this.random = random;
            this.writer = writer;
            this.info = writer.info().withEnvironment(Machine.describe(device));
            SupervisedTasks tasks = new SupervisedTasks(stream, manager, random);
            test = TestSet.of(stream, manager, task -> task.test());
            TestSet probe = TestSet.of(stream, manager, new ProbeSubset(run.dataset().test(), random, run.benchmark().probe().perTask()));
            watch = new TaskWatch(run, probe, clock, listener);
            watch.resume(info.cost().updates(), info.cost().examples());
            Injector injector = Guice.createInjector(new RunModule(run, manager, random, tasks.taskOfClass(), watch));
            learner = injector.getInstance(Learner.class);
            lessons = Lesson.of(run.recipe().method().regime(), tasks, stream.size());
        }

        RunInfo run() {
            Lesson current = lessons.get(0);
            try {
                start();
                for (Lesson lesson : lessons) {
                    current = lesson;
                    if (lesson.tasksAfter() > info.tasksDone()) {
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
                LOG.debug("{} failed", RunEngine.this.run.id(), e);
                end(RunStatus.FAILED, Optional.of(e.toString()), Optional.of(new StopPoint(current.index() + 1, watch.step())));
            } finally {
                learner.close();
            }
            return info;
        }

        /** Either takes up the snapshot of an interrupted run, or scores the untrained network. */
        private void start() {
            long updates = info.cost().updates();
            listener.started(RunEngine.this.run, totalUpdates(), updates);
            Optional<Path> checkpoint = writer.checkpoint();
            if (checkpoint.isPresent()) {
                restore(checkpoint.get());
            } else {
                commit(0, evaluate(0), List.of());
            }
        }

        private long totalUpdates() {
            long total = 0;
            for (int t = 0; t < stream.size(); t++) {
                total += RunEngine.this.run.benchmark().budget().totalSteps(stream.task(t).train().length);
            }
            return total;
        }

        private void teach(Lesson lesson) {
            Machine.engine().setRandomSeed(random.engineSeed("engine", lesson.index()));
            double before = clock.timings().trainSeconds();
            try (NDManager lessonManager = manager.newSubManager()) {
                TaskData data = lesson.data().apply(lessonManager);
                long steps = RunEngine.this.run.benchmark().budget().totalSteps(data.train().size());
                watch.begin(learner, lesson.index(), steps, !bound());
                clock.switchTo(Clock.Account.TRAINING);
                learner.learn(data, RunEngine.this.run.benchmark().budget());
                clock.switchTo(Clock.Account.SETUP);
            }
            listener.taskDone(RunEngine.this.run, lesson.index(), clock.timings().trainSeconds() - before);
            boolean last = lesson.tasksAfter() == stream.size();
            boolean due = lesson.tasksAfter() % RunEngine.this.run.benchmark().evaluation().every() == 0;
            commit(lesson.tasksAfter(), last || due ? evaluate(lesson.tasksAfter()) : List.of(), watch.rows());
        }

        private List<AccuracyRow> evaluate(int trained) {
            clock.switchTo(Clock.Account.EVALUATION);
            List<AccuracyRow> rows = test.score(learner, stream.size(), RunEngine.this.run.benchmark().evaluation().sweep()).stream()
                    .map(s -> new AccuracyRow(trained, s.task() + 1, s.n(), s.classIl(), s.taskIl()))
                    .toList();
            clock.switchTo(Clock.Account.SETUP);
            return rows;
        }

        private void commit(int tasksDone, List<AccuracyRow> accuracy, List<ProbeRow> probe) {
            clock.switchTo(Clock.Account.CHECKPOINT);
            Cost cost = new Cost(watch.updates(), watch.examples(), learner.memoryBytes(), Machine.peakResidentBytes());
            info = info.withProgress(tasksDone, clock.timings(), cost);
            // the last snapshot would be deleted again at once
            boolean last = tasksDone == stream.size();
            writer.commitTask(info, accuracy, probe, last ? CheckpointWriter.NONE : this::save);
            info = writer.info();
            clock.switchTo(Clock.Account.SETUP);
        }

        private void end(RunStatus status, Optional<String> message, Optional<StopPoint> stop) {
            Cost cost = new Cost(watch.updates(), watch.examples(), learner.memoryBytes(), Machine.peakResidentBytes());
            info = info.withProgress(info.tasksDone(), clock.timings(), cost).finished(status, message, stop);
            writer.finish(info);
            listener.ended(RunEngine.this.run, info);
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
}
