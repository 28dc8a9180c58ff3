package org.palimpsest.harness.api;

/** How the engine feeds a stream to a method. */
public enum Regime {
    /** Task after task, each seen once: continual learning. */
    SEQUENTIAL,
    /** All tasks' data at once, as a single task: an upper bound, shown in leaderboards but not ranked. */
    JOINT,
    /** At every task the data of all tasks so far: an upper bound as well. */
    CUMULATIVE
}
