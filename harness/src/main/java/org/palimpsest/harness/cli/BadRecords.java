package org.palimpsest.harness.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.palimpsest.results.record.BadRecordException;

/** Records that a command had to do without, and what it says of them in the end. */
final class BadRecords implements Consumer<BadRecordException> {
    private final Map<Optional<Path>, String> faults = new LinkedHashMap<>();

    @Override
    public void accept(BadRecordException fault) {
        faults.putIfAbsent(fault.file(), fault.getMessage());
    }

    /** Tells of them, if there are any, and returns the exit code. */
    int report(PrintWriter err, int otherwise) {
        if (faults.isEmpty()) {
            return otherwise;
        }
        err.println(faults.size() == 1 ? "A record cannot be used, and all else is without it:" : faults.size()
                + " records cannot be used, and all else is without them:");
        faults.values().forEach(fault -> err.println("  " + fault));
        err.flush();
        return Exit.ENVIRONMENT;
    }
}
