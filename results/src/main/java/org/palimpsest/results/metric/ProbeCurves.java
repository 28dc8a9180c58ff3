package org.palimpsest.results.metric;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.palimpsest.results.record.RunRecord;

/**
 * A(E_i, f_n): accuracy in [0, 1] on the probe subset E_i of task i at every point n of the stream it was measured at,
 * points gathered by the task that was being learned.
 */
public final class ProbeCurves {
    private final int tasks;
    private final Map<Long, SortedMap<Long, Double>> curves = new HashMap<>();
    private final Map<Integer, Double> examples = new HashMap<>();

    private ProbeCurves(int tasks) {
        this.tasks = tasks;
    }

    /** The curves of a run under a measure; scores of nothing are absent. */
    public static ProbeCurves of(RunRecord record, Measure measure) {
        return of(record, measure.probed());
    }

    /** The curves of the scores of a source. */
    static ProbeCurves of(RunRecord record, Optional<Measure.Source<?>> of) {
        ProbeCurves probes = new ProbeCurves(record.info().tasks());
        for (Score score : of.map(source -> source.scores(record)).orElse(List.of())) {
            if (score.n() > 0) {
                probes.curves.computeIfAbsent(probes.pair(score.trainedTask(), score.task()), key -> new TreeMap<>())
                        .put(score.step(), score.sum() / score.n());
                probes.examples.put(score.task(), score.n());
            }
        }
        return probes;
    }

    /** A number for each pair, close together: of up to a million pairs a map has few in one place. */
    private long pair(int trainingTask, int task) {
        return trainingTask * (tasks + 1L) + task;
    }

    /** T. */
    public int tasks() {
        return tasks;
    }

    /** How many examples the probe subset of a task has; 0 if it was not probed. */
    double examples(int task) {
        return examples.getOrDefault(task, 0.0);
    }

    /** The lowest accuracy on a task while another was being learned. */
    public OptionalDouble min(int trainingTask, int task) {
        return curve(trainingTask, task).values().stream().mapToDouble(Double::doubleValue).min();
    }

    /** The accuracy on a task at the last probe while another was being learned. */
    public OptionalDouble last(int trainingTask, int task) {
        SortedMap<Long, Double> curve = curve(trainingTask, task);
        return curve.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(curve.get(curve.lastKey()));
    }

    /** The mean over the last {@code n} probes of a task while another was being learned, or over all if there are fewer. */
    OptionalDouble end(int trainingTask, int task, int n) {
        Collection<Double> values = curve(trainingTask, task).values();
        return values.stream().skip(Math.max(0, values.size() - n)).mapToDouble(Double::doubleValue).average();
    }

    /** The mean over the steps of a task, while it was being learned: each probe stands for the steps since the one before it. */
    OptionalDouble area(int task) {
        double sum = 0;
        long before = 0;
        for (Map.Entry<Long, Double> point : curve(task, task).entrySet()) {
            sum += (point.getKey() - before) * point.getValue();
            before = point.getKey();
        }
        return before == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / before);
    }

    /** The step of the last probe of a task while it was being learned. */
    public OptionalDouble steps(int task) {
        SortedMap<Long, Double> curve = curve(task, task);
        return curve.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(curve.lastKey());
    }

    /** The accuracies on a task while another was being learned, by step; empty if there is none. */
    public SortedMap<Long, Double> curve(int trainingTask, int task) {
        return curves.getOrDefault(pair(trainingTask, task), Collections.emptySortedMap());
    }

    /**
     * The accuracies on a task in the order they were measured, from its own learning to the end of the stream; empty
     * if it was not probed in each of the tasks since.
     */
    public List<Double> sinceLearned(int task) {
        List<Double> accuracies = new ArrayList<>();
        for (int training = task; training <= tasks; training++) {
            SortedMap<Long, Double> curve = curve(training, task);
            if (curve.isEmpty()) {
                return List.of();
            }
            accuracies.addAll(curve.values());
        }
        return accuracies;
    }
}
