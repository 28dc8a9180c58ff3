package org.palimpsest.results.metric;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntFunction;

/**
 * What CapyMOA's evaluation of online continual learners tells (capymoa 0.15.1, {@code OCLMetrics}). Accuracies are fractions, and every task is
 * examined after every other. Its anytime metrics ask for probes at even distances, which a record has not.
 */
final class CapymoaMetrics {
    private CapymoaMetrics() {}

    /** All of them under the measure that ranks in the scenario. */
    static List<DialectMetric> all(Measure measure) {
        return List.of(
                DialectMetric.of("accuracy_final", "1/T sum_i R[T][i]", measure, r -> all(r, r.tasks())),
                DialectMetric.of("accuracy_all_avg", "1/T^2 sum_t sum_i R[t][i]", measure, r -> overTasks(r, t -> all(r, t))),
                DialectMetric.of("accuracy_seen_avg", "1/T sum_t 1/t sum_{i<=t} R[t][i]", measure,
                        r -> overTasks(r, t -> new Range(1, t).mean(i -> r.get(t, i)))),
                DialectMetric.of("forward_transfer", "2/(T(T-1)) sum_{t<i} R[t][i]", measure, CapymoaMetrics::forwardTransfer),
                DialectMetric.of("backward_transfer", "2/(T(T-1)) sum_{i<t} ( R[t][i] - R[i][i] )", measure, CapymoaMetrics::backwardTransfer));
    }

    private static OptionalDouble all(AccuracyMatrix r, int t) {
        return new Range(1, r.tasks()).mean(i -> r.get(t, i));
    }

    private static OptionalDouble overTasks(AccuracyMatrix r, IntFunction<OptionalDouble> term) {
        return new Range(1, r.tasks()).mean(term);
    }

    /** The mean above the diagonal, with no baseline taken off. */
    static OptionalDouble forwardTransfer(AccuracyMatrix r) {
        OptionalDouble sum = new Range(1, r.tasks() - 1).sum(t -> new Range(t + 1, r.tasks()).sum(i -> r.get(t, i)));
        return Range.divide(sum, pairs(r));
    }

    /** The mean below the diagonal of what has changed since the task was learned. */
    static OptionalDouble backwardTransfer(AccuracyMatrix r) {
        OptionalDouble sum = new Range(2, r.tasks()).sum(t -> new Range(1, t - 1).sum(i -> Range.difference(r.get(t, i), r.get(i, i))));
        return Range.divide(sum, pairs(r));
    }

    private static double pairs(AccuracyMatrix r) {
        return r.tasks() * (r.tasks() - 1) / 2.0;
    }
}
