package org.palimpsest.harness.cli;

/** Exit codes of every command. */
final class Exit {
    /** Everything was done. */
    static final int OK = 0;
    /** Some runs failed or diverged. */
    static final int RUNS_FAILED = 1;
    /** What was compared is worse. */
    static final int WORSE = 1;
    /** The input is wrong; nothing was begun. */
    static final int BAD_INPUT = 2;
    /** The machine does not allow it: engine, device, disk, locks. */
    static final int ENVIRONMENT = 3;
    /** Somebody stopped the process; what is committed stays, and the same command goes on from there. */
    static final int STOPPED = 130;

    private Exit() {}
}
