package org.palimpsest.harness.instructions;

/** Where a prompt that is too long is cut. */
enum Cut {
    /** Its begin is left out. */
    START,
    /** Its end is left out. */
    END
}
