package org.palimpsest.harness.api;

/** Training left the numbers behind: a loss or a score is not finite. Ends the run, not the suite. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long step;

    /**
     * Divergence.
     *
     * @param what what was found, e.g. {@code loss is NaN}
     * @param step update inside the task, from 1
     */
    public DivergedException(String what, long step) {
        super(what);
        this.step = step;
    }

    /** Update inside the task at which it was found, from 1. */
    public long step() {
        return step;
    }
}
