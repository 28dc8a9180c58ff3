package org.palimpsest.results.metric;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.palimpsest.results.record.ConfusionRow;
import org.palimpsest.results.record.RunRecord;

/** The metric of the confusion matrices. These hold class-IL answers, so that it has no value for task-IL. */
record AverageMeanClassAccuracy() implements Metric {

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
    public OptionalDouble value(RunRecord record, View view) {
        if (view == View.TASK_IL) {
            return OptionalDouble.empty();
        }
        AccuracyMatrix matrix = AccuracyMatrix.of(record, view);
        Map<Integer, Double> means = record.rows(ConfusionRow.TABLE).stream()
                .collect(Collectors.groupingBy(
                        ConfusionRow::trainedTask, Collectors.averagingDouble(ConfusionRow::accuracy)));
        return new Range(1, matrix.tasks()).mean(t -> matrix.pooled(t, 1, t).isPresent() && means.containsKey(t)
                ? OptionalDouble.of(means.get(t))
                : OptionalDouble.empty());
    }
}
