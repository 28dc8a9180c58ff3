package org.palimpsest.harness.engine;

import org.palimpsest.results.record.RunInfo;

/** Which states of a run stay in its folder, for models to be made of them. */
public enum Keep {
    /** None: while a run is under way there is the one that it goes on from, and then none. */
    NONE,
    /** The one at the end. */
    LAST,
    /** The one after every task. */
    ALL;

    /**
     * Whether a finished run has the states that there should be.
     *
     * @param lessons how many it had
     */
    public boolean isMet(RunInfo info, int lessons) {
        return switch (this) {
            case NONE -> true;
            case LAST -> info.keptTasks().contains(info.tasks());
            case ALL -> info.keptTasks().size() >= lessons;
        };
    }
}
