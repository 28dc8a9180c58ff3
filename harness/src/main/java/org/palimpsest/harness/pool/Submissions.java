package org.palimpsest.harness.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunStore;

/** What was submitted of a suite to a cluster, in {@code <results>/slurm/<name>}: lists of runs, scripts, output, and the jobs that make them. */
public final class Submissions {
    private static final String JOBS = "jobs.txt";
    private static final String ALL = "all.runs";

    private final Path folder;
    private final RunStore store;
    private final Slurm slurm;

    /**
     * A job.
     *
     * @param number Slurm's
     * @param list of runs
     * @param first line of the list that its task 0 begins with
     * @param perTask lines of a task
     */
    private record Job(String number, String list, int first, int perTask) {}

    /** Of a suite, or what was chosen of one, by the name of its leaderboard. */
    public Submissions(Path results, String name, RunStore store, Slurm slurm) {
        folder = results.toAbsolutePath().normalize().resolve("slurm").resolve(name);
        this.store = store;
        this.slurm = slurm;
    }

    /** Where all of it is. */
    public Path folder() {
        return folder;
    }

    /**
     * The runs that a share of a list is, {@code first:last:file}, lines from 0, the last one left out.
     *
     * @throws PoolException if it is none
     */
    public static Set<RunId> share(String share) {
        String[] parts = share.split(":", 3);
        if (parts.length < 3 || !(parts[0] + parts[1]).matches("\\d{2,18}")) {
            throw new PoolException("--share " + share + ": must be first:last:file");
        }
        List<RunId> all = RunStore.names(Path.of(parts[2]));
        int first = Math.min(Integer.parseInt(parts[0]), all.size());
        return new LinkedHashSet<>(all.subList(first, Math.max(first, Math.min(Integer.parseInt(parts[1]), all.size()))));
    }

    /**
     * Submits runs in the order given.
     *
     * @param command makes runs, but for the option that says which
     * @param perTask runs of a task
     * @param atOnce tasks at work at once; 0 for as many as there are
     * @param options for Slurm
     * @return numbers of the jobs
     */
    public List<String> submit(List<RunId> runs, List<String> command, int perTask, int atOnce, List<String> options) {
        int most = slurm.mostTasks();
        List<String> numbers = new ArrayList<>();
        try {
            Path logs = Files.createDirectories(folder.resolve("logs"));
            String list = next();
            store.keepNames(folder.resolve(list), runs);
            int tasks = (runs.size() + perTask - 1) / perTask;
            for (int from = 0; from < tasks; from += most) {
                int count = Math.min(most, tasks - from);
                int first = from * perTask;
                Path script = folder.resolve(list.replace(".runs", "-" + first + ".sh"));
                JobScript text = new JobScript("palimpsest-" + folder.getFileName(), command, folder.resolve(list), perTask, options, logs);
                Files.writeString(script, text.text(first));
                String number = slurm.submit(script, List.of("--array=0-" + (count - 1) + (atOnce > 0 ? "%" + atOnce : "")));
                Files.writeString(folder.resolve(JOBS), number + " " + list + " " + first + " " + perTask + "\n", StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                numbers.add(number);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return numbers;
    }

    /** Keeps what all of it consists of. */
    public void keep(Collection<RunId> runs) {
        store.keepNames(folder.resolve(ALL), runs);
    }

    /** What all of it consists of; nothing if it was never submitted. */
    public List<RunId> all() {
        Path file = folder.resolve(ALL);
        return Files.exists(file) ? RunStore.names(file) : List.of();
    }

    private String next() {
        int number = 1;
        while (Files.exists(folder.resolve(number + ".runs"))) {
            number++;
        }
        return number + ".runs";
    }

    /** The runs that wait in the cluster or are at work there. */
    public Map<RunId, Slurm.Queued> queued() {
        Map<String, Job> jobs = jobs();
        Map<RunId, Slurm.Queued> runs = new LinkedHashMap<>();
        Map<String, List<RunId>> lists = new HashMap<>();
        if (!jobs.isEmpty()) {
            slurm.queue(jobs.keySet()).forEach((task, how) -> {
                Job job = jobs.get(task.replaceFirst("_.*", ""));
                List<RunId> all = lists.computeIfAbsent(job.list(), list -> RunStore.names(folder.resolve(list)));
                int first = job.first() + Integer.parseInt(task.replaceFirst(".*_", "")) * job.perTask();
                all.subList(Math.min(first, all.size()), Math.min(first + job.perTask(), all.size())).forEach(run -> runs.put(run, how));
            });
        }
        return runs;
    }

    /** Stops what is at work, and takes the rest out of the queue; how many runs that are. */
    public int cancel() {
        int queued = queued().size();
        if (queued > 0) {
            slurm.cancel(jobs().keySet());
        }
        return queued;
    }

    private Map<String, Job> jobs() {
        Map<String, Job> jobs = new LinkedHashMap<>();
        Path file = folder.resolve(JOBS);
        if (Files.exists(file)) {
            try {
                for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                    String[] parts = line.split(" ");
                    if (parts.length != 4 || !(parts[2] + parts[3]).matches("\\d{2,18}")) {
                        throw new PoolException(file + ": '" + line + "' is no line of a submitted job");
                    }
                    jobs.put(parts[0], new Job(parts[0], parts[1], Integer.parseInt(parts[2]), Integer.parseInt(parts[3])));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return jobs;
    }
}
