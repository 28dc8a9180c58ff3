package org.palimpsest.harness.cli;

import ai.djl.Device;
import com.google.inject.Injector;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.Planner;
import org.palimpsest.harness.config.Request;
import org.palimpsest.harness.engine.Courses;
import org.palimpsest.harness.engine.RunListener;
import org.palimpsest.harness.engine.SuiteRunner;
import org.palimpsest.harness.engine.Wishes;
import org.palimpsest.harness.gauges.Gauge;
import org.palimpsest.results.board.Leaderboard;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.BadRecordException;
import org.palimpsest.results.record.ResultsLock;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.RunStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run}: makes the runs of a suite or benchmark and writes its leaderboard. */
@Command(name = "run", mixinStandardHelpOptions = true, description = {
    "Runs a suite, or methods on a benchmark, and writes a leaderboard.",
    "Runs that are finished already are not made again; one that was interrupted goes on at its last commit."})
final class RunCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ResultsOptions results;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "<suite|benchmark>", description = "a name that 'list' shows, or a YAML file")
    private String what;

    @Option(names = "--methods", paramLabel = "a,b+c", description = "methods, with add-ons after plus signs, instead of the suite's")
    private List<String> methods = List.of();

    @Option(names = "--seeds", paramLabel = "n|list",
            description = "instead of the suite's seeds: how many (3 means 0,1,2), or a list with commas and ranges (0-4,7; 7, with its comma, is one seed)")
    private String seeds;

    @Option(names = "--device", paramLabel = "auto|cpu|cuda:N", defaultValue = "auto", description = "where to compute (default: ${DEFAULT-VALUE})")
    private String device;

    @Option(names = "--set", paramLabel = "key=value", description = "overrides a key of the benchmark or an option of a method; repeatable")
    private List<String> settings = List.of();

    @Option(names = "--gauges", paramLabel = "all|id,id",
            description = "gauges of plasticity to read on the way, as 'list gauges' shows them; they change no result")
    private List<String> gauges = List.of();

    @Option(names = "--dry-run", description = "check everything and list the runs, but make none")
    private boolean dryRun;

    @Option(names = "--wait", paramLabel = "seconds", defaultValue = "3600",
            description = "how long to wait for another process that uses the results folder (default: ${DEFAULT-VALUE})")
    private long patience;

    @Option(names = "--commit-every", paramLabel = "seconds", defaultValue = "" + Wishes.COMMIT_SECONDS,
            description = "how much work a kill may cost: shorter tasks are committed several at once, with 0 only if commits would take more than "
                    + "a third of the time (default: ${DEFAULT-VALUE})")
    private int commitEvery;

    @Option(names = "--films", paramLabel = "folder",
            description = "takes an animated GIF of an episode of each game after each task, of the agents of the runs that are made; they change no result")
    private Path films;

    @Option(names = "--json", description = "print the leaderboard, or the list of a dry run, as JSON")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Injector injector = common.injector();
        Problems problems = new Problems();
        Request request = new Request(what, Arguments.entries("--methods", methods, problems), Optional.ofNullable(seeds), settings,
                Arguments.entries("--gauges", gauges, problems));
        if (commitEvery < 0) {
            problems.at("command line").add("--commit-every", commitEvery, "must be 0 or more");
        }
        problems.throwIfAny();
        Plan plan = injector.getInstance(Planner.class).plan(request);
        if (!dryRun) {
            SecondCompiler.useFor(plan);
        }
        Device chosen = Devices.here().choose(device, common::warn);
        RunStore store = results.store(injector);
        if (dryRun) {
            return list(plan, store, json, out, err);
        }
        try (ResultsLock lock = store.lock(text -> err.println(text), Duration.ofSeconds(patience))) {
            BadRecords bad = new BadRecords();
            Wishes wishes = new Wishes(Duration.ofSeconds(commitEvery), Optional.ofNullable(films));
            List<RunInfo> infos = make(plan, injector.getInstance(Courses.class), store, chosen, wishes, common.quiet(), err, bad);
            List<RunRecord> records = store.runs(plan.ids()::contains, bad);
            if (!records.isEmpty()) {
                Leaderboard leaderboard = Leaderboard.of(plan.name(), records, injector.getInstance(Metrics.class));
                Path file = leaderboard.write(results.leaderboards());
                out.print(json ? leaderboard.json() : leaderboard.table(Terminal.colours(spec)));
                if (!json && !common.quiet()) {
                    out.println("written to " + file);
                    out.println("next:");
                    NextSteps.after(spec.commandLine().getParseResult().originalArgs(), results.words(), leaderboard, file, infos,
                                    results.folder().resolve("runs"))
                            .forEach(step -> out.println("  " + step));
                }
                out.flush();
            }
            tellOfMissingGauges(infos, plan, err);
            return bad.report(err, report(infos, err));
        }
    }

    /** The runs and how they stand; returns the exit code. */
    static int list(Plan plan, RunStore store, boolean json, PrintWriter out, PrintWriter err) {
        BadRecords bad = new BadRecords();
        RunNames names = new RunNames(plan.runs());
        Map<String, String> states = new LinkedHashMap<>();
        plan.runs().forEach(run -> states.put(run.id().relativePath() + (json ? "" : names.options(run)), state(run.id(), store, bad)));
        if (json) {
            Json.print(states, out);
        } else {
            states.forEach((run, state) -> out.println(run + "  " + state));
        }
        out.flush();
        return bad.report(err, Exit.OK);
    }

    private static String state(RunId id, RunStore store, BadRecords bad) {
        try {
            return store.verify(id).map(i -> i.status().id() + " " + i.tasksDone() + "/" + i.tasks()).orElse("to do");
        } catch (BadRecordException e) {
            bad.accept(e);
            return "cannot be used";
        }
    }

    /** Makes the runs of a plan, and shows how far they are unless nobody wants to know. */
    static List<RunInfo> make(Plan plan, Courses courses, RunStore store, Device chosen, Wishes wishes, boolean quiet, PrintWriter err,
            BadRecords bad) {
        if (quiet || plan.runs().isEmpty()) {
            return new SuiteRunner(courses, store, chosen, wishes, new RunListener() {}).run(plan, bad);
        }
        try (Progress progress = new Progress(plan.runs(), err, Terminal.interactive())) {
            return new SuiteRunner(courses, store, chosen, wishes, progress).run(plan, bad);
        }
    }

    /** Runs made or begun before are not made again for the sake of gauges. */
    private static void tellOfMissingGauges(List<RunInfo> infos, Plan plan, PrintWriter err) {
        List<String> wanted = plan.gauges().stream().map(Gauge::id).toList();
        for (RunInfo info : infos) {
            List<String> missing = wanted.stream().filter(id -> !info.gauges().contains(id)).toList();
            if (!missing.isEmpty()) {
                err.println(info.id().relativePath() + " was begun without " + String.join(", ", missing)
                        + "; to read these gauges too, delete its folder or choose another --results");
            }
        }
    }

    static int report(List<RunInfo> infos, PrintWriter err) {
        Map<RunId, RunInfo> bad = new LinkedHashMap<>();
        infos.stream().filter(i -> i.status() != RunStatus.FINISHED).forEach(i -> bad.put(i.id(), i));
        if (bad.isEmpty()) {
            return Exit.OK;
        }
        err.println(bad.size() + " of " + infos.size() + " runs did not finish:");
        List<String> lines = new ArrayList<>();
        bad.forEach((id, info) -> lines.add("  " + id.relativePath() + ": " + info.status().id()
                + info.stopPoint().map(p -> " in task " + p.task() + ", step " + p.step()).orElse("") + ": " + info.message().orElse("")));
        err.println(lines.stream().collect(Collectors.joining(System.lineSeparator())));
        return Exit.RUNS_FAILED;
    }
}
