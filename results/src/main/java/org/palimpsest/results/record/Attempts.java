package org.palimpsest.results.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts how often a run was begun, or taken up, at the same place, and the process ended without a word in the record: killed for its memory,
 * or dead in native code. The count stands beside {@code run.json} and is gone when the run, or an attempt, comes to an orderly end.
 */
public final class Attempts {
    private static final Pattern LINE = Pattern.compile("task (\\d{1,9}) part (\\d{1,9}) attempt (\\d{1,9})\\s*");

    private final Disk disk;
    private final Path file;

    Attempts(Disk disk, RunFolder folder) {
        this.disk = disk;
        this.file = folder.path().resolve("attempts");
    }

    /** Attempts so far that began where the run stands and came to no end; a count that cannot be read is none. */
    public int deaths(RunInfo progress) {
        try {
            Matcher line = LINE.matcher(Files.isRegularFile(file) ? Files.readString(file, StandardCharsets.US_ASCII) : "");
            boolean here = line.matches() && Integer.parseInt(line.group(1)) == progress.tasksDone()
                    && Integer.parseInt(line.group(2)) == progress.partsDone();
            return here ? Integer.parseInt(line.group(3)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Another attempt begins where the run stands. */
    public void begin(RunInfo progress) {
        String line = "task " + progress.tasksDone() + " part " + progress.partsDone() + " attempt " + (deaths(progress) + 1) + "\n";
        disk.write(file, line.getBytes(StandardCharsets.US_ASCII));
    }

    /** The run has ended, or whoever stops it says so. */
    public void end() {
        disk.delete(file);
    }
}
