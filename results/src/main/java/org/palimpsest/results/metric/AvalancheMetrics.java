package org.palimpsest.results.metric;

import java.util.List;
import java.util.OptionalDouble;
import org.palimpsest.results.record.RunRecord;

/**
 * What Avalanche's evaluation plug-ins tell at the end of a stream (avalanche-lib 0.6.0, Carta et al., JMLR 2023).
 * Accuracies are fractions. An experience is a task.
 */
final class AvalancheMetrics {

    private AvalancheMetrics() {}

    /** All of them under the measure that ranks in the scenario. */
    static List<DialectMetric> all(Measure measure) {
        return List.of(
                DialectMetric.of(
                        "Top1_Acc_Stream", "sum_i n_i R[T][i] / sum_i n_i", measure, AvalancheMetrics::streamAccuracy),
                DialectMetric.of(
                        "Top1_Acc_Exp (mean)", "1/T sum_i R[T][i]", measure, AvalancheMetrics::experienceAccuracy),
                DialectMetric.of(
                        "StreamForgetting", "1/(T-1) sum_{i<T} ( R[i][i] - R[T][i] )", measure,
                        AvalancheMetrics::streamForgetting),
                DialectMetric.of(
                        "StreamBWT", "1/(T-1) sum_{i<T} ( R[T][i] - R[i][i] )", measure, AvalancheMetrics::streamBwt),
                DialectMetric.of(
                        "StreamForwardTransfer", "1/(T-1) sum_{i>=2} ( R[i-1][i] - b_i )", measure,
                        AvalancheMetrics::streamForwardTransfer),
                new DialectMetric(
                        "Top1_AMCA_Stream", "1/T sum_t mean over the classes of tasks 1..t of their accuracy after t",
                        record -> classAccuracy(record, measure)));
    }

    /** The mean over the stream of the mean accuracy of the classes seen; none where the answers to all classes do not count. */
    private static List<Double> classAccuracy(RunRecord record, Measure measure) {
        Metric metric = new AverageMeanClassAccuracy();
        return metric.reads(measure) ? DialectMetric.list(metric.value(MetricContext.of(record, measure))) : List.of();
    }

    /** {@code sum_i n_i R[T][i] / sum_i n_i}: accuracy over all patterns of the test stream. */
    static OptionalDouble streamAccuracy(AccuracyMatrix r) {
        return r.pooled(r.tasks(), 1, r.tasks());
    }

    /** {@code 1/T sum_i R[T][i]}: the mean of the accuracies printed for the experiences. */
    static OptionalDouble experienceAccuracy(AccuracyMatrix r) {
        return new Range(1, r.tasks()).mean(i -> r.get(r.tasks(), i));
    }

    /** {@code 1/(T-1) sum_{i<T} ( R[i][i] - R[T][i] )}: first value minus last; the last experience has only one. */
    static OptionalDouble streamForgetting(AccuracyMatrix r) {
        return new Range(1, r.tasks() - 1).mean(i -> Range.difference(r.get(i, i), r.get(r.tasks(), i)));
    }

    /** {@code 1/(T-1) sum_{i<T} ( R[T][i] - R[i][i] )}: forgetting with the other sign. */
    static OptionalDouble streamBwt(AccuracyMatrix r) {
        return new Range(1, r.tasks() - 1).mean(i -> Range.difference(r.get(r.tasks(), i), r.get(i, i)));
    }

    /** {@code 1/(T-1) sum_{i>=2} ( R[i-1][i] - b_i )}. */
    static OptionalDouble streamForwardTransfer(AccuracyMatrix r) {
        return new Range(2, r.tasks()).mean(i -> Range.difference(r.get(i - 1, i), r.untrained(i)));
    }
}
