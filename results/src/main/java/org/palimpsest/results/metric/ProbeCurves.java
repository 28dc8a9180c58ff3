package org.palimpsest.results.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.palimpsest.results.record.ProbeRow;
import org.palimpsest.results.record.RunRecord;

/**
 * A(E_i, f_n): accuracy in [0, 1] on the probe subset E_i of task i at every point n of the stream it was measured at,
 * points gathered by the task that was being learned.
 */
final class ProbeCurves {

    private final int tasks;
    private final Map<List<Integer>, SortedMap<Long, Double>> curves = new HashMap<>();

    private ProbeCurves(int tasks) {
        this.tasks = tasks;
    }

    /** The curves of a run; rows with no example are absent. */
    static ProbeCurves of(RunRecord record, View view) {
        ProbeCurves probes = new ProbeCurves(record.info().tasks());
        for (ProbeRow row : record.rows(ProbeRow.TABLE)) {
            if (row.n() > 0) {
                probes.curves.computeIfAbsent(List.of(row.trainingTask(), row.task()), key -> new TreeMap<>())
                        .put(row.step(), (double) (view == View.CLASS_IL ? row.classIlCorrect() : row.taskIlCorrect()) / row.n());
            }
        }
        return probes;
    }

    int tasks() {
        return tasks;
    }

    /** The lowest accuracy on a task while another was being learned. */
    OptionalDouble min(int trainingTask, int task) {
        return curve(trainingTask, task).values().stream().mapToDouble(Double::doubleValue).min();
    }

    /** The accuracy on a task at the last probe while another was being learned. */
    OptionalDouble last(int trainingTask, int task) {
        SortedMap<Long, Double> curve = curve(trainingTask, task);
        return curve.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(curve.get(curve.lastKey()));
    }

    /** The step of the last probe of a task while it was being learned. */
    OptionalDouble steps(int task) {
        SortedMap<Long, Double> curve = curve(task, task);
        return curve.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(curve.lastKey());
    }

    /** The accuracies on a task while another was being learned, by step; empty if there is none. */
    SortedMap<Long, Double> curve(int trainingTask, int task) {
        return curves.getOrDefault(List.of(trainingTask, task), new TreeMap<>());
    }

    /**
     * The accuracies on a task in the order they were measured, from its own learning to the end of the stream; empty
     * if it was not probed in each of the tasks since.
     */
    List<Double> sinceLearned(int task) {
        List<Double> accuracies = new ArrayList<>();
        for (int training = task; training <= tasks; training++) {
            if (curve(training, task).isEmpty()) {
                return List.of();
            }
            accuracies.addAll(curve(training, task).values());
        }
        return accuracies;
    }
}
