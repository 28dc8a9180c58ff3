package org.palimpsest.results.metric;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What PyCIL logs after the last task (Zhou et al., SCIENCE CHINA Information Sciences 2023; {@code trainer.py},
 * {@code utils/toolkit.py}): class-IL in percent, each accuracy rounded to two decimals before anything is made of it.
 */
final class PycilMetrics {

    private PycilMetrics() {}

    /** All of them. */
    static List<DialectMetric> all() {
        return List.of(
                new DialectMetric(
                        "CNN top1 curve", "A_t = sum_{i<=t} n_i R[t][i] / sum_{i<=t} n_i for t = 1..T",
                        record -> curve(AccuracyMatrix.of(record, Measure.CLASS_IL))),
                DialectMetric.of(
                        "Average Accuracy (CNN)", "1/T sum_t A_t", Measure.CLASS_IL, PycilMetrics::averageAccuracy),
                DialectMetric.of(
                        "Forgetting (CNN)", "1/(T-1) sum_{i<T} ( max_{t>=i} R[t][i] - R[T][i] )", Measure.CLASS_IL,
                        PycilMetrics::forgetting));
    }

    /** {@code A_t = sum_{i<=t} n_i R[t][i] / sum_{i<=t} n_i} for t = 1..T: accuracy over the classes seen. */
    static List<Double> curve(AccuracyMatrix r) {
        return DialectMetric.perTask(r, t -> rounded(r.pooled(t, 1, t)));
    }

    /** {@code 1/T sum_t A_t}. */
    static OptionalDouble averageAccuracy(AccuracyMatrix r) {
        return curve(r).stream().mapToDouble(Double::doubleValue).average();
    }

    /** {@code 1/(T-1) sum_{i<T} ( max_{t>=i} R[t][i] - R[T][i] )}. */
    static OptionalDouble forgetting(AccuracyMatrix r) {
        return new Range(1, r.tasks() - 1).mean(i -> Range.difference(
                new Range(i, r.tasks()).max(t -> rounded(r.get(t, i))), rounded(r.get(r.tasks(), i))));
    }

    private static OptionalDouble rounded(OptionalDouble accuracy) {
        return accuracy.isPresent() ? OptionalDouble.of(Math.rint(1e4 * accuracy.getAsDouble()) / 100) : accuracy;
    }
}
