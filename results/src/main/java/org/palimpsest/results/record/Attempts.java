package org.palimpsest.results.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts how often a run was begun, or taken up, at the same task, and the process ended without a word in the record: killed for its memory,
 * or dead in native code. The count stands beside {@code run.json} and is gone when the run, or an attempt, comes to an orderly end.
 */
public final class Attempts {
    private static final Pattern LINE = Pattern.compile("task (\\d{1,9}) attempt (\\d{1,9})\\s*");

    private final Disk disk;
    private final Path file;

    Attempts(Disk disk, RunFolder folder) {
        this.disk = disk;
        this.file = folder.path().resolve("attempts");
    }

    /** Attempts so far that began when so many tasks were done and came to no end; a count that cannot be read is none. */
    public int deaths(int tasksDone) {
        try {
            Matcher line = LINE.matcher(Files.isRegularFile(file) ? Files.readString(file, StandardCharsets.US_ASCII) : "");
            return line.matches() && Integer.parseInt(line.group(1)) == tasksDone ? Integer.parseInt(line.group(2)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Another attempt begins when so many tasks are done. */
    public void begin(int tasksDone) {
        disk.write(file, ("task " + tasksDone + " attempt " + (deaths(tasksDone) + 1) + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** The run has ended, or whoever stops it says so. */
    public void end() {
        disk.delete(file);
    }
}
