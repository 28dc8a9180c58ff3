package org.palimpsest.ale;

/** A game that cannot be played, for want of a file with the right bytes. */
final class MissingRom extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says which, why, and the way out. */
    MissingRom(String message) {
        super(message);
    }
}
