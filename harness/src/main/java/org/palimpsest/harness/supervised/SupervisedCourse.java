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
public interface SupervisedCourse extends Course {
    /** What is run. */
    PlannedRun run();

    /** Owner of everything on the device. */
    NDManager manager();

    /** The chance of the run. */
    Randomness random();

    /** What is trained on. */
    TrainingData training();

    /** Training per task. */
    Budget budget();

    /** When a student is scored inside a task. */
    ProbeSchedule probes();

    /** What changes training examples at random. */
    Augmentation augmentation();

    /** What a network is trained towards. */
    Class<? extends Objective> objective();

    /**
     * Makes a network as a run begins with.
     *
     * @param owner lives as long as the network
     * @param engineSeed what the engine's chance begins with
     */
    Network network(NDManager owner, int engineSeed);
}
