package org.palimpsest.results.metric;

import static org.palimpsest.results.metric.Direction.HIGHER;
import static org.palimpsest.results.metric.Direction.LOWER;

import com.google.auto.service.AutoService;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The metrics of CORA, over the tasks before the first that is visited again. CORA smooths its curves by a causal mean of 20 evaluations and divides
 * the returns of a task by the largest that any run ever had; here an evaluation after a task has as many episodes as the benchmark says,
 * and scores are told by fixed returns.
 */
@AutoService(MetricProvider.class)
public final class CoraMetrics implements MetricProvider {
    private static final String SOURCE = "Powers et al., CoLLAs 2022 (CORA), without its smoothing";

    @Override
    public int order() {
        return 630;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                new ControlMetric("cora.forgetting", "mean over the pairs i < j <= C of R[j-1][i] - R[j][i], C the last task before one is visited again",
                        LOWER, SOURCE, "isolated forgetting: what the learning of one task costs an earlier one", ControlMetric.ALL,
                        context -> pairs(cycle(context), (i, j) -> Range.difference(after(context, j - 1, i), after(context, j, i)))),
                new ControlMetric("cora.transfer", "mean over the pairs j < i <= C of R[j][i] - R[j-1][i], R[0][i] = b_i",
                        HIGHER, SOURCE, "zero-shot transfer: what the learning of one task gives one that is yet to come", ControlMetric.ALL,
                        context -> pairs(cycle(context), (j, i) -> Range.difference(after(context, j, i), after(context, j - 1, i)))));
    }

    /** The last task of the first cycle; 0 if it is not known which tasks are visits of the same environment. */
    private static int cycle(MetricContext context) {
        Set<String> met = new HashSet<>();
        return (int) ControlMetric.environments(context).stream().takeWhile(met::add).count();
    }

    private static OptionalDouble after(MetricContext context, int trained, int task) {
        return trained == 0 ? context.matrix().untrained(task) : context.matrix().get(trained, task);
    }

    /** A term of two tasks, the earlier one first. */
    @FunctionalInterface
    private interface Term {
        OptionalDouble of(int earlier, int later);
    }

    private static OptionalDouble pairs(int tasks, Term term) {
        return Range.divide(new Range(2, tasks).sum(later -> new Range(1, later - 1).sum(earlier -> term.of(earlier, later))),
                tasks * (tasks - 1) / 2.0);
    }
}
