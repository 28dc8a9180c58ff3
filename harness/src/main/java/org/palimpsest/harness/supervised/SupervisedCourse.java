package org.palimpsest.harness.supervised;

import ai.djl.ndarray.NDManager;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Objective;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.engine.Course;
import org.palimpsest.harness.engine.ProbeSchedule;

/** A stream whose examples say what is right. */
public abstract class SupervisedCourse implements Course {
    private final PlannedRun run;
    private final NDManager manager;
    private final Randomness random;
    private final Budget budget;
    private final ProbeSpec probe;

    /**
     * The stream of a run.
     *
     * @param manager owner of everything on the device
     * @param budget training per task
     * @param probe the small evaluations inside a task
     */
    protected SupervisedCourse(PlannedRun run, NDManager manager, Budget budget, ProbeSpec probe) {
        this.run = run;
        this.manager = manager;
        this.random = new Randomness(run.seed());
        this.budget = budget;
        this.probe = probe;
    }

    /** What is run. */
    public final PlannedRun run() {
        return run;
    }

    /** Owner of everything on the device. */
    public final NDManager manager() {
        return manager;
    }

    /** The chance of the run. */
    public final Randomness random() {
        return random;
    }

    /** Training per task. */
    final Budget budget() {
        return budget;
    }

    /** When a student is scored inside a task. */
    final ProbeSchedule probes() {
        return probe.perTask() == 0 ? ProbeSchedule.NEVER : probe::next;
    }

    /** What is trained on. */
    public abstract TrainingData training();

    /** What changes training examples at random. */
    public abstract Augmentation augmentation();

    /** What a network is trained towards. */
    public abstract Class<? extends Objective> objective();

    /**
     * Makes a network as a run begins with.
     *
     * @param owner lives as long as the network
     * @param engineSeed what the engine's chance begins with
     */
    public abstract Network network(NDManager owner, int engineSeed);
}
