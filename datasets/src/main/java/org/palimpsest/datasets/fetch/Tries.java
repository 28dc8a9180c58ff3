package org.palimpsest.datasets.fetch;

import java.time.Duration;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Meter;
import org.palimpsest.datasets.ProgressMonitor;

/** Tries to bring a file until it is here or no hope is left. */
final class Tries {
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);
    private static final Duration LONGEST_SERVER_WAIT = Duration.ofMinutes(5);
    /** What a try must add so that those before it are forgotten: a bad line may cut a large file often. */
    private static final long PROGRESS = 1 << 20;

    private final Settings settings;
    private final WaysOut out;
    private final ProgressMonitor monitor;
    private final Pause pause;
    private int failures;
    private boolean damaged;
    private long furthest;

    Tries(Settings settings, WaysOut out, ProgressMonitor monitor, Pause pause) {
        this.settings = settings;
        this.out = out;
        this.monitor = monitor;
        this.pause = pause;
    }

    /** One try. */
    interface Try {
        void run() throws FailedTry, InterruptedException;
    }

    /**
     * Tries until one try succeeds.
     *
     * @throws DatasetException if it came damaged twice, if the settings' number of tries in a row brought nothing new,
     *     or if nobody answered at the first one
     */
    void run(PartFile part, Try bring) throws InterruptedException {
        boolean contact = false;
        while (true) {
            try {
                bring.run();
                return;
            } catch (FailedTry e) {
                // waiting helps a line that has just broken, not a machine that is offline
                contact |= e.kind() != FailedTry.Kind.UNREACHABLE;
                if (!contact) {
                    throw out.offline(e);
                }
                if (e.kind() == FailedTry.Kind.DAMAGED) {
                    startOver(part, e);
                } else {
                    wait(part, e);
                }
            }
        }
    }

    private void startOver(PartFile part, FailedTry fault) {
        part.discard();
        if (damaged) {
            throw out.damaged(fault);
        }
        damaged = true;
        furthest = 0;
    }

    private void wait(PartFile part, FailedTry fault) throws InterruptedException {
        if (part.length() >= furthest + PROGRESS) {
            furthest = part.length();
            failures = 0;
        }
        failures++;
        if (failures >= settings.attempts()) {
            throw fault.kind() == FailedTry.Kind.UNREACHABLE ? out.offline(fault) : out.gaveUp(failures, part, fault);
        }
        Duration length = fault.serverWait().map(asked -> shorter(asked, LONGEST_SERVER_WAIT)).orElseGet(this::backoff);
        String what = out.name() + ": " + fault.getMessage() + "; next try in " + length.toMillis() / 1000.0 + " s";
        try (Meter waiting = monitor.begin(what, -1, "")) {
            pause.of(length);
        }
    }

    private Duration backoff() {
        return shorter(settings.backoff().multipliedBy(1L << Math.min(failures - 1, 16)), LONGEST_BACKOFF);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
