package org.palimpsest.harness.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problem;
import org.palimpsest.results.Leaderboard;
import org.palimpsest.results.LeaderboardRuns;
import org.palimpsest.results.RunRecord;
import org.palimpsest.results.RunStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leaderboard}: computes a leaderboard again from the run records. */
@Command(name = "leaderboard", mixinStandardHelpOptions = true, description = {
    "Computes a leaderboard from the run records, writes it and prints it.",
    "The name is a benchmark, for all of its runs; or a leaderboard written before, for the runs of the benchmarks in it."})
final class LeaderboardCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ResultsOptions results;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "<name>", description = "benchmark or leaderboard")
    private String name;

    @Option(names = "--json", description = "print as JSON")
    private boolean json;

    @Override
    public Integer call() {
        RunStore store = RunStore.at(results.folder());
        Set<String> recorded = store.runs(id -> true).stream().map(r -> r.info().id().benchmark()).collect(Collectors.toCollection(TreeSet::new));
        Set<String> benchmarks = recorded.contains(name) ? Set.of(name) : ofLeaderboard(recorded);
        List<RunRecord> records = store.runs(id -> benchmarks.contains(id.benchmark()));
        Leaderboard leaderboard = Leaderboard.of(name, records);
        leaderboard.write(results.leaderboards());
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? leaderboard.json() : leaderboard.table(Terminal.colours(spec)));
        out.flush();
        return Exit.OK;
    }

    private Set<String> ofLeaderboard(Set<String> recorded) {
        java.nio.file.Path file = results.leaderboards().resolve(name + ".runs.csv");
        if (!java.nio.file.Files.exists(file)) {
            throw new InvalidInputException(List.of(new Problem(results.folder().toString(), "leaderboard", name,
                    "there are no records of a benchmark, and no leaderboard, of that name" + Names.suggestion(name, recorded))));
        }
        return LeaderboardRuns.read(file).runs().stream().map(LeaderboardRuns.Run::benchmark).collect(Collectors.toSet());
    }
}
