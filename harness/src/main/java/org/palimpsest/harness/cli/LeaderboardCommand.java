package org.palimpsest.harness.cli;

import com.google.inject.Injector;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.config.Library;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.Planner;
import org.palimpsest.harness.config.Request;
import org.palimpsest.results.board.DialectBoard;
import org.palimpsest.results.board.Leaderboard;
import org.palimpsest.results.metric.Dialect;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leaderboard}: computes a leaderboard again from the run records. */
@Command(name = "leaderboard", mixinStandardHelpOptions = true, description = {
    "Computes a leaderboard from the run records, writes it and prints it.",
    "The name is a suite, for those of its runs that are recorded, whatever their seeds; or a benchmark, for every run of it.",
    "What 'run' was given beside the name of a suite (--methods, --set) is to be given here too.",
    "With --as it is printed with the metrics of another library, by its names and definitions; what is written stays the same."})
final class LeaderboardCommand implements Callable<Integer> {
    /** A plan has seeds, but a leaderboard shows all that are recorded. */
    private static final Optional<String> ANY = Optional.of("1");

    @Mixin
    private CommonOptions common;

    @Mixin
    private ResultsOptions results;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "<name>", description = "suite or benchmark, by name or file")
    private String name;

    @Option(names = "--methods", split = ",", paramLabel = "a,b+c", description = "these methods alone, instead of the suite's")
    private List<String> methods = List.of();

    @Option(names = "--set", paramLabel = "key=value", description = "what 'run' was given; repeatable")
    private List<String> settings = List.of();

    @Option(names = "--as", paramLabel = "<library>", description = "print the metrics of: avalanche, mammoth, pycil or continuum")
    private String library;

    @Option(names = "--json", description = "print as JSON")
    private boolean json;

    @Override
    public Integer call() {
        Optional<Dialect> dialect = dialect();
        Injector injector = common.injector();
        Library library = injector.getInstance(Library.class);
        RunStore store = results.store(injector);
        BadRecords bad = new BadRecords();
        String title;
        List<RunRecord> records;
        if (library.isSuite(name) || !methods.isEmpty() || !settings.isEmpty()) {
            Plan suite = injector.getInstance(Planner.class).plan(new Request(name, methods, ANY, settings));
            title = suite.name();
            records = ofSuite(suite, store, bad);
        } else {
            title = benchmark(library);
            records = ofBenchmark(title, store, bad);
        }
        if (records.isEmpty()) {
            return bad.report(spec.commandLine().getErr(), Exit.OK);
        }
        Leaderboard leaderboard = Leaderboard.of(title, records, injector.getInstance(Metrics.class));
        leaderboard.write(results.leaderboards());
        PrintWriter out = spec.commandLine().getOut();
        boolean colours = Terminal.colours(spec);
        if (dialect.isPresent()) {
            DialectBoard board = DialectBoard.of(leaderboard, records, dialect.get());
            out.print(json ? board.json() : board.table(colours));
        } else {
            out.print(json ? leaderboard.json() : leaderboard.table(colours));
        }
        out.flush();
        return bad.report(spec.commandLine().getErr(), Exit.OK);
    }

    private Optional<Dialect> dialect() {
        Optional<Dialect> dialect = Dialect.find(library);
        if (library != null && dialect.isEmpty()) {
            throw new InvalidInputException(List.of(
                    new Problem("leaderboard", "--as", library, "unknown library" + Names.suggestion(library, Dialect.ids()))));
        }
        return dialect;
    }

    /** A benchmark that is a file goes by its id; one that is known from records alone has no definition. */
    private String benchmark(Library library) {
        if (!library.benchmarks().contains(name)) {
            return name;
        }
        Problems problems = new Problems();
        return problems.require(library.benchmark(name, problems)).spec().id();
    }

    private List<RunRecord> ofSuite(Plan suite, RunStore store, BadRecords bad) {
        List<RunId> recorded = store.ids();
        List<RunId> wanted = recorded.stream().filter(id -> suite.ids().stream().anyMatch(id::differsInSeedAtMost)).toList();
        if (wanted.isEmpty()) {
            Set<String> benchmarks = suite.ids().stream().map(RunId::benchmark).collect(Collectors.toSet());
            List<String> others = recorded.stream().filter(id -> benchmarks.contains(id.benchmark())).map(RunId::method).distinct().toList();
            throw nothing("there is no recorded run of it" + (others.isEmpty() ? "" : "; its benchmarks have runs of " + String.join(", ", others)
                    + ", with other methods or settings: give the --methods and --set that 'run' was given"));
        }
        return store.runs(wanted::contains, bad);
    }

    private List<RunRecord> ofBenchmark(String benchmark, RunStore store, BadRecords bad) {
        List<RunId> recorded = store.ids();
        List<RunId> wanted = recorded.stream().filter(id -> id.benchmark().equals(benchmark)).toList();
        if (wanted.isEmpty()) {
            Set<String> benchmarks = recorded.stream().map(RunId::benchmark).collect(Collectors.toCollection(TreeSet::new));
            throw nothing("there is no recorded run of a suite or benchmark of that name" + (benchmarks.isEmpty() ? ""
                    : Names.suggestion(name, benchmarks, "the folders in runs are all")));
        }
        return store.runs(wanted::contains, bad);
    }

    private InvalidInputException nothing(String why) {
        return new InvalidInputException(new Problem(results.folder().toString(), "leaderboard", name, why));
    }
}
