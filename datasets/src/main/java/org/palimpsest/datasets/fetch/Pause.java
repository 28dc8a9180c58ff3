package org.palimpsest.datasets.fetch;

import java.time.Duration;

/** Waits; tests only write down how long. */
interface Pause {
    /** Waits on the caller's thread. */
    Pause SLEEP = length -> Thread.sleep(length.toMillis());

    void of(Duration length) throws InterruptedException;
}
