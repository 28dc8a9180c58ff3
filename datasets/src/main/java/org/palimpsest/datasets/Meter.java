package org.palimpsest.datasets;

/** Counts one piece of long work on data until it is closed; several threads may do the work. */
public interface Meter extends AutoCloseable {
    /**
     * Hears of work that has been done.
     *
     * @param amount how much since the last call, in the unit the work was begun with; 0 or more
     */
    void add(long amount);

    /** The work has ended, done or not. */
    @Override
    void close();
}
