package org.palimpsest.harness.engine;

import ai.djl.ndarray.NDManager;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.results.record.RunInfo;

/** Hears how a suite gets on; for progress displays and measurements. */
public interface RunListener {
    /** A run was found finished in the results folder, and is not made again. */
    default void skipped(PlannedRun run, RunInfo info) {}

    /** All arrays of a run, which is about to begin, will belong to this manager or to one below it. */
    default void opened(PlannedRun run, NDManager manager) {}

    /** The record of a run cannot be used; the run is not made. */
    default void unusable(PlannedRun run) {}

    /**
     * A run begins, or goes on after an interruption.
     *
     * @param updates updates of the whole run, as far as the budget tells
     * @param done updates made before the interruption
     */
    default void started(PlannedRun run, long updates, long done) {}

    /** A run, which another process makes, is in a task (from 0), and so many updates of it are made by now. */
    default void progressed(PlannedRun run, int task, long updates) {}

    /** The process that made a run is gone; it goes on in another one. */
    default void lost(PlannedRun run) {}

    /** A run waits for what another one is making; told again and again. */
    default void waiting(PlannedRun run) {}

    /** An update was made in a task (from 0). */
    default void updated(PlannedRun run, int task) {}

    /** A task (from 0) was learned; the seconds are those of training alone. */
    default void taskDone(PlannedRun run, int task, double trainSeconds) {}

    /** A run ended, well or not. */
    default void ended(PlannedRun run, RunInfo info) {}
}
