package org.palimpsest.harness.cli;

import com.google.inject.Injector;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.UserPath;
import org.palimpsest.harness.config.Library;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.Planner;
import org.palimpsest.harness.config.Request;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which of the recorded runs a command is about. */
final class RecordedRuns {
    /** A plan has seeds, but all that are recorded are meant. */
    private static final Optional<String> ANY = Optional.of("1");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "<name>", description = "suite or benchmark, by name or file")
    private String name;

    @Option(names = "--methods", paramLabel = "a,b+c", description = "these methods alone, instead of the suite's")
    private List<String> methodLists = List.of();

    @Option(names = "--set", paramLabel = "key=value", description = "what 'run' was given; repeatable")
    private List<String> settings = List.of();

    /** Whether the name is that of a leaderboard's file. */
    boolean isFile() {
        return name.endsWith(".csv");
    }

    /** That file. */
    Path file() {
        return UserPath.parse(name).orElseThrow(() -> new InvalidInputException(new Problem(spec.name(), "<name>", name, UserPath.IMPOSSIBLE)));
    }

    /** Of a command line, which fills in the rest. */
    RecordedRuns() {}

    /** Those that a command line of a name, these methods and these settings would be about. */
    RecordedRuns(CommandSpec spec, String name, List<String> methodLists, List<String> settings) {
        this.spec = spec;
        this.name = name;
        this.methodLists = methodLists;
        this.settings = settings;
    }

    /**
     * Runs that were chosen.
     *
     * @param title name of the suite or benchmark
     * @param ids the runs, in the order of the store; not empty
     */
    record Choice(String title, Set<RunId> ids) {}

    /** What was given as the name. */
    String name() {
        return name;
    }

    /**
     * Chooses.
     *
     * @param folder of the records, as it is told
     * @throws InvalidInputException if nothing is recorded of that name
     */
    Choice choose(Injector injector, RunStore store, Path folder) {
        Library library = injector.getInstance(Library.class);
        Problems problems = new Problems();
        List<String> methods = Arguments.entries("--methods", methodLists, problems);
        problems.throwIfAny();
        List<RunId> recorded = store.ids();
        Request request = new Request(name, methods, ANY, settings);
        String board = request.boardOf(library.suiteId(name));
        Optional<Set<RunId>> kept = board.matches("[\\w.+-]+") ? store.planned(board) : Optional.empty();
        if (kept.isPresent()) {
            return chosen(board, recorded, id -> kept.get().stream().anyMatch(id::differsInSeedAtMost), folder, others(kept.get(), recorded));
        }
        if (library.isSuite(name) || !methods.isEmpty() || !settings.isEmpty()) {
            Plan suite = injector.getInstance(Planner.class).plan(request);
            Set<RunId> planned = suite.ids();
            return chosen(suite.name(), recorded, id -> planned.stream().anyMatch(id::differsInSeedAtMost), folder, others(planned, recorded));
        }
        String benchmark = benchmark(library);
        Set<String> benchmarks = recorded.stream().map(RunId::benchmark).collect(Collectors.toCollection(TreeSet::new));
        return chosen(benchmark, recorded, id -> id.benchmark().equals(benchmark), folder,
                "there is no recorded run of a suite or benchmark of that name; suites of your own are given by their files"
                + (benchmarks.isEmpty() ? "" : Names.suggestion(name, benchmarks, "the folders in runs are all")));
    }

    private Choice chosen(String title, List<RunId> recorded, Predicate<RunId> wanted, Path folder, String otherwise) {
        Set<RunId> ids = recorded.stream().filter(wanted).collect(Collectors.toCollection(LinkedHashSet::new));
        if (ids.isEmpty()) {
            throw new InvalidInputException(new Problem(folder.toString(), spec.name(), name, otherwise));
        }
        return new Choice(title, ids);
    }

    private static String others(Set<RunId> planned, Collection<RunId> recorded) {
        Set<String> benchmarks = planned.stream().map(RunId::benchmark).collect(Collectors.toSet());
        List<String> others = recorded.stream().filter(id -> benchmarks.contains(id.benchmark())).map(RunId::method).distinct().toList();
        return "there is no recorded run of it" + (others.isEmpty() ? "" : "; its benchmarks have runs of " + String.join(", ", others)
                + ", with other methods or settings: give the --methods and --set that 'run' was given");
    }

    /** A benchmark that is a file goes by its id; one that is known from records alone has no definition. */
    private String benchmark(Library library) {
        if (!library.benchmarks().contains(name)) {
            return name;
        }
        Problems problems = new Problems();
        return problems.require(library.benchmark(name, problems)).spec().id();
    }
}
