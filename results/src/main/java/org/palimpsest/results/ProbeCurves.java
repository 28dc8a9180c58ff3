package org.palimpsest.results;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A(E_i, f_n): accuracy in [0, 1] on the probe subset E_i of task i at every point n of the stream it was measured at,
 * points gathered by the task that was being learned.
 */
final class ProbeCurves {

    private final int tasks;
    private final Map<List<Integer>, Curve> curves = new HashMap<>();

    private ProbeCurves(int tasks) {
        this.tasks = tasks;
    }

    /** The curves of a run; rows with no example are absent. */
    static ProbeCurves of(RunRecord record, View view) {
        ProbeCurves probes = new ProbeCurves(record.info().tasks());
        for (ProbeRow row : record.probe()) {
            if (row.n() > 0) {
                double accuracy = (double) row.correct(view) / row.n();
                Curve point = new Curve(row.step(), accuracy, accuracy);
                probes.curves.merge(List.of(row.trainingTask(), row.task()), point, Curve::with);
            }
        }
        return probes;
    }

    int tasks() {
        return tasks;
    }

    /** The lowest accuracy on a task while another was being learned. */
    OptionalDouble min(int trainingTask, int task) {
        Curve curve = curves.get(List.of(trainingTask, task));
        return curve == null ? OptionalDouble.empty() : OptionalDouble.of(curve.min());
    }

    /** The accuracy on a task at the last probe while another was being learned. */
    OptionalDouble last(int trainingTask, int task) {
        Curve curve = curves.get(List.of(trainingTask, task));
        return curve == null ? OptionalDouble.empty() : OptionalDouble.of(curve.last());
    }

    private record Curve(long lastStep, double last, double min) {

        Curve with(Curve other) {
            Curve later = other.lastStep > lastStep ? other : this;
            return new Curve(later.lastStep, later.last, Math.min(min, other.min));
        }
    }
}
