package org.palimpsest.results.metric;

import java.util.List;
import java.util.OptionalDouble;

/** A metric whose value over several runs is computed from all that they contribute, and is not the mean of their values. */
public interface PooledMetric extends Metric {
    /**
     * A value with its interval.
     *
     * @param value the value
     * @param low lower end of the 95 % interval; empty for a single run
     * @param high its upper end; empty for a single run
     */
    record Pooled(double value, OptionalDouble low, OptionalDouble high) {}

    /** What a run contributes, as many numbers as every other run of the same protocol; none where its record does not hold them. */
    List<Double> parts(MetricContext context);

    /**
     * The value over several runs.
     *
     * @param runs what each contributes, at least one
     */
    Pooled pool(List<List<Double>> runs);

    /** How its interval is made, in a few words. */
    String interval();

    @Override
    default OptionalDouble value(MetricContext context) {
        List<Double> parts = parts(context);
        return parts.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(pool(List.of(parts)).value());
    }
}
