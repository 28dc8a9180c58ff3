package org.palimpsest.results.metric;

import static org.palimpsest.results.metric.Direction.HIGHER;
import static org.palimpsest.results.metric.Direction.LOWER;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.OptionalDouble;

/** The metrics of Continual World, from the evaluations inside tasks. */
@AutoService(MetricProvider.class)
public final class ContinualWorldMetrics implements MetricProvider {
    private static final String SOURCE = "Wolczyk et al., NeurIPS 2021 (Continual World)";
    /** Evaluations that an end is the mean of. */
    private static final int LAST = 5;

    @Override
    public int order() {
        return 620;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                new ControlMetric("cw.performance",
                        "1/T sum_i P[T][i], P[t][i] the mean of the last " + LAST + " probes of task i inside task t, or of all if there are fewer",
                        HIGHER, SOURCE, "mean over all tasks at the end of the stream, of the last probes", ControlMetric.ALL,
                        context -> tasks(context).mean(i -> end(context, context.tasks(), i))),
                new ControlMetric("cw.forgetting", "1/T sum_i ( P[i][i] - P[T][i] )",
                        LOWER, SOURCE, "mean loss from the end of a task's own learning to the end of the stream", ControlMetric.ALL,
                        context -> tasks(context).mean(i -> Range.difference(end(context, i, i), end(context, context.tasks(), i)))),
                new ControlMetric("cw.transfer",
                        "1/T sum_i ( AUC_i - AUC_i^b ) / ( 1 - AUC_i^b ), AUC_i the mean over the steps of task i of its probes, AUC_i^b that of runs "
                                + "that learn it from scratch",
                        HIGHER, SOURCE, "what earlier tasks did to the learning of a task, against learning it from scratch", List.of(Returns.SCORE),
                        context -> {
                            List<MetricContext> scratch = context.scratch();
                            return tasks(context).mean(i -> transfer(context.curves().area(i), new Range(0, scratch.size() - 1)
                                    .mean(run -> scratch.get(run).curves().area(i))));
                        }));
    }

    private static Range tasks(MetricContext context) {
        return new Range(1, context.tasks());
    }

    private static OptionalDouble end(MetricContext context, int training, int task) {
        return context.curves().end(training, task, LAST);
    }

    /** Of two areas; empty where there is nothing left to gain. */
    static OptionalDouble transfer(OptionalDouble area, OptionalDouble scratch) {
        return scratch.isPresent() && scratch.getAsDouble() < 1
                ? Range.divide(Range.difference(area, scratch), 1 - scratch.getAsDouble()) : OptionalDouble.empty();
    }
}
