package org.palimpsest.harness.cli;

import com.google.inject.Injector;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problem;
import org.palimpsest.harness.engine.SuiteRunner;
import org.palimpsest.harness.pool.Slurm;
import org.palimpsest.harness.pool.Submissions;
import org.palimpsest.results.record.BadRecordException;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.RunStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code status}: how far a suite is that was submitted to a cluster. */
@Command(name = "status", mixinStandardHelpOptions = true, description = {
    "How far a suite is that was submitted to a cluster: by the records what is made, by the cluster's queue what waits or is at work.",
    "Runs that are neither made nor in the cluster were cancelled, or their job failed: 'submit' submits them again."})
final class StatusCommand implements Callable<Integer> {
    private static final String LOST = "neither made nor in the cluster";

    @Mixin
    private CommonOptions common;

    @Mixin
    private ResultsOptions results;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "<name>", description = "name of the suite's leaderboard, as 'submit' told it")
    private String name;

    @Option(names = "--json", description = "print each run's state as JSON")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Injector injector = common.injector();
        RunStore store = results.store(injector);
        Submissions submissions = submissions(name, results, store);
        List<RunId> planned = submissions.all();
        Map<RunId, Slurm.Queued> queued = submissions.queued();
        Map<String, String> states = new LinkedHashMap<>();
        BadRecords bad = new BadRecords();
        planned.forEach(id -> states.put(id.relativePath().toString(), state(id, store, Optional.ofNullable(queued.get(id)), bad)));
        if (json) {
            Json.print(states, out);
        } else {
            Map<String, Long> counts = states.values().stream().collect(Collectors.groupingBy(state -> state, TreeMap::new, Collectors.counting()));
            out.println(name + ": " + planned.size() + " runs");
            counts.forEach((state, count) -> out.println(String.format(Locale.ROOT, "%6d  %s", count, state)));
        }
        out.flush();
        return bad.report(spec.commandLine().getErr(), Exit.OK);
    }

    /**
     * What was submitted.
     *
     * @throws InvalidInputException if nothing was, of that name
     */
    static Submissions submissions(String name, ResultsOptions results, RunStore store) {
        if (name.matches("[\\w.+-]+")) {
            Submissions submissions = new Submissions(results.folder(), name, store, new Slurm());
            if (!submissions.all().isEmpty()) {
                return submissions;
            }
        }
        throw new InvalidInputException(new Problem(results.folder().toString(), "name", name, "nothing of that name was submitted from here"));
    }

    private static String state(RunId id, RunStore store, Optional<Slurm.Queued> queued, BadRecords bad) {
        try {
            Optional<RunInfo> info = store.find(id);
            if (queued.isPresent() && info.filter(SuiteRunner::isOver).isEmpty()) {
                String reason = queued.get().reason();
                return queued.get().state() + (reason.isEmpty() || reason.equals("None") ? "" : " (" + reason + ")");
            }
            return info.map(known -> known.status() == RunStatus.RUNNING ? "begun, and " + LOST : known.status().id()).orElse(LOST);
        } catch (BadRecordException e) {
            bad.accept(e);
            return "cannot be used";
        }
    }
}
