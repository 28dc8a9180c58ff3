package org.palimpsest.results.metric;

import java.util.OptionalDouble;
import org.palimpsest.results.record.RunRecord;

/** A metric under a measure that it reads, as a leaderboard's column. */
public record MetricColumn(Measure measure, Metric metric) {
    /** For example {@code class_il.accuracy.final}. */
    public String id() {
        return measure.column(metric.id());
    }

    /** The unit of its values. */
    public String unit() {
        return metric.unit(measure);
    }

    /** What its values lie within. */
    public Bounds bounds() {
        return metric.bounds(measure);
    }

    /** The value of a run; empty if it has none. */
    public OptionalDouble value(RunRecord record) {
        return metric.value(MetricContext.of(record, measure));
    }
}
