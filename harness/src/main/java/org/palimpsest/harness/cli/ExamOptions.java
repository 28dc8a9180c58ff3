package org.palimpsest.harness.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.config.EvaluationSpec;
import org.palimpsest.harness.config.Numerals;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.metric.Metrics;
import picocli.CommandLine.Option;

/** What a search decides by: which data, of which tasks, and what is measured on them. */
final class ExamOptions {
    private static final double MOST_HELD_OUT = 0.5;

    @Option(names = "--validation", paramLabel = "share", defaultValue = "0.1",
            description = "share of each class's training examples that is held out and examined in place of the test data (default: ${DEFAULT-VALUE})")
    private String validation;

    @Option(names = "--tasks", paramLabel = "K", description = "search on the first K tasks of the stream alone (default: all of it)")
    private Integer tasks;

    @Option(names = "--metric", paramLabel = "column", description = "what decides: a metric as 'list metrics' shows them, with its measure, e.g. "
            + "class_il.accuracy.incremental (default: what ranks the leaderboard)")
    private String metric;

    /**
     * Says what is wrong with the options.
     *
     * @param set keys of {@code --set}
     */
    void check(Set<String> set, Metrics metrics, Problems problems) {
        Stream.of(EvaluationSpec.VALIDATION, EvaluationSpec.FIRST_TASKS)
                .filter(path -> set.stream().anyMatch(key -> path.equals(key) || path.endsWith("." + key)))
                .forEach(path -> problems.add("--set", path, "is what --validation and --tasks are for, of the runs of the search alone"));
        OptionalDouble share = Numerals.decimal(validation);
        if (share.isEmpty() || !(share.getAsDouble() > 0 && share.getAsDouble() <= MOST_HELD_OUT)) {
            problems.add("--validation", validation, "must be above 0 and at most " + MOST_HELD_OUT + ", for nothing is chosen by test data");
        }
        if (tasks != null && tasks < 1) {
            problems.add("--tasks", tasks, "must be at least 1");
        }
        if (metric != null && metrics.column(metric).isEmpty()) {
            problems.add("--metric", metric, "unknown metric" + Names.suggestion(metric, metrics.columns().stream().map(MetricColumn::id).toList(),
                    "'palimpsest list metrics' shows all, the columns of a leaderboard have those of its benchmark"));
        }
    }

    /** What decides, if somebody said so. */
    Optional<MetricColumn> metric(Metrics metrics) {
        return Optional.ofNullable(metric).flatMap(metrics::column);
    }

    /** The settings of trials, for a benchmark of which this is a run as it is without a search. */
    List<String> settings(PlannedRun usual, Problems problems) {
        List<String> settings = new ArrayList<>();
        if (usual.stream().examinesTestData()) {
            settings.add(EvaluationSpec.VALIDATION + "=" + validation);
        }
        if (tasks != null && tasks > usual.stream().tasks()) {
            problems.add("--tasks", tasks, "is more than the " + usual.stream().tasks() + " tasks of " + usual.id().benchmark());
        } else if (tasks != null) {
            settings.add(EvaluationSpec.FIRST_TASKS + "=" + tasks);
        }
        return settings;
    }

    /** Holds a trial to what its settings say, which kinds of streams that plug-ins bring may not know. */
    void hold(PlannedRun trial, Problems problems) {
        if (trial.stream().examinesTestData()) {
            problems.add("--validation", validation, trial.id().benchmark() + " has a kind of stream that holds nothing out, and nothing is chosen by "
                    + "test data");
        }
        if (tasks != null && trial.stream().tasks() > tasks) {
            problems.add("--tasks", tasks, trial.id().benchmark() + " has a kind of stream that has no end but its own");
        }
    }

    /** What is examined, in words. */
    String words(PlannedRun usual) {
        return (usual.stream().examinesTestData() ? "share " + validation + " of the training data held out" : "nothing held out")
                + (tasks == null ? "" : ", first " + tasks + " tasks");
    }

    /** All that it decides by, for the name of the search. */
    Map<String, Object> identity() {
        return Map.of("validation", validation, "tasks", String.valueOf(tasks), "metric", String.valueOf(metric));
    }
}
