package org.palimpsest.harness.cli;

import com.google.inject.Injector;
import java.io.PrintWriter;
import java.util.Collection;
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
import org.palimpsest.harness.config.PlannedRun;
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
    "The name is a suite, for those of its runs that are recorded; or a benchmark, for every run of it.",
    "With --as it is printed with the metrics of another library, by its names and definitions; what is written stays the same."})
final class LeaderboardCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ResultsOptions results;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "<name>", description = "suite or benchmark, by name or file")
    private String name;

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
        String title;
        List<RunRecord> records;
        if (library.isSuite(name)) {
            Plan suite = injector.getInstance(Planner.class).plan(new Request(name, List.of(), Optional.empty(), List.of()));
            title = suite.name();
            records = ofSuite(suite, store);
        } else {
            title = benchmark(library);
            records = ofBenchmark(title, store);
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
        return Exit.OK;
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

    private List<RunRecord> ofSuite(Plan suite, RunStore store) {
        Set<RunId> planned = suite.runs().stream().map(PlannedRun::id).collect(Collectors.toSet());
        return recorded(store.runs(planned::contains), List.of());
    }

    private List<RunRecord> ofBenchmark(String benchmark, RunStore store) {
        Set<String> benchmarks = store.ids().stream().map(RunId::benchmark).collect(Collectors.toCollection(TreeSet::new));
        return recorded(store.runs(id -> id.benchmark().equals(benchmark)), benchmarks);
    }

    private List<RunRecord> recorded(List<RunRecord> records, Collection<String> benchmarks) {
        if (records.isEmpty()) {
            throw new InvalidInputException(List.of(new Problem(results.folder().toString(), "leaderboard", name,
                    "there is no recorded run of a suite or benchmark of that name" + (benchmarks.isEmpty() ? "" : Names.suggestion(name, benchmarks)))));
        }
        return records;
    }
}
