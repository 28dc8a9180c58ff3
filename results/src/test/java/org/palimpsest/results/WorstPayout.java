package org.palimpsest.results;

import com.google.auto.service.AutoService;
import java.util.OptionalDouble;
import org.palimpsest.results.metric.AccuracyMatrix;
import org.palimpsest.results.metric.Direction;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.Metric;
import org.palimpsest.results.metric.MetricContext;
import org.palimpsest.results.metric.MetricProvider;
import org.palimpsest.results.metric.Range;

/** A metric as a stranger's plug-in would bring it, in one file. */
@AutoService(MetricProvider.class)
public final class WorstPayout implements Metric {
    @Override
    public String id() {
        return "worst";
    }

    @Override
    public String formula() {
        return "min_i R[T][i]";
    }

    @Override
    public Direction direction() {
        return Direction.HIGHER;
    }

    @Override
    public String reference() {
        return "made up";
    }

    @Override
    public String summary() {
        return "the least of what is left of any task";
    }

    @Override
    public boolean reads(Measure measure) {
        return measure.id().equals("payout");
    }

    @Override
    public OptionalDouble value(MetricContext context) {
        AccuracyMatrix r = context.matrix();
        return new Range(1, r.tasks()).min(i -> r.get(r.tasks(), i));
    }
}
