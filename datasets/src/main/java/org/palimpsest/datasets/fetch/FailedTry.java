package org.palimpsest.datasets.fetch;

import java.time.Duration;
import java.util.Optional;

/** One try to fetch a file has failed, and another one may do better. What no further try can mend is a DatasetException. */
final class FailedTry extends Exception {
    private static final long serialVersionUID = 1L;

    /** What to do about it. */
    enum Kind {
        /** the connection ended early or the server was busy: go on where it stopped */
        CUT,
        /** what came is not the file: throw it away and start over */
        DAMAGED,
        /** nobody answers at that address */
        UNREACHABLE
    }

    private final Kind kind;
    private final transient Optional<Duration> wait;

    private FailedTry(Kind kind, String message, Optional<Duration> wait, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.wait = wait;
    }

    static FailedTry cut(String message, Throwable cause) {
        return new FailedTry(Kind.CUT, message, Optional.empty(), cause);
    }

    static FailedTry busy(String message, Optional<Duration> wait) {
        return new FailedTry(Kind.CUT, message, wait, null);
    }

    static FailedTry damaged(String what, Object expected, Object found) {
        return new FailedTry(Kind.DAMAGED, what + ": expected " + expected + ", found " + found, Optional.empty(), null);
    }

    static FailedTry unreachable(String message, Throwable cause) {
        return new FailedTry(Kind.UNREACHABLE, message, Optional.empty(), cause);
    }

    Kind kind() {
        return kind;
    }

    /** How long the server asks to be left alone, if it said so. */
    Optional<Duration> serverWait() {
        return wait;
    }
}
