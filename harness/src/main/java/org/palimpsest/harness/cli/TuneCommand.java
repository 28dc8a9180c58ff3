package org.palimpsest.harness.cli;

import ai.djl.Device;
import com.google.inject.Injector;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.config.Planner;
import org.palimpsest.harness.config.RecipeSpec;
import org.palimpsest.harness.config.Request;
import org.palimpsest.harness.config.SuiteSpec;
import org.palimpsest.harness.config.VariedOptions;
import org.palimpsest.harness.engine.Courses;
import org.palimpsest.harness.engine.SuiteRunner;
import org.palimpsest.harness.engine.Wishes;
import org.palimpsest.harness.pool.WorkerPool;
import org.palimpsest.results.board.Leaderboard;
import org.palimpsest.results.board.RunScore;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.Disk;
import org.palimpsest.results.record.ResultsLock;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.RunStore;
import org.palimpsest.results.record.Tables;
import org.palimpsest.results.tuning.Search;
import org.palimpsest.results.tuning.Trial;
import org.palimpsest.results.tuning.TuningLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tune}: searches for the options of methods without a look at test data. */
@Command(name = "tune", mixinStandardHelpOptions = true, description = {
    "Searches for the options of methods, and writes a suite with those that were chosen, to be run on the test data.",
    "Nothing is chosen by test data: part of the training data is held out and examined instead.",
    "Games have no test data; there --seeds have to be others than those of the suite.",
    "--seeds are those of the search (default: 1000-1002), each setting is run with all of them; what was chosen is run with the seeds of the suite.",
    "Runs of a search are ordinary ones, in the folder tuning of the results: those that are finished are not made again.",
    "What they took is shown in the leaderboards of runs with the options that were chosen."})
final class TuneCommand implements Callable<Integer> {
    private static final String SEEDS = "1000-1002";
    private static final String SOURCE = "command line";

    @Mixin
    private CommonOptions common;

    @Mixin
    private ResultsOptions results;

    @Mixin
    private PoolOptions pool;

    @Mixin
    private Selection selection;

    @Mixin
    private SearchOptions search;

    @Mixin
    private ExamOptions exam;

    @Spec
    private CommandSpec spec;

    @Option(names = "--dry-run", description = "check everything and say how many runs are to be made, but make none")
    private boolean dryRun;

    @Option(names = "--wait", paramLabel = "seconds", defaultValue = "3600",
            description = "how long to wait for another search in the same results folder (default: ${DEFAULT-VALUE})")
    private long patience;

    private Injector injector;
    private Planner planner;
    private Metrics metrics;
    private Path folder;
    private RunStore store;
    private List<String> places;
    private Request asked;
    private SuiteSpec suite;
    private List<Long> seeds;
    private final BadRecords bad = new BadRecords();
    private final List<RunInfo> infos = new ArrayList<>();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        injector = common.injector();
        planner = injector.getInstance(Planner.class);
        metrics = injector.getInstance(Metrics.class);
        List<Study> studies = studies();
        if (dryRun) {
            studies.forEach(study -> study.trials().forEach(trials -> out.println(trials.words())));
            out.flush();
            return Exit.OK;
        }
        folder = results.folder().toAbsolutePath().normalize().resolve("tuning");
        store = RunStore.at(folder, injector.getInstance(Tables.class));
        Disk disk = new Disk();
        Map<Trials, MetricColumn> done = new LinkedHashMap<>();
        boolean chosen = true;
        try (ResultsLock lock = store.lock(text -> err.println(text), Duration.ofSeconds(patience))) {
            disk.createFolder(home());
            for (Study study : studies) {
                Optional<MetricColumn> by = search(study, disk, err);
                if (by.isEmpty()) {
                    chosen = false;
                    err.println("the search on " + study.id() + " is not complete; the same command goes on with it");
                    break;
                }
                study.trials().forEach(trials -> done.put(trials, by.get()));
                disk.replace(home().resolve("trials.csv"), TuneReport.csv(done));
                chosen &= conclude(study, by.get(), disk, out, err);
            }
            if (!common.quiet() && !done.isEmpty()) {
                out.println("all trials: " + home().resolve("trials.csv"));
            }
            out.flush();
        }
        List<RunInfo> broken = infos.stream().filter(info -> info.status() == RunStatus.FAILED).toList();
        return bad.report(err, broken.isEmpty() ? chosen ? Exit.OK : Exit.RUNS_FAILED : RunCommand.report(broken, err));
    }

    /** Everything that is to be searched, or a list of all that is wrong with it. */
    private List<Study> studies() {
        Problems problems = new Problems();
        Request request = selection.request(problems);
        asked = new Request(request.what(), request.methods(), Optional.empty(), request.settings(), request.gauges());
        pool.check(problems);
        places = pool.places(problems);
        suite = planner.suite(asked, problems);
        seeds = SuiteSpec.seeds(request.seeds().orElse(SEEDS), SOURCE, "--seeds", problems);
        exam.check(StudyPlanner.keys(asked.settings()), metrics, problems.at(SOURCE));
        return new StudyPlanner(planner, injector.getInstance(VariedOptions.class), search, exam, problems).studies(suite, asked, seeds);
    }

    /** The folder of this search, whose name tells it from all others. */
    private Path home() {
        Map<String, Object> identity = new LinkedHashMap<>(search.identity());
        identity.putAll(exam.identity());
        identity.putAll(Map.of("what", asked.what(), "methods", asked.methods(), "settings", asked.settings(), "seeds", seeds));
        return folder.resolve("searches").resolve(suite.name() + "--" + PlannedRun.digest(identity).substring(0, RunId.DIGEST_DIGITS));
    }

    /** Makes the runs of all steps; returns what decided, or nothing if runs were not begun or cannot be used. */
    private Optional<MetricColumn> search(Study study, Disk disk, PrintWriter err) {
        Path file = home().resolve(study.id() + ".trials.yaml");
        disk.replace(file, study.all().yaml().getBytes(StandardCharsets.UTF_8));
        Optional<MetricColumn> by = exam.metric(metrics);
        for (List<PlannedRun> next = study.next(); !next.isEmpty(); next = study.next()) {
            Set<RunId> ids = next.stream().map(PlannedRun::id).collect(Collectors.toSet());
            List<PlannedRun> missing = next.stream().filter(run -> store.findSound(run.id()).filter(SuiteRunner::isOver).isEmpty()).toList();
            List<RunInfo> made = make(study.plan().only(missing), study, file, err);
            infos.addAll(made);
            List<RunRecord> records = store.runs(ids::contains, bad);
            if (made.size() < missing.size() || records.size() < next.size()) {
                return Optional.empty();
            }
            Leaderboard board = Leaderboard.of(study.plan().name(), records, metrics);
            MetricColumn deciding = by.orElseGet(() -> deciding(board));
            Map<RunId, RunScore> scores = board.runs().stream().collect(Collectors.toMap(run -> run.info().id(), Function.identity()));
            study.trials().forEach(trials -> trials.take(scores, deciding));
            by = Optional.of(deciding);
        }
        return by;
    }

    /** What ranks the rows; what would, where no run has come to its end. */
    private MetricColumn deciding(Leaderboard board) {
        return board.rows().stream().flatMap(row -> row.rankedBy().stream()).findFirst().flatMap(metrics::column)
                .orElseGet(() -> metrics.column(metrics.primary(board.rows().get(0).scenario()).column("accuracy.final")).orElseThrow());
    }

    private List<RunInfo> make(Plan plan, Study study, Path file, PrintWriter err) {
        if (plan.runs().isEmpty()) {
            return List.of();
        }
        int count = pool.count(plan, store, places, Devices.here().mayBeGpu(selection.device()));
        if (count == 1) {
            SecondCompiler.useFor(plan);
        }
        Device device = Devices.here().choose(places.isEmpty() ? selection.device() : places.get(0), common::warn);
        Wishes wishes = selection.wishes(Optional.empty());
        return RunCommand.watched(plan, common.quiet(), err, listener -> count == 1
                ? new SuiteRunner(injector.getInstance(Courses.class), store, device, wishes, listener, pool.failFast()).run(plan, bad)
                : new WorkerPool(pool.crew(count, places, selection.device(), worker(study, file)), store, listener, err::println).run(plan, bad));
    }

    /** What a process that makes trials is asked to do. */
    private List<String> worker(Study study, Path file) {
        List<String> words = new ArrayList<>(List.of("run", file.toString(), "--results=" + folder));
        words.addAll(selection.how());
        study.request().settings().forEach(setting -> words.add("--set=" + setting));
        study.request().gauges().forEach(gauge -> words.add("--gauges=" + gauge));
        words.addAll(common.words());
        return words;
    }

    /** Tells what came of it, writes the suite of what was chosen, and books the cost; whether something was chosen of every method. */
    private boolean conclude(Study study, MetricColumn by, Disk disk, PrintWriter out, PrintWriter err) {
        for (Trials trials : study.trials()) {
            out.println(trials.words() + ", seeds " + seeds.stream().map(String::valueOf).collect(Collectors.joining(" ")) + ", " + study.examined());
            out.println(TuneReport.table(trials, by, Terminal.colours(spec)));
            if (trials.chosen().isEmpty()) {
                err.println(trials.title() + ": no setting has " + by.id() + " with every seed, and none is chosen");
            }
        }
        List<Trials> successful = study.trials().stream().filter(trials -> trials.chosen().isPresent()).toList();
        if (!successful.isEmpty()) {
            VariedOptions options = injector.getInstance(VariedOptions.class);
            List<RecipeSpec> chosen = successful.stream().map(trials -> options.with(trials.method(), trials.chosen().orElseThrow())).toList();
            List<String> settings = asked.settings().stream().filter(setting -> isOf(chosen, setting, options)).toList();
            Path file = home().resolve(study.id() + ".yaml");
            String name = suite.name() + (suite.benchmarks().size() > 1 ? "--" + study.id() : "") + "--tuned";
            disk.replace(file, new SuiteSpec(name, file.toString(), List.of(study.benchmark()), chosen, suite.seeds()).yaml().getBytes(StandardCharsets.UTF_8));
            book(study, successful, planner.plan(new Request(file.toString(), List.of(), Optional.empty(), settings)).runs());
            if (!common.quiet()) {
                List<String> words = new ArrayList<>(List.of("run", file.toString()));
                settings.forEach(setting -> words.addAll(List.of("--set", setting)));
                words.addAll(common.words());
                out.println("next: " + NextSteps.command(words, results.words()) + "  # what was chosen, on the test data");
            }
        }
        return successful.size() == study.trials().size();
    }

    /** Whether a setting is about the benchmark, or one of these methods: what only others have, that are left out, would be unknown. */
    private boolean isOf(List<RecipeSpec> methods, String setting, VariedOptions options) {
        return StudyPlanner.keys(List.of(setting)).stream().allMatch(key -> suite.methods().stream().noneMatch(method -> options.has(method, key))
                || methods.stream().anyMatch(method -> options.has(method, key)));
    }

    /** Books the cost of each method's search at the options that it has chosen. */
    private void book(Study study, List<Trials> successful, List<PlannedRun> chosen) {
        TuningLedger ledger = TuningLedger.in(results.folder());
        for (int i = 0; i < successful.size(); i++) {
            PlannedRun run = chosen.get(i);
            Trials trials = successful.get(i);
            int part = study.trials().indexOf(trials) + 1;
            ledger.book(run.id().benchmark(), run.id().method(), new Search(home().getFileName().toString(), part, run.protocolDigest(), run.id().digest(),
                    trials.made().stream().map(score -> Trial.of(score.info())).toList()));
        }
    }
}
