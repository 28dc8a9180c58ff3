package org.palimpsest.harness.cli;

import ai.djl.Device;
import com.google.inject.Injector;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.Regime;
import org.palimpsest.harness.bench.Calibration;
import org.palimpsest.harness.config.Library;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.config.Planner;
import org.palimpsest.harness.config.Request;
import org.palimpsest.harness.engine.Courses;
import org.palimpsest.harness.engine.Keep;
import org.palimpsest.harness.engine.RunListener;
import org.palimpsest.harness.engine.SuiteRunner;
import org.palimpsest.harness.engine.Wishes;
import org.palimpsest.harness.gauges.Gauge;
import org.palimpsest.harness.pool.Submissions;
import org.palimpsest.harness.pool.WorkerLoop;
import org.palimpsest.harness.pool.WorkerPool;
import org.palimpsest.results.board.Leaderboard;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.BadRecordException;
import org.palimpsest.results.record.Hold;
import org.palimpsest.results.record.ResultsLock;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.RunStore;
import org.palimpsest.results.tuning.TuningLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Mixin
    private PoolOptions pool;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Selection selection;

    @Option(names = "--dry-run", description = "check everything and list the runs, but make none")
    private boolean dryRun;

    @Option(names = "--calibrate", description = "with --dry-run: where no run is recorded by which to tell how long the rest takes, make a few seconds of one")
    private boolean calibrate;

    @Option(names = "--wait", paramLabel = "seconds", defaultValue = "3600",
            description = "how long to wait for another process that uses the results folder (default: ${DEFAULT-VALUE})")
    private long patience;

    @Option(names = "--films", paramLabel = "folder",
            description = "takes an animated GIF of an episode of each game after each task, of the agents of the runs that are made; they change no result")
    private Path films;

    @Option(names = "--share", hidden = true, paramLabel = "first:last:file",
            description = "make the runs that these lines of a file name, beside other processes")
    private String share;

    @Option(names = "--json", description = "print the leaderboard, or the list of a dry run, as JSON")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Injector injector = common.injector();
        Problems problems = new Problems();
        Request request = selection.request(problems);
        pool.check(problems);
        List<String> places = pool.places(problems);
        problems.throwIfAny();
        Plan plan = injector.getInstance(Planner.class).plan(request);
        RunStore store = results.store(injector);
        Wishes wishes = selection.wishes(Optional.ofNullable(films));
        Courses courses = injector.getInstance(Courses.class);
        if (pool.worker().isPresent()) {
            return serve(plan, courses, store, wishes);
        }
        if (share != null) {
            return makeShare(plan, courses, store, wishes, err);
        }
        int count = pool.count(plan, store, places, Devices.here().mayBeGpu(selection.device()));
        if (!dryRun && count == 1) {
            SecondCompiler.useFor(plan);
        }
        places.forEach(place -> Devices.here().choose(place, common::warn));
        Device chosen = Devices.here().choose(places.isEmpty() ? selection.device() : places.get(0), common::warn);
        if (dryRun) {
            return listWithEstimate(plan, store, count, new Calibration(courses, chosen), out, err);
        }
        try (ResultsLock lock = store.lock(text -> err.println(text), Duration.ofSeconds(patience))) {
            BadRecords bad = new BadRecords();
            boolean suite = injector.getInstance(Library.class).isSuite(selection.what());
            if (suite) {
                store.keepPlan(plan.name(), plan.ids());
            }
            List<RunInfo> infos = watched(plan, common.quiet(), err, listener -> count == 1
                    ? new SuiteRunner(courses, store, chosen, wishes, listener, pool.failFast()).run(plan, bad)
                    : new WorkerPool(pool.crew(count, places, selection.device(), again()), store, listener, err::println).run(plan, bad));
            List<RunRecord> records = store.runs(id -> suite ? plan.ids().stream().anyMatch(id::differsInSeedAtMost)
                    : id.benchmark().equals(plan.name()), bad);
            if (!records.isEmpty()) {
                TuningLedger ledger = TuningLedger.in(results.folder());
                writeBoard(Leaderboard.of(plan.name(), records, injector.getInstance(Metrics.class), ledger::cost), infos, out);
            }
            tellOfMissingGauges(infos, plan, err);
            tellOfMissingStates(infos, plan, selection.keep(), err);
            return bad.report(err, report(infos, err));
        }
    }

    private int listWithEstimate(Plan plan, RunStore store, int count, Calibration trial, PrintWriter out, PrintWriter err) {
        int code = list(plan, store, json, out, err);
        if (!common.quiet()) {
            if (calibrate) {
                err.println("making the first seconds of runs of which nothing is recorded ...");
            }
            err.println(new Estimate(plan, store).words(count, run -> calibrate ? trial.of(run, plan) : Optional.empty()));
        }
        return code;
    }

    private void writeBoard(Leaderboard leaderboard, List<RunInfo> infos, PrintWriter out) {
        Path file = leaderboard.write(results.leaderboards());
        out.print(json ? leaderboard.json() : leaderboard.table(Terminal.colours(spec)));
        if (!json && !common.quiet()) {
            out.println("written to " + file);
            out.println("next:");
            NextSteps.after(spec.commandLine().getParseResult().originalArgs(), results.words(), leaderboard, file, infos, results.folder().resolve("runs"))
                    .forEach(step -> out.println("  " + step));
        }
        out.flush();
    }

    /** What a worker is asked to do. */
    private List<String> again() {
        List<String> words = selection.command(results, common);
        if (films != null) {
            words.add("--films=" + films);
        }
        return words;
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

    /** Makes what another process hands out. */
    private int serve(Plan plan, Courses courses, RunStore store, Wishes wishes) {
        SecondCompiler.useFor(plan);
        Device chosen = Devices.here().choose(pool.worker().orElseThrow(), common::warn);
        // what plug-ins print is not for whoever handed the run out
        PrintStream words = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        try (Hold hold = store.join()) {
            BufferedReader names = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            new WorkerLoop(plan, words::println, () -> System.exit(Exit.STOPPED)).serve(names,
                    listener -> new SuiteRunner(courses, store, chosen, wishes, listener, false));
        }
        return Exit.OK;
    }

    /** Makes some of the runs of a plan, of which other processes, perhaps on other machines, make others at the same time. */
    private int makeShare(Plan plan, Courses courses, RunStore store, Wishes wishes, PrintWriter err) {
        Set<RunId> names = Submissions.share(share);
        List<PlannedRun> runs = plan.runs().stream().filter(run -> names.contains(run.id())).toList();
        if (runs.size() < names.size()) {
            throw new EnvironmentException("the suite has changed since it was submitted: " + (names.size() - runs.size()) + " of " + names.size()
                    + " runs are no runs of it any more; submit it again", null);
        }
        SecondCompiler.useFor(plan.only(runs));
        Device chosen = Devices.here().choose(selection.device(), common::warn);
        BadRecords bad = new BadRecords();
        List<RunInfo> infos = new ArrayList<>();
        try (Hold folder = store.join()) {
            for (PlannedRun run : runs) {
                Optional<Hold> hold = store.hold(run.id());
                if (hold.isEmpty()) {
                    err.println(run.id().relativePath() + ": another process makes it");
                    continue;
                }
                try (Hold own = hold.get()) {
                    Plan one = plan.only(List.of(run));
                    infos.addAll(watched(one, common.quiet(), err,
                            listener -> new SuiteRunner(courses, store, chosen, wishes, listener, false).run(one, bad)));
                }
            }
        }
        return bad.report(err, report(infos, err));
    }

    /** Makes the runs of a plan, and shows how far they are unless nobody wants to know. */
    static List<RunInfo> watched(Plan plan, boolean quiet, PrintWriter err, Function<RunListener, List<RunInfo>> runner) {
        if (quiet || plan.runs().isEmpty()) {
            return runner.apply(new RunListener() {});
        }
        try (Progress progress = new Progress(plan.runs(), err, Terminal.interactive())) {
            return runner.apply(progress);
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

    /** Nor are they for the sake of states. */
    private static void tellOfMissingStates(List<RunInfo> infos, Plan plan, Keep keep, PrintWriter err) {
        Set<RunId> oneLesson = plan.runs().stream().filter(run -> run.recipe().method().regime() == Regime.JOINT).map(PlannedRun::id)
                .collect(Collectors.toSet());
        List<RunInfo> without = infos.stream().filter(info -> info.status() == RunStatus.FINISHED)
                .filter(info -> !keep.isMet(info, oneLesson.contains(info.id()) ? 1 : info.tasks())).toList();
        if (!without.isEmpty()) {
            err.println(without.size() + " of " + infos.size() + " runs were made, or begun, without --keep " + keep.name().toLowerCase(Locale.ROOT)
                    + ", and lack states that it asks for; they are not made again. To have these states, delete the folders of these runs ("
                    + without.get(0).id().relativePath() + (without.size() > 1 ? ", ..." : "") + ") or choose another --results");
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
