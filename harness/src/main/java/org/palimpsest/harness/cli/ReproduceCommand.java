package org.palimpsest.harness.cli;

import ai.djl.Device;
import com.google.inject.Injector;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.config.Reproductions;
import org.palimpsest.harness.config.Reproductions.Entry;
import org.palimpsest.harness.config.Reproductions.Runs;
import org.palimpsest.harness.config.Tier;
import org.palimpsest.harness.engine.Courses;
import org.palimpsest.harness.engine.SuiteRunner;
import org.palimpsest.harness.engine.Wishes;
import org.palimpsest.results.ledger.Ledger;
import org.palimpsest.results.ledger.Measurement;
import org.palimpsest.results.ledger.Target;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.BadRecordException;
import org.palimpsest.results.record.ResultsLock;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reproduce}: gets published values again, and keeps the ledger of what came of it. */
@Command(name = "reproduce", mixinStandardHelpOptions = true, description = {
    "Makes the runs behind published values and writes the ledger: theirs, ours, and whether they are the same.",
    "The ledger is your own, in the folder reproduced of the results; what it has no line for is as in the one beside the published values.",
    "Runs that are finished already are not made again. Lines of values that are not asked for stay as they are.",
    "A value that is not got again is no error; the exit code is that of 'run'."})
final class ReproduceCommand implements Callable<Integer> {
    private static final String FOLDER = "reproduction";
    private static final String LEDGER = "ledger.csv";

    @Mixin
    private CommonOptions common;

    @Mixin
    private ResultsOptions results;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "values to get again (default: all of the tier)")
    private List<String> names = List.of();

    @Option(names = "--tier", paramLabel = "smoke|hour|full", description = "how long it may take (default: smoke, or that of each NAME)")
    private Tier tier;

    @Option(names = "--entries", paramLabel = "DIR",
            description = "folder of the published values (default: results/reproduction beside the launcher)")
    private Path entries;

    @Option(names = "--device", paramLabel = "auto|cpu|cuda:N", defaultValue = "auto",
            description = "where to compute (default: ${DEFAULT-VALUE})")
    private String device;

    @Option(names = "--publish", description = "write the ledger that lies beside the published values, instead of your own in the results folder")
    private boolean publish;

    @Option(names = "--dry-run", description = "check everything and list the runs, but make none")
    private boolean dryRun;

    @Option(names = "--wait", paramLabel = "seconds", defaultValue = "3600",
            description = "how long to wait for another process that uses the results folder (default: ${DEFAULT-VALUE})")
    private long patience;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Injector injector = common.injector();
        Reproductions reproductions = injector.getInstance(Reproductions.class);
        Path folder = entries == null ? CommonOptions.home().resolve("results").resolve(FOLDER) : entries;
        List<Entry> all = reproductions.read(folder);
        List<Entry> chosen = chosen(all, folder);
        Map<Entry, Runs> plans = reproductions.plan(chosen.stream().filter(entry -> entry.lacking().isEmpty()).toList());
        Map<RunId, PlannedRun> runs = new LinkedHashMap<>(); // two values may come from the same runs
        plans.values().forEach(plan -> plan.all().forEach(run -> runs.put(run.id(), run)));
        Plan plan = new Plan(FOLDER, List.copyOf(runs.values()), List.of());
        if (!dryRun) {
            SecondCompiler.useFor(plan);
        }
        Device where = Devices.here().choose(device, common::warn);
        RunStore store = results.store(injector);
        Metrics metrics = injector.getInstance(Metrics.class);
        if (dryRun) {
            return RunCommand.list(plan, store, false, out, err);
        }
        try (ResultsLock lock = store.lock(text -> err.println(text), Duration.ofSeconds(patience))) {
            Path published = folder.resolve(LEDGER);
            Path file = publish ? published : results.folder().resolve("reproduced").resolve(LEDGER);
            Function<Target, Optional<Measurement>> kept = Ledger.earlier(file);
            Function<Target, Optional<Measurement>> known = Ledger.earlier(published);
            Function<Target, Optional<Measurement>> earlier = target -> kept.apply(target).or(() -> known.apply(target));
            BadRecords bad = new BadRecords();
            Courses courses = injector.getInstance(Courses.class);
            List<RunInfo> infos = RunCommand.watched(plan, common.quiet(), err,
                    listener -> new SuiteRunner(courses, store, where, Wishes.NONE, listener, false).run(plan, bad));
            List<Ledger.Line> lines = all.stream().map(entry -> line(entry, plans, earlier, reproductions, store, metrics, bad)).toList();
            new Ledger(lines).write(file);
            Set<Target> asked = chosen.stream().map(Entry::target).collect(Collectors.toSet());
            out.print(new Ledger(lines.stream().filter(line -> asked.contains(line.target())).toList()).text(Terminal.colours(spec)));
            if (!common.quiet()) {
                out.println("written to " + file);
            }
            out.flush();
            return bad.report(err, RunCommand.report(infos, err));
        }
    }

    private List<Entry> chosen(List<Entry> all, Path folder) {
        boolean anyTier = tier == null && !names.isEmpty();
        Tier wanted = tier == null ? Tier.SMOKE : tier;
        List<Entry> ofTier = all.stream().filter(entry -> anyTier || entry.tier() == wanted).toList();
        List<String> known = ofTier.stream().map(entry -> entry.target().name()).toList();
        Problems problems = new Problems().at("reproduce");
        names.stream().filter(name -> !known.contains(name)).forEach(name -> problems.add("NAME", name,
                "there is no such value" + (tier == null ? "" : " of tier " + tier)
                        + Names.suggestion(name, known, "the YAML files in " + folder + " have all")));
        problems.throwIfAny();
        return ofTier.stream().filter(entry -> names.isEmpty() || names.contains(entry.target().name())).toList();
    }

    /** From the runs just made; or as the ledger had it; or from runs that lie on disk. */
    private static Ledger.Line line(Entry entry, Map<Entry, Runs> plans, Function<Target, Optional<Measurement>> earlier,
            Reproductions reproductions, RunStore store, Metrics metrics, BadRecords bad) {
        Optional<Measurement> kept = earlier.apply(entry.target());
        try {
            return line(entry, plans, kept, reproductions, store, metrics);
        } catch (BadRecordException e) {
            bad.accept(e);
            return new Ledger.Line(entry.target(), kept, kept.isPresent() ? "" : "a record cannot be used");
        }
    }

    private static Ledger.Line line(Entry entry, Map<Entry, Runs> plans, Optional<Measurement> kept, Reproductions reproductions, RunStore store,
            Metrics metrics) {
        if (plans.containsKey(entry) && plans.get(entry).missing().isEmpty()) {
            return measured(entry, plans.get(entry), store, metrics);
        }
        String missing = plans.containsKey(entry) ? plans.get(entry).missing() : entry.lacking();
        Predicate<RunId> alike = id -> id.benchmark().equals(entry.request().what()) && entry.request().methods().contains(id.method());
        if (kept.isPresent() || !missing.isEmpty() || store.ids().stream().noneMatch(alike)) {
            return new Ledger.Line(entry.target(), kept, kept.isPresent() ? "" : missing);
        }
        try {
            return measured(entry, reproductions.plan(List.of(entry)).get(entry), store, metrics);
        } catch (InvalidInputException e) {
            return new Ledger.Line(entry.target(), kept, e.problems().get(0).message()); // told in full to whoever asks for the value
        }
    }

    private static Ledger.Line measured(Entry entry, Runs plan, RunStore store, Metrics metrics) {
        List<RunRecord> own = records(plan.own(), store);
        MetricColumn metric = metrics.column(entry.target().metric()).orElseThrow();
        Optional<Measurement> measurement = plan.baseline().isPresent()
                ? Measurement.ofGain(metric, own, records(plan.baseline().get(), store)) : Measurement.of(metric, own);
        return new Ledger.Line(entry.target(), measurement, plan.missing());
    }

    private static List<RunRecord> records(List<PlannedRun> runs, RunStore store) {
        return runs.stream().filter(run -> store.find(run.id()).isPresent()).map(run -> store.read(run.id())).toList();
    }
}
