package org.palimpsest.harness.cli;

import com.google.inject.Injector;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.results.board.DialectBoard;
import org.palimpsest.results.board.Leaderboard;
import org.palimpsest.results.board.LeaderboardRuns;
import org.palimpsest.results.board.Standings;
import org.palimpsest.results.metric.Dialect;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStore;
import org.palimpsest.results.table.Sheet;
import org.palimpsest.results.table.TableFormat;
import org.palimpsest.results.tuning.TuningLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leaderboard}: computes a leaderboard again from the run records, or looks at the files of some. */
@Command(name = "leaderboard", mixinStandardHelpOptions = true, description = {
    "Computes a leaderboard from the run records, writes it and prints it.",
    "The name is a suite, for those of its runs that are recorded, whatever their seeds; or a benchmark, for every run of it.",
    "What 'run' was given beside the name of a suite (--methods, --set) is to be given here too.",
    "Or it is the file of a leaderboard, or several: these are printed together, and nothing is written.",
    "With --as it is printed with the metrics of another library, by its names and definitions; what is written stays the same."})
final class LeaderboardCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ResultsOptions results;

    @Mixin
    private RecordedRuns runs;

    @Mixin
    private ViewOptions view;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "<file>", description = "more files of leaderboards, where the name is one")
    private List<Path> files = List.of();

    @Option(names = "--as", paramLabel = "<library>", description = "print the metrics of: avalanche, mammoth, pycil, continuum or capymoa")
    private String library;

    @Option(names = "--format", paramLabel = "<form>", description = "text, markdown, latex, csv or json (default: text)")
    private String format;

    @Option(names = "--json", description = "the same as --format json")
    private boolean json;

    @Override
    public Integer call() {
        Problems problems = new Problems();
        TableFormat form = form(problems.at("leaderboard"));
        Optional<Dialect> dialect = dialect(problems);
        view.check(problems);
        if (dialect.isPresent() && view.isView()) {
            problems.at("leaderboard").add("--as", library, "shows the library's metrics of all rows, and has no other views");
        }
        if (!files.isEmpty() && !runs.isFile()) {
            problems.at("leaderboard").add("<file>", files.get(0), "several can be given if all are files of leaderboards");
        }
        if (dialect.isPresent() && runs.isFile()) {
            problems.at("leaderboard").add("--as", library, "needs the records, which a file of a leaderboard has not");
        }
        problems.throwIfAny();
        Injector injector = common.injector();
        if (runs.isFile()) {
            print(text(form, view.sheets(read(injector.getInstance(Metrics.class), problems))));
            return Exit.OK;
        }
        RunStore store = results.store(injector);
        RecordedRuns.Choice choice = runs.choose(injector, store, results.folder());
        BadRecords bad = new BadRecords();
        List<RunRecord> records = store.runs(choice.ids()::contains, bad);
        if (records.isEmpty()) {
            return bad.report(spec.commandLine().getErr(), Exit.OK);
        }
        Leaderboard leaderboard = Leaderboard.of(choice.title(), records, injector.getInstance(Metrics.class), TuningLedger.in(results.folder())::cost);
        leaderboard.write(results.leaderboards());
        if (dialect.isPresent()) {
            DialectBoard board = DialectBoard.of(leaderboard, records, dialect.get());
            print(form == TableFormat.JSON ? board.json() : text(form, board.sheets()));
        } else if (view.isView() || form.isForPeople()) {
            print(text(form, view.sheets(leaderboard.standings())));
        } else {
            print(form == TableFormat.JSON ? leaderboard.json() : leaderboard.csv());
        }
        return bad.report(spec.commandLine().getErr(), Exit.OK);
    }

    private String text(TableFormat form, List<Sheet> sheets) {
        return form == TableFormat.TEXT ? TableFormat.text(sheets, Terminal.colours(spec)) : form.write(sheets);
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    private Standings read(Metrics metrics, Problems problems) {
        Set<Path> all = new LinkedHashSet<>(List.of(runs.file()));
        all.addAll(files);
        List<LeaderboardRuns> boards = new ArrayList<>();
        all.forEach(file -> LeaderboardFile.read(file, metrics, problems.at("leaderboard")).ifPresent(boards::add));
        twice(boards, problems);
        if (!boards.isEmpty() && boards.stream().allMatch(board -> board.runs().isEmpty())) {
            problems.at("leaderboard").add("file", boards.stream().map(board -> board.file().toString()).collect(Collectors.joining(", ")),
                    "there is no run in it");
        }
        problems.throwIfAny();
        return Standings.of(boards, metrics);
    }

    /** Whoever gives a table again, or that of another one who made the same runs, is told once for each method. */
    private static void twice(List<LeaderboardRuns> boards, Problems problems) {
        Map<List<Object>, Path> seen = new HashMap<>();
        for (LeaderboardRuns board : boards) {
            Map<List<String>, Set<Long>> seeds = new LinkedHashMap<>();
            for (LeaderboardRuns.Run run : board.runs()) {
                Path other = seen.putIfAbsent(run.name(), board.file());
                if (other != null && !other.equals(board.file())) {
                    seeds.computeIfAbsent(List.of(run.benchmark(), run.method(), other.toString(), run.options(), run.training()), key -> new TreeSet<>())
                            .add(run.seed());
                }
            }
            seeds.forEach((key, all) -> problems.at(board.file().toString()).add("seed", all.stream().map(String::valueOf).collect(Collectors.joining(" ")),
                    "but of " + key.get(1) + " on " + key.get(0) + (all.size() == 1 ? " that run is in " : " those runs are in ") + key.get(2)
                            + " already; 'compare' pairs two tables"));
        }
    }

    private TableFormat form(Problems problems) {
        if (json && format != null) {
            problems.add("--json", "--format", "cannot both be given");
        }
        Optional<TableFormat> form = TableFormat.find(json ? "json" : format == null ? "text" : format);
        if (form.isEmpty()) {
            problems.add("--format", format, "unknown form" + Names.suggestion(format, TableFormat.ids()));
        }
        return form.orElse(TableFormat.TEXT);
    }

    private Optional<Dialect> dialect(Problems problems) {
        Optional<Dialect> dialect = Dialect.find(library);
        if (library != null && dialect.isEmpty()) {
            problems.add("--as", library, "unknown library" + Names.suggestion(library, Dialect.ids()));
        }
        return dialect;
    }
}
