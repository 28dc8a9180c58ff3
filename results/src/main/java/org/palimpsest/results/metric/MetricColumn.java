package org.palimpsest.results.metric;

import java.util.Arrays;
import java.util.List;

/** A metric under a view, as a leaderboard's column. */
public record MetricColumn(View view, Metric metric) {

    public static final List<MetricColumn> ALL = Arrays.stream(View.values())
            .flatMap(view -> Metrics.all().stream().filter(metric -> metric.views().contains(view)).map(metric -> new MetricColumn(view, metric)))
            .toList();

    /** For example {@code class_il.accuracy.final}. */
    public String id() {
        return id(view, metric.id());
    }

    public static String id(View view, String metric) {
        return view.id() + "." + metric;
    }
}
