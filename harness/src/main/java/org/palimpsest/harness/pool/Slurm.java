package org.palimpsest.harness.pool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The cluster's Slurm, by its commands. It forgets jobs some minutes after their end, so that only records say what became of a run. */
public final class Slurm {
    private static final Pattern MOST_TASKS = Pattern.compile("MaxArraySize\\s*=\\s*(\\d{1,9})");
    private static final String ID_SEPARATOR = ",";

    /**
     * A task of a job that waits or is at work.
     *
     * @param state as Slurm calls it
     * @param reason why it waits, as Slurm calls it
     */
    public record Queued(String state, String reason) {}

    /** One more than the highest number that a task of a job array may have. */
    public int mostTasks() {
        Matcher line = MOST_TASKS.matcher(call(List.of("scontrol", "show", "config")));
        if (!line.find()) {
            throw new PoolException("scontrol show config does not say how large a job array may be (MaxArraySize)");
        }
        return Integer.parseInt(line.group(1));
    }

    /** Submits a script and returns the number of the job. */
    public String submit(Path script, List<String> options) {
        List<String> command = new ArrayList<>(List.of("sbatch", "--parsable"));
        command.addAll(options);
        command.add(script.toString());
        return call(command).strip().replaceFirst(";.*", "");
    }

    /** Tasks of these jobs that wait or are at work, {@code <job>_<task>} each, in the order of the queue. */
    public Map<String, Queued> queue(Collection<String> jobs) {
        Map<String, Queued> queue = new LinkedHashMap<>();
        // of a job that it has forgotten it would say that there is none, and nothing of the others
        for (String line : call(List.of("squeue", "--me", "-r", "-h", "-o", "%i|%T|%r")).lines().toList()) {
            String[] parts = line.strip().split("\\|", -1);
            if (parts.length == 3 && jobs.contains(parts[0].replaceFirst("_.*", ""))) {
                queue.put(parts[0], new Queued(parts[1], parts[2]));
            }
        }
        return queue;
    }

    /** Takes jobs out of the queue, and has those at work stopped. */
    public void cancel(Collection<String> jobs) {
        call(List.of("scancel", String.join(ID_SEPARATOR, jobs)));
    }

    private static String call(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new PoolException(command.get(0) + " failed (exit code " + code + "): " + text.strip());
            }
            return text;
        } catch (IOException e) {
            throw new PoolException("Slurm is not there: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PoolException("interrupted while " + command.get(0) + " was at work");
        }
    }
}
