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
import java.util.function.Function;
import java.util.function.Predicate;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problem;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.config.Reproductions;
import org.palimpsest.harness.config.Tier;
import org.palimpsest.harness.engine.RunListener;
import org.palimpsest.harness.engine.SuiteRunner;
import org.palimpsest.results.Ledger;
import org.palimpsest.results.Measurement;
import org.palimpsest.results.ResultsLock;
import org.palimpsest.results.RunId;
import org.palimpsest.results.RunInfo;
import org.palimpsest.results.RunRecord;
import org.palimpsest.results.RunStore;
import org.palimpsest.results.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reproduce}: gets published values again, and keeps the ledger of what came of it. */
@Command(name = "reproduce", mixinStandardHelpOptions = true, description = {
    "Makes the runs behind published values and writes the ledger: theirs, ours, and whether they are the same.",
    "Runs that are finished already are not made again. Lines of values that are not asked for stay as they are.",
    "A value that is not got again is no error; the exit code is that of 'run'."})
final class ReproduceCommand implements Callable<Integer> {
    private static final String FOLDER = "reproduction";

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

    @Option(names = "--entries", paramLabel = "DIR", description = "folder of the published values (default: results/reproduction beside the launcher)")
    private Path entries;

    @Option(names = "--device", paramLabel = "auto|cpu|cuda:N", defaultValue = "auto", description = "where to compute (default: ${DEFAULT-VALUE})")
    private String device;

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
        List<Reproductions.Entry> all = reproductions.read(entries == null ? CommonOptions.home().resolve("results").resolve(FOLDER) : entries);
        List<Reproductions.Entry> chosen = chosen(all);
        Map<Reproductions.Entry, Reproductions.Runs> plans = reproductions.plan(chosen.stream().filter(e -> e.lacking().isEmpty()).toList());
        RunStore store = RunStore.at(results.folder());
        Map<RunId, PlannedRun> runs = new LinkedHashMap<>(); // two values may come from the same runs
        plans.values().forEach(plan -> plan.all().forEach(run -> runs.put(run.id(), run)));
        Plan plan = new Plan(FOLDER, List.copyOf(runs.values()));
        if (dryRun) {
            RunCommand.list(plan, store, out);
            return Exit.OK;
        }
        Device where = Devices.parse(device);
        try (ResultsLock lock = store.lock(text -> err.println(text), Duration.ofSeconds(patience))) {
            Path file = results.folder().resolve(FOLDER).resolve("ledger.csv");
            Function<Target, Optional<Measurement>> earlier = Ledger.earlier(file);
            List<RunInfo> infos = make(plan, new Work(store, where), err);
            List<Ledger.Line> lines = new ArrayList<>();
            for (Reproductions.Entry entry : all) {
                lines.add(plans.containsKey(entry) && plans.get(entry).missing().isEmpty() ? measured(entry, plans.get(entry), store)
                        : earlier.apply(entry.target()).map(m -> new Ledger.Line(entry.target(), Optional.of(m), ""))
                                .orElseGet(() -> fromDisk(entry, plans, reproductions, store)));
            }
            new Ledger(lines).write(file);
            List<Target> asked = chosen.stream().map(Reproductions.Entry::target).toList();
            out.print(new Ledger(lines.stream().filter(line -> asked.contains(line.target())).toList()).text(Terminal.colours(spec)));
            if (!common.quiet()) {
                out.println("written to " + file);
            }
            out.flush();
            return RunCommand.report(infos, err);
        }
    }

    private List<Reproductions.Entry> chosen(List<Reproductions.Entry> all) {
        List<Reproductions.Entry> ofTier = all.stream().filter(e -> tier == null ? !names.isEmpty() || e.tier() == Tier.SMOKE : e.tier() == tier).toList();
        List<String> known = ofTier.stream().map(e -> e.target().name()).toList();
        List<Problem> problems = names.stream().filter(name -> !known.contains(name))
                .map(name -> new Problem("reproduce", "NAME", name,
                        "there is no such value" + (tier == null ? "" : " of tier " + tier) + Names.suggestion(name, known)))
                .toList();
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return ofTier.stream().filter(e -> names.isEmpty() || names.contains(e.target().name())).toList();
    }

    private List<RunInfo> make(Plan plan, Work work, PrintWriter err) {
        if (common.quiet() || plan.runs().isEmpty()) {
            return new SuiteRunner(work.store, work.device, new RunListener() {}).run(plan);
        }
        try (Progress progress = new Progress(plan.runs().size(), err, Terminal.interactive())) {
            return new SuiteRunner(work.store, work.device, progress).run(plan);
        }
    }

    private static Ledger.Line measured(Reproductions.Entry entry, Reproductions.Runs plan, RunStore store) {
        List<RunRecord> own = records(plan.own(), store);
        String metric = entry.target().metric();
        Optional<Measurement> measurement = plan.baseline().isPresent()
                ? Measurement.ofGain(metric, own, records(plan.baseline().get(), store)) : Measurement.of(metric, own);
        return new Ledger.Line(entry.target(), measurement, plan.missing());
    }

    private static List<RunRecord> records(List<PlannedRun> runs, RunStore store) {
        return runs.stream().filter(run -> store.find(run.id()).isPresent()).map(run -> store.read(run.id())).toList();
    }

    /** The line of a value that nobody asked for or that cannot be run here, and that the ledger does not have. */
    private static Ledger.Line fromDisk(
            Reproductions.Entry entry, Map<Reproductions.Entry, Reproductions.Runs> asked, Reproductions reproductions, RunStore store) {
        Predicate<RunId> alike = id -> id.benchmark().equals(entry.request().what()) && entry.request().methods().contains(id.method());
        String missing = asked.containsKey(entry) ? asked.get(entry).missing() : entry.lacking();
        if (!missing.isEmpty() || store.runs(alike).isEmpty()) {
            return new Ledger.Line(entry.target(), Optional.empty(), missing);
        }
        try {
            return measured(entry, reproductions.plan(List.of(entry)).get(entry), store);
        } catch (InvalidInputException e) {
            return new Ledger.Line(entry.target(), Optional.empty(), e.problems().get(0).message()); // told in full to whoever asks for it
        }
    }

    private record Work(RunStore store, Device device) {}
}
