package org.palimpsest.harness.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.config.Planner;
import org.palimpsest.harness.config.RecipeSpec;
import org.palimpsest.harness.config.Request;
import org.palimpsest.harness.config.SuiteSpec;
import org.palimpsest.harness.config.VariedOptions;

/** Turns what is to be searched into the runs that may be made for it. */
final class StudyPlanner {
    private final Planner planner;
    private final VariedOptions options;
    private final SearchOptions search;
    private final ExamOptions exam;
    private final Problems problems;

    /**
     * A planner.
     *
     * @param problems takes all that is wrong
     */
    StudyPlanner(Planner planner, VariedOptions options, SearchOptions search, ExamOptions exam, Problems problems) {
        this.planner = planner;
        this.options = options;
        this.search = search;
        this.exam = exam;
        this.problems = problems;
    }

    /** The keys of some {@code --set}. */
    static Set<String> keys(List<String> settings) {
        return settings.stream().map(setting -> setting.replaceFirst("=.*", "").strip()).collect(Collectors.toSet());
    }

    /**
     * What is to be tried on each benchmark.
     *
     * @param suite what will be run in the end, but for the options that are searched for
     * @param request that asked for it
     * @param seeds those of the search
     * @throws InvalidInputException with everything that is wrong
     */
    List<Study> studies(SuiteSpec suite, Request request, List<Long> seeds) {
        List<SearchOptions.Search> searches = search.searches(suite.methods(), keys(request.settings()), seeds.size(), options, problems);
        List<PlannedRun> usual = suite.benchmarks().isEmpty() ? List.of() : plan(suite, request).map(Plan::runs).orElse(List.of());
        problems.throwIfAny();
        int runsOfBenchmark = usual.size() / suite.benchmarks().size();
        List<Study> studies = IntStream.range(0, suite.benchmarks().size()).boxed()
                .flatMap(b -> study(suite.benchmarks().get(b), usual.get(b * runsOfBenchmark), suite, request, seeds, searches).stream()).toList();
        problems.throwIfAny();
        return studies;
    }

    private Optional<Plan> plan(SuiteSpec suite, Request request) {
        try {
            return Optional.of(planner.plan(suite, request));
        } catch (InvalidInputException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }

    private Optional<Study> study(String benchmark, PlannedRun usual, SuiteSpec suite, Request request, List<Long> seeds, List<SearchOptions.Search> searches) {
        Problems here = problems.at("command line");
        if (!usual.stream().examinesTestData() && suite.seeds().stream().anyMatch(seeds::contains)) {
            here.add("--seeds", seeds.stream().map(String::valueOf).collect(Collectors.joining(",")), "must be others than those of the suite, for nothing is "
                    + "held out on " + usual.id().benchmark());
        }
        List<String> settings = new ArrayList<>(request.settings());
        settings.addAll(exam.settings(usual, here));
        Request ofTrials = new Request(request.what(), request.methods(), request.seeds(), settings, request.gauges());
        List<RecipeSpec> variants = IntStream.range(0, searches.size()).boxed()
                .flatMap(m -> searches.get(m).settings().stream().map(setting -> options.with(suite.methods().get(m), setting))).toList();
        SuiteSpec all = new SuiteSpec(usual.id().benchmark() + "--trials", "--vary", List.of(benchmark), variants, seeds);
        return plan(all, ofTrials).map(plan -> {
            exam.hold(plan.runs().get(0), here);
            return new Study(benchmark, exam.words(usual), ofTrials, all, plan, trials(suite.methods(), searches, plan.runs(), seeds.size()));
        });
    }

    /** The runs of a plan are by seed, then method and setting. */
    private static List<Trials> trials(List<RecipeSpec> methods, List<SearchOptions.Search> searches, List<PlannedRun> runs, int seeds) {
        List<Trials> trials = new ArrayList<>();
        int variants = runs.size() / seeds;
        int begin = 0;
        for (int m = 0; m < methods.size(); m++) {
            int end = begin + searches.get(m).settings().size();
            trials.add(new Trials(methods.get(m), searches.get(m), IntStream.range(begin, end)
                    .mapToObj(v -> IntStream.range(0, seeds).mapToObj(s -> runs.get(s * variants + v)).toList()).toList()));
            begin = end;
        }
        return trials;
    }
}
