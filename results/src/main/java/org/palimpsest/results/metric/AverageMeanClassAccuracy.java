package org.palimpsest.results.metric;

import com.google.auto.service.AutoService;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.palimpsest.results.record.ConfusionRow;

/** The metric of the confusion matrices, which hold class-IL answers. */
@AutoService(MetricProvider.class)
public final class AverageMeanClassAccuracy implements Metric {
    @Override
    public String id() {
        return "accuracy.amca";
    }

    @Override
    public String formula() {
        return "1/T sum_{t<=T} 1/|C_t| sum_{c in C_t} acc_c(t), C_t the classes of the tasks 1..t,"
                + " acc_c(t) the accuracy on class c after task t";
    }

    @Override
    public Direction direction() {
        return Direction.HIGHER;
    }

    @Override
    public String reference() {
        return "Avalanche, evaluated on the classes seen";
    }

    @Override
    public String summary() {
        return "average mean class accuracy: mean over the stream of the accuracy with classes weighted equally";
    }

    @Override
    public int order() {
        return 200;
    }

    @Override
    public boolean reads(Measure measure) {
        return measure.equals(Measure.CLASS_IL);
    }

    @Override
    public Bounds bounds(Measure measure) {
        return Bounds.SHARE;
    }

    @Override
    public OptionalDouble value(MetricContext context) {
        AccuracyMatrix matrix = context.matrix();
        Map<Integer, Double> means = context.rows(ConfusionRow.TABLE).stream()
                .collect(Collectors.groupingBy(
                        ConfusionRow::trainedTask, Collectors.averagingDouble(ConfusionRow::accuracy)));
        return new Range(1, matrix.tasks()).mean(t -> matrix.pooled(t, 1, t).isPresent() && means.containsKey(t)
                ? OptionalDouble.of(means.get(t))
                : OptionalDouble.empty());
    }
}
