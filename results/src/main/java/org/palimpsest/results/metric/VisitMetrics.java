package org.palimpsest.results.metric;

import static org.palimpsest.results.metric.Direction.HIGHER;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/** How well an environment is learned when it is visited, and whether that is as good the second time as the first. */
@AutoService(MetricProvider.class)
public final class VisitMetrics implements MetricProvider {
    private static final String SOURCE = "quantity as in Lyle et al., NeurIPS 2024 (NaP)";

    @Override
    public int order() {
        return 640;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                new ControlMetric("visits.area", "1/T sum_t a_t, a_t the mean over the steps of task t of the episodes of its training, exploration included",
                        HIGHER, SOURCE, "mean over tasks of the area under the curve of training", ControlMetric.ALL,
                        context -> new Range(1, context.tasks()).mean(context.training()::area)),
                new ControlMetric("visits.first", "mean of R[f][f], f the first visit of each environment with two or more",
                        HIGHER, SOURCE, "at the end of the first visit of environments that are visited again", ControlMetric.ALL,
                        context -> over(context, visits -> end(context, visits.get(0)))),
                new ControlMetric("visits.second", "mean of R[s][s], s the second visit of each environment with two or more",
                        HIGHER, SOURCE, "at the end of the second visit of environments that are visited again", ControlMetric.ALL,
                        context -> over(context, visits -> end(context, visits.get(1)))),
                new ControlMetric("visits.gain", "mean of R[s][s] - R[f][f]",
                        HIGHER, SOURCE, "the end of the second visit against that of the first, negative where less is learned", ControlMetric.ALL,
                        context -> over(context, visits -> Range.difference(end(context, visits.get(1)), end(context, visits.get(0))))),
                new ControlMetric("visits.area_gain", "mean of a_s - a_f",
                        HIGHER, SOURCE, "the area under the curve of training in the second visit against that in the first", ControlMetric.ALL,
                        context -> over(context, visits -> Range.difference(
                                context.training().area(visits.get(1)), context.training().area(visits.get(0))))));
    }

    private static OptionalDouble end(MetricContext context, int task) {
        return context.matrix().get(task, task);
    }

    /** The mean of a term of the visits of each environment that has two or more. */
    private static OptionalDouble over(MetricContext context, Function<List<Integer>, OptionalDouble> term) {
        Map<String, List<Integer>> visits = new LinkedHashMap<>();
        List<String> environments = ControlMetric.environments(context);
        for (int task = 1; task <= environments.size(); task++) {
            visits.computeIfAbsent(environments.get(task - 1), name -> new ArrayList<>()).add(task);
        }
        List<List<Integer>> several = visits.values().stream().filter(tasks -> tasks.size() > 1).toList();
        return new Range(0, several.size() - 1).mean(i -> term.apply(several.get(i)));
    }
}
