package org.palimpsest.results.metric;

import static org.palimpsest.results.metric.Direction.HIGHER;
import static org.palimpsest.results.metric.Direction.LOWER;

import com.google.auto.service.AutoService;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.palimpsest.results.record.TrainingRow;

/**
 * The metrics of how training went, from {@link TrainingRow}: how well every task was learned while it was learned, and whether
 * that gets worse from task to task, which is to lose plasticity.
 */
record TrainingMetric(
        String id,
        String formula,
        Direction direction,
        String reference,
        String summary,
        ToDoubleFunction<TrainingRow> quantity,
        ToDoubleFunction<double[]> overTasks)
        implements Metric {
    private static final String NATS = "nats";
    private static final int TASKS = 10;

    static final List<Metric> ALL = List.of(
            new TrainingMetric(
                    "training.accuracy", "1/T sum_t a_t, a_t the share of right answers over all batches of task t, each before its update",
                    HIGHER, "Dohare et al., Nature 2024; Kumar et al., arXiv 2308.11958", "mean over tasks of the area under the curve of training accuracy",
                    row -> row.all().accuracy(), TrainingMetric::mean),
            new TrainingMetric(
                    "training.loss", "1/T sum_t l_t, l_t the mean cross-entropy over all batches of task t, each before its update",
                    LOWER, "Kumar et al., arXiv 2308.11958 (there of accuracies)",
                    "mean over tasks of the area under the curve of training loss",
                    row -> row.all().loss(), TrainingMetric::mean),
            new TrainingMetric(
                    "training.end_accuracy", "1/T sum_t e_t, e_t as a_t over the last pass, or the last tenth of the updates if that is shorter",
                    HIGHER, "Lyle et al., ICML 2023", "mean over tasks of the training accuracy when a task ends",
                    row -> row.end().accuracy(), TrainingMetric::mean),
            new TrainingMetric(
                    "training.end_loss", "1/T sum_t f_t, f_t as l_t over the last pass, or the last tenth of the updates if that is shorter",
                    LOWER, "Lyle et al., NeurIPS 2024", "mean over tasks of the training loss when a task ends",
                    row -> row.end().loss(), TrainingMetric::mean),
            new TrainingMetric(
                    "plasticity.accuracy_slope", "10 sum_t (t - m) a_t / sum_t (t - m)^2, m = (T + 1) / 2: the slope of the least-squares line",
                    HIGHER, "quantity as in Dohare et al., Nature 2024", "what online accuracy gains, or if negative loses, in ten tasks",
                    row -> row.all().accuracy(), TrainingMetric::slope),
            new TrainingMetric(
                    "plasticity.loss_slope", "10 sum_t (t - m) f_t / sum_t (t - m)^2, m = (T + 1) / 2: the slope of the least-squares line",
                    LOWER, "quantity as in Lyle et al., NeurIPS 2024", "by how much the training loss when a task ends rises in ten tasks",
                    row -> row.end().loss(), TrainingMetric::slope),
            new TrainingMetric(
                    "plasticity.accuracy_drop", "max_{t<=T} a_t - a_T: the best task against the last",
                    LOWER, "quantity as in Dohare et al., Nature 2024",
                    "by how much online accuracy on the last task is below that on the best one; a slope hides a rise and a fall",
                    row -> row.all().accuracy(), values -> Arrays.stream(values).max().orElse(Double.NaN) - values[values.length - 1]),
            new TrainingMetric(
                    "plasticity.loss_rise", "f_T - min_{t<=T} f_t: the last task against the best",
                    LOWER, "quantity as in Lyle et al., NeurIPS 2024", "by how much the training loss when the last task ends is above that of the best one",
                    row -> row.end().loss(), values -> values[values.length - 1] - Arrays.stream(values).min().orElse(Double.NaN)));

    /** Offers them. */
    @AutoService(MetricProvider.class)
    public static final class Family implements MetricProvider {
        @Override
        public int order() {
            return 400;
        }

        @Override
        public List<Metric> metrics() {
            return ALL;
        }
    }

    /** All outputs of the network compete while it is trained. */
    @Override
    public boolean reads(Measure measure) {
        return measure.equals(Measure.CLASS_IL);
    }

    @Override
    public String unit(Measure measure) {
        return id.contains("loss") ? NATS : measure.unit();
    }

    @Override
    public Bounds bounds(Measure measure) {
        if (id.endsWith("_slope")) {
            return Bounds.NONE;
        }
        return id.contains("loss") ? Bounds.NOT_NEGATIVE : Bounds.SHARE;
    }

    @Override
    public OptionalDouble value(MetricContext context) {
        double[] values = new double[context.tasks()];
        Arrays.fill(values, Double.NaN);
        context.rows(TrainingRow.TABLE).forEach(row -> values[row.task() - 1] = quantity.applyAsDouble(row));
        double value = overTasks.applyAsDouble(values);
        return Arrays.stream(values).allMatch(Double::isFinite) && Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    /** The slope over {@value #TASKS} tasks; 0/0, which is none, of a single task. */
    private static double slope(double[] values) {
        double middle = (values.length - 1) / 2.0;
        double products = 0;
        double squares = 0;
        for (int t = 0; t < values.length; t++) {
            products += (t - middle) * values[t];
            squares += (t - middle) * (t - middle);
        }
        return TASKS * products / squares;
    }
}
