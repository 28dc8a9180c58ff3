package org.palimpsest.harness.cli;

/** The machine does not allow what was asked; the message says what is missing and how to get it. */
final class EnvironmentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EnvironmentException(String message, Throwable cause) {
        super(message, cause);
    }
}
