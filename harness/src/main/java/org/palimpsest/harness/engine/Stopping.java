package org.palimpsest.harness.engine;

import java.util.concurrent.atomic.AtomicReference;

/** What is to be done when somebody stops the process, which is no fault of the run at work. */
public final class Stopping {
    private static final Runnable NOTHING = () -> {};
    private static final AtomicReference<Runnable> ACTION = new AtomicReference<>(NOTHING);

    private Stopping() {}

    /** From now on, this, in place of what was to be done before. */
    public static void set(Runnable action) {
        ACTION.set(action);
    }

    /** From now on, nothing. */
    public static void clear() {
        ACTION.set(NOTHING);
    }

    /** The process is being stopped. */
    public static void now() {
        ACTION.getAndSet(NOTHING).run();
    }
}
