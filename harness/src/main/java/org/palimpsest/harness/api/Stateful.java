package org.palimpsest.harness.api;

/** Something whose state must survive between two tasks, so that a killed run can go on as if nothing had happened. */
public interface Stateful {
    /** Puts everything that later steps depend on, and that is not derived from options, into the snapshot. */
    void save(State state);

    /** Takes back what {@link #save} put there; called on a newly built object with the same options. */
    void load(State state);

    /**
     * Whether that is enough inside a task, too, between any two steps. Then, first, {@link #save} puts everything there that a step changes; second,
     * {@link #load} may come when the task has begun on an object to which all has happened that comes before its first step, and what was made then from
     * the state at the start of the task need not be in the snapshot; third, no step draws from the engine's own generator. Where it is not so, a
     * run that is killed learns the task again from its start.
     */
    default boolean savesInsideTasks() {
        return false;
    }
}
