package org.palimpsest.harness.cli;

import com.google.inject.Injector;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.palimpsest.datasets.Problems;
import org.palimpsest.results.record.BadRecordException;
import org.palimpsest.results.record.ResultsLock;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunStore;
import org.palimpsest.results.record.RunStore.Taken;
import org.palimpsest.results.record.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code merge}: takes over what was made on other machines. */
@Command(name = "merge", mixinStandardHelpOptions = true, description = {
    "Takes the runs of other results folders into this one, with the plans of their suites, so that 'leaderboard' has them all.",
    "Nothing is written over: a run that is in both with other rows is told, and stays as it is in each (exit code 1).",
    "Runs that have not ended are left where they are."})
final class MergeCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ResultsOptions results;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "results folders of other machines")
    private List<Path> folders = List.of();

    @Option(names = "--wait", paramLabel = "seconds", defaultValue = "3600",
            description = "how long to wait for another process that uses the results folder (default: ${DEFAULT-VALUE})")
    private long patience;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Problems problems = new Problems().at("command line");
        folders.stream().filter(folder -> !Files.isDirectory(folder.resolve("runs")))
                .forEach(folder -> problems.add("DIR", folder, "is no results folder, it has no folder named runs"));
        problems.throwIfAny();
        Injector injector = common.injector();
        RunStore own = results.store(injector);
        BadRecords bad = new BadRecords();
        List<String> conflicts = new ArrayList<>();
        try (ResultsLock lock = own.lock(text -> err.println(text), Duration.ofSeconds(patience))) {
            for (Path folder : folders) {
                RunStore other = RunStore.at(folder, injector.getInstance(Tables.class));
                Map<Taken, Integer> counts = take(own, other, folder, conflicts, bad);
                out.println(folder + ": " + counts.getOrDefault(Taken.NEW, 0) + " runs taken, " + counts.getOrDefault(Taken.SAME, 0)
                        + " were here with the same rows" + told(counts, Taken.UNFINISHED, "have not ended there and are left")
                        + told(counts, Taken.OTHER, "are here with other rows"));
            }
        }
        out.flush();
        conflicts.forEach(err::println);
        return bad.report(err, conflicts.isEmpty() ? Exit.OK : Exit.RUNS_FAILED);
    }

    private static String told(Map<Taken, Integer> counts, Taken taken, String what) {
        return counts.containsKey(taken) ? ", " + counts.get(taken) + " " + what : "";
    }

    private Map<Taken, Integer> take(RunStore own, RunStore other, Path folder, List<String> conflicts, BadRecords bad) {
        Map<Taken, Integer> counts = new EnumMap<>(Taken.class);
        for (RunId id : other.ids()) {
            try {
                Taken taken = own.take(other, id);
                counts.merge(taken, 1, Integer::sum);
                if (taken == Taken.OTHER) {
                    conflicts.add(id.relativePath() + ": ended in another way here than in " + folder + ", and stays so; compare their tables, and delete the "
                            + "folder of the one that is wrong");
                }
            } catch (BadRecordException e) {
                bad.accept(e);
            }
        }
        for (String name : other.plans()) {
            Set<RunId> planned = other.planned(name).orElseThrow();
            if (own.planned(name).isEmpty()) {
                own.keepPlan(name, planned);
            } else if (!recipes(own.planned(name).orElseThrow()).equals(recipes(planned))) {
                conflicts.add("suite " + name + ": consists of other runs here than in " + folder + ", and stays so; give 'leaderboard' the suite's file");
            }
        }
        return counts;
    }

    /** Whatever their seeds, of which a leaderboard has all. */
    private static Set<RunId> recipes(Set<RunId> runs) {
        return runs.stream().map(id -> new RunId(id.benchmark(), id.method(), 0, id.digest())).collect(Collectors.toSet());
    }
}
