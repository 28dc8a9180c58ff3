package org.palimpsest.harness.cli;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Says that long work goes on, a line a minute, to whoever watches a file instead of a terminal. */
final class Heartbeat {
    private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier clock;
    private final Consumer<String> out;
    private long last;

    /**
     * Silence begins now.
     *
     * @param clock nanoseconds, as {@link System#nanoTime}
     * @param out gets each line
     */
    Heartbeat(LongSupplier clock, Consumer<String> out) {
        this.clock = clock;
        this.out = out;
        last = clock.getAsLong();
    }

    /** Says something that is worth a line by itself. */
    synchronized void say(String line) {
        out.accept(line);
        last = clock.getAsLong();
    }

    /** Says how far the work is if nothing was said for a minute. */
    synchronized void beat(Supplier<String> how) {
        if (clock.getAsLong() - last >= PAUSE) {
            say(how.get());
        }
    }
}
