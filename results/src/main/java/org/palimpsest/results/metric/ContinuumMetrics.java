package org.palimpsest.results.metric;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What Continuum's {@code Logger} computes from the test predictions after each task (continuum 1.2.7, Douillard and
 * Lesort, arXiv 2102.06253), as its code does it: three of its sums differ from the papers they name. Accuracies are
 * fractions; sums without a term are 0.
 */
final class ContinuumMetrics {

    private ContinuumMetrics() {}

    /** All of them under the measure that ranks in the scenario. */
    static List<DialectMetric> all(Measure measure) {
        return List.of(
                DialectMetric.of("accuracy", "A_T = sum_i n_i R[T][i] / sum_i n_i", measure, ContinuumMetrics::accuracy),
                new DialectMetric(
                        "accuracy_per_task", "R[T][i] for i = 1..T",
                        record -> accuracyPerTask(AccuracyMatrix.of(record, measure))),
                DialectMetric.of(
                        "average_incremental_accuracy", "1/T sum_t sum_{i<=t} n_i R[t][i] / sum_{i<=t} n_i", measure,
                        ContinuumMetrics::averageIncrementalAccuracy),
                DialectMetric.of(
                        "accuracy_A", "2/(T(T+1)) sum_t sum_{i<=t} R[t][i]", measure, ContinuumMetrics::accuracyA),
                DialectMetric.of(
                        "backward_transfer", "2/(T(T-1)) sum_t sum_{i<=t-2} ( R[t][i] - R[i][i] )", measure,
                        ContinuumMetrics::backwardTransfer),
                DialectMetric.of(
                        "positive_backward_transfer", "max( backward_transfer, 0 )", measure,
                        ContinuumMetrics::positiveBackwardTransfer),
                DialectMetric.of(
                        "remembering", "1 - |min( backward_transfer, 0 )|", measure, ContinuumMetrics::remembering),
                DialectMetric.of(
                        "forward_transfer", "2/(T(T-1)) sum_t sum_{i<t} R[t][i]", measure,
                        ContinuumMetrics::forwardTransfer),
                DialectMetric.of(
                        "forgetting", "1/(T-1) sum_{i<=T-2} ( max_{i<=t<=T-2} R[t][i] - R[T][i] )", measure,
                        ContinuumMetrics::forgetting));
    }

    /** {@code A_T = sum_i n_i R[T][i] / sum_i n_i}. */
    static OptionalDouble accuracy(AccuracyMatrix r) {
        return r.pooled(r.tasks(), 1, r.tasks());
    }

    /** {@code R[T][i]} for i = 1..T. */
    static List<Double> accuracyPerTask(AccuracyMatrix r) {
        return DialectMetric.perTask(r, i -> r.get(r.tasks(), i));
    }

    /** {@code 1/T sum_t sum_{i<=t} n_i R[t][i] / sum_{i<=t} n_i}. */
    static OptionalDouble averageIncrementalAccuracy(AccuracyMatrix r) {
        return new Range(1, r.tasks()).mean(t -> r.pooled(t, 1, t));
    }

    /** {@code 2/(T(T+1)) sum_t sum_{i<=t} R[t][i]}: A of Díaz-Rodríguez et al., 2018, the mean of the lower triangle. */
    static OptionalDouble accuracyA(AccuracyMatrix r) {
        OptionalDouble sum = new Range(1, r.tasks()).sum(t -> new Range(1, t).sum(i -> r.get(t, i)));
        return Range.divide(sum, r.tasks() * (r.tasks() + 1) / 2.0);
    }

    /**
     * {@code 2/(T(T-1)) sum_t sum_{i<=t-2} ( R[t][i] - R[i][i] )}. BWT of Díaz-Rodríguez et al. sums over all i < t, so
     * also over the task learned just before t.
     */
    static OptionalDouble backwardTransfer(AccuracyMatrix r) {
        if (r.tasks() < 3) {
            return OptionalDouble.of(0);
        }
        OptionalDouble sum = new Range(3, r.tasks()).sum(
                t -> new Range(1, t - 2).sum(i -> Range.difference(r.get(t, i), r.get(i, i))));
        return Range.divide(sum, pairs(r));
    }

    /** {@code max( BWT, 0 )}. */
    static OptionalDouble positiveBackwardTransfer(AccuracyMatrix r) {
        OptionalDouble bwt = backwardTransfer(r);
        return bwt.isPresent() ? OptionalDouble.of(Math.max(bwt.getAsDouble(), 0)) : bwt;
    }

    /** {@code 1 - |min( BWT, 0 )|}. */
    static OptionalDouble remembering(AccuracyMatrix r) {
        OptionalDouble bwt = backwardTransfer(r);
        return bwt.isPresent() ? OptionalDouble.of(1 - Math.abs(Math.min(bwt.getAsDouble(), 0))) : bwt;
    }

    /**
     * {@code 2/(T(T-1)) sum_t sum_{i<t} R[t][i]}. FWT of Díaz-Rodríguez et al. sums over the tasks to come, i > t; this
     * one over those already learned.
     */
    static OptionalDouble forwardTransfer(AccuracyMatrix r) {
        if (r.tasks() == 1) {
            return OptionalDouble.of(0);
        }
        OptionalDouble sum = new Range(2, r.tasks()).sum(t -> new Range(1, t - 1).sum(i -> r.get(t, i)));
        return Range.divide(sum, pairs(r));
    }

    /**
     * {@code 1/(T-1) sum_{i<=T-2} ( max_{i<=t<=T-2} R[t][i] - R[T][i] )}. Chaudhry et al. have T-1 in place of both
     * T-2.
     */
    static OptionalDouble forgetting(AccuracyMatrix r) {
        int last = r.tasks() - 2;
        if (last < 1) {
            return OptionalDouble.of(0);
        }
        OptionalDouble sum = new Range(1, last).sum(i ->
                Range.difference(new Range(i, last).max(t -> r.get(t, i)), r.get(r.tasks(), i)));
        return Range.divide(sum, r.tasks() - 1);
    }

    private static double pairs(AccuracyMatrix r) {
        return r.tasks() * (r.tasks() - 1) / 2.0;
    }
}
