package org.palimpsest.harness.api;

/** Something whose state must survive between two tasks, so that a killed run can go on as if nothing had happened. */
public interface Stateful {
    /** Puts everything that later steps depend on, and that is not derived from options, into the snapshot. */
    void save(State state);

    /** Takes back what {@link #save} put there; called on a newly built object with the same options. */
    void load(State state);
}
