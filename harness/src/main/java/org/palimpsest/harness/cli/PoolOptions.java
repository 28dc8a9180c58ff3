package org.palimpsest.harness.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.engine.Machine;
import org.palimpsest.harness.engine.SuiteRunner;
import org.palimpsest.harness.pool.Crew;
import org.palimpsest.results.record.BadRecordException;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunStore;
import picocli.CommandLine.Option;

/** How many processes make runs, and where. */
final class PoolOptions {
    private static final String AUTO = "auto";
    private static final String WORKERS = "PALIMPSEST_WORKERS";
    private static final int MOST_WORKERS = 1024;
    private static final long MOST_SECONDS = 10_000_000;
    /** What a worker is taken to need where no run of its benchmark is recorded. */
    private static final long USUAL_BYTES = 3L << 29;
    private static final long RESERVE = 1L << 29;

    @Option(names = "--workers", paramLabel = "N|auto", description = "processes that make runs at once; auto: as many as there are cores for the threads "
            + "of a run, and memory (default: PALIMPSEST_WORKERS, or auto)")
    private String workers;

    @Option(names = "--devices", paramLabel = "cuda:0,cuda:1", description = "devices that workers are spread over, instead of --device")
    private List<String> devices = List.of();

    @Option(names = "--per-device", paramLabel = "K", defaultValue = "1", description = "workers on each of --devices (default: ${DEFAULT-VALUE})")
    private int perDevice;

    @Option(names = "--fail-fast", description = "begin no further run once one has failed")
    private boolean failFast;

    @Option(names = "--stuck-after", paramLabel = "seconds", defaultValue = "600",
            description = "a worker that neither gets on nor computes for so long is ended, and its run goes on in another one (default: ${DEFAULT-VALUE})")
    private long stuckAfter;

    @Option(names = "--as-worker", hidden = true, paramLabel = "device", description = "make the runs that are handed out on standard input")
    private String worker;

    /** The device of a process that makes what another one hands out; empty for one that was started by a user. */
    Optional<String> worker() {
        return Optional.ofNullable(worker);
    }

    boolean failFast() {
        return failFast;
    }

    /** Says what is wrong with the options. */
    void check(Problems problems) {
        String words = words();
        if (!words.equals(AUTO) && (!words.matches("[1-9]\\d{0,3}") || Integer.parseInt(words) > MOST_WORKERS)) {
            problems.at(workers == null ? "environment" : "command line").add(workers == null ? WORKERS : "--workers", words,
                    "must be auto or a number from 1 to " + MOST_WORKERS);
        }
        problems.at("command line");
        if (perDevice < 1 || perDevice > MOST_WORKERS) {
            problems.add("--per-device", perDevice, "must be from 1 to " + MOST_WORKERS);
        }
        if (stuckAfter < 1 || stuckAfter > MOST_SECONDS) {
            problems.add("--stuck-after", stuckAfter, "must be from 1 to " + MOST_SECONDS);
        }
    }

    private String words() {
        String inEnvironment = System.getenv(WORKERS);
        return workers != null ? workers : inEnvironment == null || inEnvironment.isEmpty() ? AUTO : inEnvironment;
    }

    /** The devices of {@code --devices}, again and again, as often as each has workers; empty if there are none. */
    List<String> places(Problems problems) {
        List<String> each = Arguments.entries("--devices", devices, problems);
        return Collections.nCopies(Math.max(0, perDevice), each).stream().flatMap(List::stream).toList();
    }

    /**
     * How many processes are to make the runs of a plan that are to be made.
     *
     * @param places devices with room for one each; empty if one device is shared by all
     * @param onGpu whether that one may be a GPU, which is then shared by none unless somebody says so
     */
    int count(Plan plan, RunStore store, List<String> places, boolean onGpu) {
        boolean auto = words().equals(AUTO);
        boolean atPlaces = !places.isEmpty() && (auto || workers == null);
        int most = atPlaces ? places.size() : !auto ? Integer.parseInt(words()) : onGpu ? 1 : Runtime.getRuntime().availableProcessors();
        if (most == 1) {
            return 1;
        }
        Plan toMake = plan.only(plan.runs().stream().filter(run -> isToMake(run.id(), store)).toList());
        most = Math.max(1, Math.min(most, toMake.runs().size()));
        return auto && !atPlaces ? Math.min(most, fitting(toMake, store)) : most;
    }

    /** How many runs at once this machine has cores and memory for, at least 1. */
    private static int fitting(Plan plan, RunStore store) {
        int cores = Runtime.getRuntime().availableProcessors() / Math.max(1, plan.threads());
        long bytes = plan.runs().stream().map(run -> run.benchmark().id()).distinct().mapToLong(id -> recordedBytes(id, store)).max().orElse(USUAL_BYTES);
        return (int) Math.max(1, Math.min(cores, (Machine.availableBytes() - RESERVE) / bytes));
    }

    /** Whether a run has no record that says that it is over. */
    static boolean isToMake(RunId id, RunStore store) {
        try {
            return store.find(id).filter(SuiteRunner::isOver).isEmpty();
        } catch (BadRecordException e) {
            return false;
        }
    }

    /** Most memory that a recorded run of a benchmark has taken. */
    private static long recordedBytes(String benchmark, RunStore store) {
        return store.ids().stream().filter(id -> id.benchmark().equals(benchmark)).flatMap(id -> store.findSound(id).stream())
                .mapToLong(info -> info.cost().peakResidentBytes()).filter(bytes -> bytes > 0).max().orElse(USUAL_BYTES);
    }

    /**
     * Those who make the runs.
     *
     * @param count how many
     * @param places devices with room for one each; empty if one device is shared by all
     * @param device the one that is shared
     * @param command makes the runs, but for where, and who hands them out
     */
    Crew crew(int count, List<String> places, String device, List<String> command) {
        List<List<String>> commands = IntStream.range(0, count)
                .mapToObj(i -> command(command, count, places.isEmpty() ? device : places.get(i % places.size()))).toList();
        return new Crew(commands, failFast, Duration.ofSeconds(stuckAfter), RESERVE);
    }

    /** This program again, as it was started. */
    static List<String> program() {
        List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        // but for a debugger, which has one process
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(option -> !option.contains("jdwp")).forEach(words::add);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        return words;
    }

    private static List<String> command(List<String> command, int count, String device) {
        List<String> words = new ArrayList<>(program());
        words.add(1, "-D" + Machine.WORKERS + "=" + count);
        words.addAll(command);
        words.addAll(List.of("--quiet", "--as-worker=" + device));
        return words;
    }
}
