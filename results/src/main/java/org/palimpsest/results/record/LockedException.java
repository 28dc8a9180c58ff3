package org.palimpsest.results.record;

import java.nio.file.Path;

/** Another process holds the results folder and did not let go in time. */
public final class LockedException extends RecordException {
    private static final long serialVersionUID = 1L;

    LockedException(Path file, String fault) {
        super(file, fault);
    }
}
