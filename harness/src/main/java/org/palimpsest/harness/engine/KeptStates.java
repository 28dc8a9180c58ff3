package org.palimpsest.harness.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.results.record.BadRecordException;
import org.palimpsest.results.record.Cost;
import org.palimpsest.results.record.RunStore;
import org.palimpsest.results.record.Timings;

/** Brings learners back as they were when their states were kept. */
public final class KeptStates {
    private final Courses courses;
    private final RunStore store;
    private final Device device;

    /** Those of a store. */
    public KeptStates(Courses courses, RunStore store, Device device) {
        this.courses = courses;
        this.store = store;
        this.device = device;
    }

    /**
     * Makes use of the student of a run as it was after a task.
     *
     * @param task from 1
     * @param use is given the student, which is closed afterwards
     * @throws BadRecordException if there is no such state, or it cannot be read
     */
    public <T> T after(PlannedRun run, int task, Function<Student, T> use) {
        Path state = store.kept(run.id(), task);
        Machine.threads(run.benchmark().threads());
        Host host = Machine.on(device);
        Clock clock = new Clock(Timings.ZERO, host);
        RunWatch watch = new RunWatch(run, clock, new RunListener() {}, host, List.of(), RunWatch.Inside.NEVER, Cost.ZERO);
        try (NDManager manager = Machine.engine().newBaseManager(device);
                Student student = courses.open(run, manager)
                        .enrol(new RunContext(watch, clock, store.bases(), List.of(), Optional.empty(), new ReadingLog()))) {
            load(student, state);
            return use.apply(student);
        }
    }

    private static void load(Student student, Path state) {
        try {
            student.load(state);
        } catch (IOException | RuntimeException e) {
            throw new BadRecordException(state, "cannot be read: " + e.getMessage() + "; if the code has changed since it was kept, use the code of then");
        }
    }
}
