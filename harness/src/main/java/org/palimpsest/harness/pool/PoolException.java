package org.palimpsest.harness.pool;

/** Workers cannot work; the message is meant for people. */
public final class PoolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says why. */
    public PoolException(String message) {
        super(message);
    }
}
