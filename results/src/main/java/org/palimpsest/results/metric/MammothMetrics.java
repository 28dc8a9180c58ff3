package org.palimpsest.results.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What Mammoth prints and logs after the last task with its other metrics enabled (Buzzega et al., NeurIPS 2020;
 * {@code utils/metrics.py}, {@code utils/loggers.py}), all in percent, for class-IL and for task-IL.
 */
final class MammothMetrics {

    private MammothMetrics() {}

    /** All of them; those of task-IL carry the suffix of Mammoth's logs. */
    static List<DialectMetric> all() {
        List<DialectMetric> metrics = new ArrayList<>(List.of(
                DialectMetric.of("[Class-IL]", "1/T sum_i R[T][i]", Measure.CLASS_IL, MammothMetrics::meanAccuracy),
                DialectMetric.of("[Task-IL]", "1/T sum_i R[T][i]", Measure.TASK_IL, MammothMetrics::meanAccuracy)));
        for (Measure measure : List.of(Measure.CLASS_IL, Measure.TASK_IL)) {
            String suffix = measure == Measure.TASK_IL ? "_mask_classes" : "";
            metrics.add(DialectMetric.of(
                    "forgetting" + suffix,
                    "1/(T-1) sum_{i<T} ( max_{t>=i-1} R[t][i] - R[T][i] ), what was not measured counting as 0",
                    measure, MammothMetrics::forgetting));
            metrics.add(DialectMetric.of(
                    "bwt" + suffix, "1/(T-1) sum_{i<T} ( R[T][i] - R[i][i] )", measure, MammothMetrics::backwardTransfer));
            metrics.add(DialectMetric.of(
                    "fwt" + suffix, "1/(T-1) sum_{i>=2} ( R[i-1][i] - b_i )", measure, MammothMetrics::forwardTransfer));
        }
        return metrics.stream().map(DialectMetric::inPercent).toList();
    }

    /** {@code 1/T sum_i R[T][i]}. */
    static OptionalDouble meanAccuracy(AccuracyMatrix r) {
        return new Range(1, r.tasks()).mean(i -> r.get(r.tasks(), i));
    }

    /**
     * {@code 1/(T-1) sum_{i<T} ( max_{t>=i-1} R[t][i] - R[T][i] )}. The maximum includes the row before task i, which
     * Mammoth measures for forward transfer; whatever it has not measured it takes for 0.
     */
    static OptionalDouble forgetting(AccuracyMatrix r) {
        return new Range(1, r.tasks() - 1).mean(i -> {
            OptionalDouble learned = new Range(i, r.tasks()).max(t -> r.get(t, i));
            double ahead = i == 1 ? 0 : r.get(i - 1, i).orElse(0);
            OptionalDouble best =
                    learned.isEmpty() ? learned : OptionalDouble.of(Math.max(ahead, learned.getAsDouble()));
            return Range.difference(best, r.get(r.tasks(), i));
        });
    }

    /** {@code 1/(T-1) sum_{i<T} ( R[T][i] - R[i][i] )}. */
    static OptionalDouble backwardTransfer(AccuracyMatrix r) {
        return new Range(1, r.tasks() - 1).mean(i -> Range.difference(r.get(r.tasks(), i), r.get(i, i)));
    }

    /** {@code 1/(T-1) sum_{i>=2} ( R[i-1][i] - b_i )}. */
    static OptionalDouble forwardTransfer(AccuracyMatrix r) {
        return new Range(2, r.tasks()).mean(i -> Range.difference(r.get(i - 1, i), r.untrained(i)));
    }
}
