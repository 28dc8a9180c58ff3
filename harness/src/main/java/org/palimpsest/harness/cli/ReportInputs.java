package org.palimpsest.harness.cli;

import com.google.inject.Injector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.UserPath;
import org.palimpsest.results.board.Leaderboard;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.BadRecordException;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.RunStore;
import org.palimpsest.results.record.Tables;
import org.palimpsest.results.report.Report;
import org.palimpsest.results.report.Section;
import org.palimpsest.results.report.Sections;
import org.palimpsest.results.tuning.TuningLedger;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a report or a plot is made of: results folders, leaderboards, suites and benchmarks. */
final class ReportInputs {
    private static final int MOST_NAMES = 3;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private ResultsOptions results;

    @Parameters(arity = "0..*", paramLabel = "<name|DIR|CSV>", description = {
        "suite or benchmark, as 'leaderboard' takes it; or a results folder, for all of its runs;",
        "or a leaderboard's CSV, beside which its .runs.csv lies, for what that holds"})
    private List<String> inputs = List.of();

    @Option(names = "--methods", paramLabel = "a,b+c", description = "of suites and benchmarks, these methods alone")
    private List<String> methodLists = List.of();

    @Option(names = "--set", paramLabel = "key=value", description = "of suites and benchmarks, what 'run' was given; repeatable")
    private List<String> settings = List.of();

    /**
     * What was read.
     *
     * @param report all of it
     * @param bad records that cannot be used
     * @param open whether some of the runs have not come to their end
     */
    record Read(Report report, BadRecords bad, boolean open) {}

    /** What kind of thing an input is. */
    private enum Kind { FOLDER, CSV, NAME }

    private static Kind kind(String input) {
        Optional<Path> path = UserPath.parse(input);
        if (path.isPresent() && Files.isDirectory(path.get().resolve("runs"))) {
            return Kind.FOLDER;
        }
        return input.toLowerCase(Locale.ROOT).endsWith(".csv") ? Kind.CSV : Kind.NAME;
    }

    /** Adds what is wrong with the inputs before any is read. */
    void check(Problems problems) {
        if (inputs.isEmpty()) {
            problems.add("<name|DIR|CSV>", "", "a suite, a benchmark, a results folder or a leaderboard's CSV is needed");
        }
        for (String input : inputs) {
            Optional<Path> path = UserPath.parse(input);
            if (kind(input) == Kind.CSV && !path.filter(Files::isRegularFile).filter(Files::isReadable).isPresent()) {
                problems.add("file", input, "cannot be read");
            } else if (kind(input) == Kind.NAME && path.filter(Files::isDirectory).isPresent()) {
                problems.add("DIR", input, "is no results folder, it has no folder named runs");
            }
        }
    }

    /** The names of the inputs without folders and ends. */
    String title() {
        List<String> names = inputs.stream().map(input -> {
            Path path = UserPath.parse(input).orElse(Path.of(input)).toAbsolutePath().normalize();
            String last = path.getFileName() == null ? input : path.getFileName().toString();
            return last.replaceFirst("(?i)(\\.runs)?\\.csv$|\\.ya?ml$", "");
        }).distinct().toList();
        int more = names.size() - MOST_NAMES;
        return String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES))) + (more > 0 ? " and " + more + " more" : "");
    }

    /**
     * Reads everything.
     *
     * @param command what makes some runs again; empty if nobody asks
     * @throws InvalidInputException with all that is wrong
     */
    Read read(Injector injector, Function<List<RunInfo>, Optional<String>> command) {
        Metrics metrics = injector.getInstance(Metrics.class);
        Problems problems = new Problems();
        BadRecords bad = new BadRecords();
        List<String> remarks = new ArrayList<>();
        List<Section> sections = new ArrayList<>();
        Set<Path> files = new HashSet<>();
        boolean open = false;
        for (String input : inputs) {
            if (kind(input) == Kind.CSV) {
                LeaderboardFile.read(UserPath.parse(input).orElseThrow(), metrics, problems.at("command line"))
                        .filter(runs -> files.add(runs.file().toAbsolutePath().normalize())) // both files of a leaderboard are one
                        .ifPresent(runs -> sections.addAll(Sections.ofFile(runs, metrics)));
                continue;
            }
            boolean folder = kind(input) == Kind.FOLDER;
            Path place = folder ? UserPath.parse(input).orElseThrow() : results.folder();
            RunStore store = RunStore.at(place, injector.getInstance(Tables.class));
            if (folder && store.ids().isEmpty()) {
                problems.at("command line").add("DIR", input, "there is no recorded run in it");
                continue;
            }
            try {
                RecordedRuns.Choice choice = folder ? new RecordedRuns.Choice(input, new LinkedHashSet<>(store.ids()))
                        : new RecordedRuns(spec, input, methodLists, settings).choose(injector, store, place);
                List<RunRecord> records = store.runs(choice.ids()::contains, fault -> {
                    bad.accept(fault);
                    remarks.add(remark(fault));
                });
                open |= isOpen(store, folder ? store.plans() : List.of(choice.title()), choice.ids(), records);
                Leaderboard board = Leaderboard.of(title(), records, metrics, TuningLedger.in(place)::cost);
                sections.addAll(Sections.ofRecords(board, records, command));
            } catch (InvalidInputException e) {
                problems.addAll(e.problems());
            }
        }
        problems.throwIfAny();
        return new Read(Report.of(title(), sections, remarks, metrics), bad, open);
    }

    private static String remark(BadRecordException fault) {
        return "A record cannot be used, and all else is without it: " + fault.getMessage();
    }

    /** Whether runs are still to come: some that are planned are not recorded, or some that are recorded have not ended. */
    private static boolean isOpen(RunStore store, List<String> plans, Set<RunId> ids, List<RunRecord> records) {
        return records.stream().anyMatch(record -> record.info().status() == RunStatus.RUNNING)
                || plans.stream().anyMatch(plan -> store.planned(plan).filter(planned -> !ids.containsAll(planned)).isPresent());
    }
}
