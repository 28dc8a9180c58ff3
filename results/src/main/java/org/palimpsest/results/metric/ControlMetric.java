package org.palimpsest.results.metric;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.palimpsest.results.record.TaskInfo;

/**
 * A metric of what agents get.
 *
 * @param measures those that it reads
 */
record ControlMetric(
        String id,
        String formula,
        Direction direction,
        String reference,
        String summary,
        List<Measure> measures,
        Function<MetricContext, OptionalDouble> function)
        implements Metric {
    /** Scores, and returns. */
    static final List<Measure> ALL = List.of(Returns.SCORE, Returns.RETURN);

    @Override
    public boolean reads(Measure measure) {
        return measures.contains(measure);
    }

    /** Transfer is a share of what was left to gain. */
    @Override
    public String unit(Measure measure) {
        return id.equals("cw.transfer") ? "" : measure.unit();
    }

    @Override
    public OptionalDouble value(MetricContext context) {
        return function.apply(context);
    }

    /** The environment of each task, in the order of the tasks; empty if they have no names. */
    static List<String> environments(MetricContext context) {
        return context.run().stream().tasks().stream().map(TaskInfo::name).toList();
    }
}
