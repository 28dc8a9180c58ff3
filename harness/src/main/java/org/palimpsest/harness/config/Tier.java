package org.palimpsest.harness.config;

/** How long it takes to get a published value again. */
public enum Tier {
    /** Seconds to two minutes, on embedded data. */
    SMOKE,
    /** Data of MNIST's size: minutes to an hour for each run, on one core. */
    HOUR,
    /** Everything else. */
    FULL;

    /** As it is written. */
    @Override
    public String toString() {
        return Words.of(this);
    }
}
