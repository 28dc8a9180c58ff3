package org.palimpsest.harness.cli;

import ai.djl.Device;
import com.google.inject.Injector;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.TemporaryFolder;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.config.Reruns;
import org.palimpsest.harness.config.SuiteSpec;
import org.palimpsest.harness.engine.CodeDigests;
import org.palimpsest.harness.engine.Courses;
import org.palimpsest.harness.engine.Machine;
import org.palimpsest.harness.engine.RunListener;
import org.palimpsest.harness.engine.SuiteRunner;
import org.palimpsest.harness.engine.Wishes;
import org.palimpsest.results.record.Environment;
import org.palimpsest.results.record.ResultsLock;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.RunStore;
import org.palimpsest.results.record.Tables;
import org.palimpsest.results.replay.Change;
import org.palimpsest.results.replay.Replay;
import org.palimpsest.results.replay.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code replay}: does a recorded run come out the same? */
@Command(name = "replay", mixinStandardHelpOptions = true, description = {
    "Makes recorded runs again, from what their records say, and compares every row of every table: bit-equal, or the first cell that is not (exit code 1).",
    "The name is the folder of a run below runs/, as for 'show', or a suite or benchmark, of which --methods and --seeds choose rows and runs.",
    "The records stay as they are: the runs are made in a folder of their own, which is deleted in the end."})
final class ReplayCommand implements Callable<Integer> {
    private static final String COMMAND = "replay";
    private static final int MOST_CHANGES = 20;

    @Mixin
    private CommonOptions common;

    @Mixin
    private ResultsOptions results;

    @Mixin
    private RecordedRuns runs;

    @Spec
    private CommandSpec spec;

    @Option(names = "--seeds", paramLabel = "n|list", description = "runs of these seeds alone, written as for 'run' (default: all that are recorded)")
    private String seeds;

    @Option(names = "--benchmark", paramLabel = "FILE", description = "file of the benchmark, where it is one of your own (default: the packaged one)")
    private String benchmark;

    @Option(names = "--device", paramLabel = "auto|cpu|cuda:N", description = "where to compute (default: where the record was made)")
    private String device;

    @Option(names = "--json", description = "print what was compared as JSON")
    private boolean json;

    /**
     * A recorded run and its plan of today.
     *
     * @param record as it is recorded
     * @param plan that one run
     */
    private record Again(RunRecord record, Plan plan) {
        PlannedRun run() {
            return plan.runs().get(0);
        }

        String name() {
            return record.info().id().relativePath().toString();
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Injector injector = common.injector();
        RunStore store = results.store(injector);
        List<RunRecord> records = records(injector, store);
        Reruns reruns = injector.getInstance(Reruns.class);
        Problems problems = new Problems().at(COMMAND);
        List<Again> all = records.stream().flatMap(record -> planned(record, reruns, problems).stream()).toList();
        problems.throwIfAny();
        Plan together = new Plan(COMMAND, all.stream().map(Again::run).toList(), all.get(0).plan().gauges());
        SecondCompiler.useFor(together);
        List<Device> devices = all.stream().map(again -> device(again.record().info())).toList();
        try (TemporaryFolder folder = TemporaryFolder.named("palimpsest-replay")) {
            RunStore own = RunStore.at(folder.path(), injector.getInstance(Tables.class));
            Courses courses = injector.getInstance(Courses.class);
            try (ResultsLock lock = own.lock(err::println, Duration.ZERO)) {
                RunCommand.watched(together, common.quiet(), err, listener -> IntStream.range(0, all.size())
                        .mapToObj(i -> made(all.get(i), courses, own, devices.get(i), listener)).toList());
            }
            List<Replay> replays = all.stream().map(again -> Replay.of(again.record(), own.read(again.run().id()))).toList();
            tell(replays, out);
            return replays.stream().allMatch(Replay::isEqual) ? Exit.OK : Exit.RUNS_FAILED;
        }
    }

    private List<RunRecord> records(Injector injector, RunStore store) {
        Problems problems = new Problems();
        Optional<List<Long>> chosen = Optional.ofNullable(seeds).map(text -> SuiteSpec.seeds(text, COMMAND, "--seeds", problems));
        problems.throwIfAny();
        String wanted = Path.of(runs.name()).normalize().toString();
        Set<RunId> named = store.ids().stream().filter(id -> id.relativePath().toString().equals(wanted)).collect(Collectors.toSet());
        Set<RunId> ids = new LinkedHashSet<>(named.isEmpty() ? runs.choose(injector, store, results.folder()).ids() : named);
        ids.removeIf(id -> chosen.isPresent() && !chosen.get().contains(id.seed()));
        if (ids.isEmpty()) {
            throw new InvalidInputException(new Problem(results.folder().toString(), "--seeds", seeds, "no run of these seeds is recorded"));
        }
        List<RunRecord> records = ids.stream().map(store::read).toList();
        records.stream().map(RunRecord::info).filter(info -> info.status() == RunStatus.RUNNING || info.status() == RunStatus.FAILED)
                .forEach(info -> problems.at(COMMAND).add("status", info.id().relativePath(), "the run has "
                        + (info.status() == RunStatus.RUNNING ? "not ended" : "failed") + ", so that there is no end to compare with"));
        problems.throwIfAny();
        return records;
    }

    private Optional<Again> planned(RunRecord record, Reruns reruns, Problems problems) {
        RunInfo info = record.info();
        try {
            Plan plan = reruns.plan(info, benchmark == null ? info.id().benchmark() : benchmark);
            PlannedRun run = plan.runs().get(0);
            if (run.id().equals(info.id())) {
                return Optional.of(new Again(record, plan));
            }
            List<Change> changes = Reruns.changes(info, run);
            problems.add("digest", info.id().relativePath(), "is planned as " + run.id().digest() + " today: " + (changes.isEmpty()
                    ? "all that the record has is the same, so what it is digested from has changed" : Change.line(changes, MOST_CHANGES)));
        } catch (InvalidInputException e) {
            e.problems().forEach(problem -> problems.at(problem.source()).add(problem.key(), problem.value(), problem.message()));
        }
        return Optional.empty();
    }

    private Device device(RunInfo info) {
        String recorded = info.environment().device();
        return Devices.here().choose(device == null ? recorded : device, common::warn);
    }

    private RunInfo made(Again again, Courses courses, RunStore own, Device where, RunListener listener) {
        Machine.threads(again.run().benchmark().threads());
        Environment here = Machine.describe(where).withCode(CodeDigests.of(again.run()));
        List<Change> changes = Surroundings.changes(again.record().info(), here, again.run().plugins());
        if (!changes.isEmpty()) {
            common.warn(again.name() + ": " + Change.line(changes, MOST_CHANGES) + "; numbers may differ for that");
        }
        return new SuiteRunner(courses, own, where, Wishes.NONE, listener, false).run(again.plan(), fault -> {
            throw fault;
        }).get(0);
    }

    private void tell(List<Replay> replays, PrintWriter out) {
        if (json) {
            Json.print(replays.stream().map(ReplayCommand::map).toList(), out);
        } else {
            replays.forEach(replay -> out.print(replay.text()));
            if (replays.size() > 1) {
                out.println(replays.stream().filter(Replay::isEqual).count() + " of " + replays.size() + " runs are bit-equal");
            }
        }
        out.flush();
    }

    private static Map<String, Object> map(Replay replay) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("run", replay.run());
        map.put("equal", replay.isEqual());
        map.put("first", replay.first().map(Object::toString).orElse(null));
        map.put("ends", replay.ends().stream().map(Change::toString).toList());
        map.put("tables", replay.tables().stream().map(table -> {
            Map<String, Object> counts = new LinkedHashMap<>();
            counts.put("table", table.table());
            counts.put("rows", table.rows());
            counts.put("differing", table.differing());
            counts.put("first", table.first().map(Object::toString).orElse(null));
            counts.put("largest", table.largest());
            return counts;
        }).toList());
        return map;
    }
}
