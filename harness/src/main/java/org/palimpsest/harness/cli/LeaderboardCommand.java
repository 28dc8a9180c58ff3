package org.palimpsest.harness.cli;

import com.google.inject.Injector;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problem;
import org.palimpsest.results.board.DialectBoard;
import org.palimpsest.results.board.Leaderboard;
import org.palimpsest.results.metric.Dialect;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStore;
import org.palimpsest.results.tuning.TuningLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leaderboard}: computes a leaderboard again from the run records. */
@Command(name = "leaderboard", mixinStandardHelpOptions = true, description = {
    "Computes a leaderboard from the run records, writes it and prints it.",
    "The name is a suite, for those of its runs that are recorded, whatever their seeds; or a benchmark, for every run of it.",
    "What 'run' was given beside the name of a suite (--methods, --set) is to be given here too.",
    "With --as it is printed with the metrics of another library, by its names and definitions; what is written stays the same."})
final class LeaderboardCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ResultsOptions results;

    @Mixin
    private RecordedRuns runs;

    @Spec
    private CommandSpec spec;

    @Option(names = "--as", paramLabel = "<library>", description = "print the metrics of: avalanche, mammoth, pycil or continuum")
    private String library;

    @Option(names = "--json", description = "print as JSON")
    private boolean json;

    @Override
    public Integer call() {
        Optional<Dialect> dialect = dialect();
        Injector injector = common.injector();
        RunStore store = results.store(injector);
        RecordedRuns.Choice choice = runs.choose(injector, store, results.folder());
        BadRecords bad = new BadRecords();
        List<RunRecord> records = store.runs(choice.ids()::contains, bad);
        if (records.isEmpty()) {
            return bad.report(spec.commandLine().getErr(), Exit.OK);
        }
        Leaderboard leaderboard = Leaderboard.of(choice.title(), records, injector.getInstance(Metrics.class), TuningLedger.in(results.folder())::cost);
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
}
