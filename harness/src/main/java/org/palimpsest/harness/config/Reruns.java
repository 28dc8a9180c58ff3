package org.palimpsest.harness.config;

import com.google.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problem;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.replay.Change;
import org.palimpsest.results.replay.RunCommand;

/** Finds the command that makes recorded runs again, as short as it can be, and tries it: what it plans today is compared with what is recorded. */
public final class Reruns {
    private static final int MOST_NAMED = 3;

    private final Planner planner;

    /** Plans with the benchmarks and methods that there are. */
    @Inject
    public Reruns(Planner planner) {
        this.planner = planner;
    }

    /**
     * The command for recorded runs. What it cannot do is among its notes: a benchmark of one's own is named by its file, data may be missing here, and
     * what it plans today may be other runs.
     *
     * @param runs at least one; they differ in seed and outcome alone
     */
    public RunCommand command(List<RunInfo> runs) {
        RunInfo first = runs.get(0);
        RunCommand full = RunCommand.of(runs);
        try {
            PlannedRun plain = planner.plan(new Request(full.benchmark(), List.of(full.method()), Optional.of(full.seedList()), List.of())).runs().get(0);
            RunCommand command = full.shorter(said(plain));
            Optional<PlannedRun> other = planner.plan(request(command, command.benchmark())).runs().stream()
                    .filter(again -> !again.id().digest().equals(first.id().digest())).findFirst();
            return other.map(again -> command.unsaid("plans other runs today: " + Change.line(changes(first, again), MOST_NAMED))).orElseGet(command::exact);
        } catch (InvalidInputException e) {
            Problem problem = e.problems().get(0);
            return full.unsaid("could not be tried here: " + problem.key() + " " + problem.value() + " " + problem.message());
        }
    }

    /** What decides a run and is otherwise in one that is planned. */
    public static List<Change> changes(RunInfo recorded, PlannedRun planned) {
        return Change.between(Change.decisive(recorded.protocol(), recorded.methodOptions(), recorded.training()),
                Change.decisive(planned.protocol(), planned.methodOptions(), Binder.toMap(planned.optimiser())));
    }

    /**
     * Plans a recorded run again, as its record says it was; what comes of it may have another digest, as {@link #changes} tells.
     *
     * @param benchmark name of its benchmark, or the file that holds it
     * @throws InvalidInputException if it cannot be planned: a method, an option or data are not there any more
     */
    public Plan plan(RunInfo run, String benchmark) {
        RunCommand full = RunCommand.of(run);
        // not by a request alone: a suite may have the name of the benchmark, and options of its own
        SuiteSpec one = new SuiteSpec(run.id().relativePath().toString(), "replay", List.of(benchmark), List.of(new RecipeSpec(run.id().method(), Map.of())),
                List.of(run.id().seed()));
        PlannedRun plain = planner.plan(one, new Request(benchmark, List.of(), Optional.empty(), List.of())).runs().get(0);
        return planner.plan(one, request(full.shorter(said(plain)), benchmark));
    }

    /**
     * What the planner is asked for by a command.
     *
     * @param benchmark name or file of the benchmark
     */
    public static Request request(RunCommand command, String benchmark) {
        return new Request(benchmark, List.of(command.method()), Optional.of(command.seedList()), command.assignments(), command.gauges());
    }

    private static RunCommand said(PlannedRun plain) {
        return RunCommand.of(plain.id().benchmark(), plain.id().method(), List.of(plain.seed()), plain.protocol(), plain.methodOptions(),
                Binder.toMap(plain.optimiser()));
    }
}
