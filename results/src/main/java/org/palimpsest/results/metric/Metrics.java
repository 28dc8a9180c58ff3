package org.palimpsest.results.metric;

import java.util.List;
import java.util.stream.Stream;

/** The metrics there are. */
public final class Metrics {

    private static final List<Metric> ALL =
            Stream.of(MatrixMetric.ALL, List.<Metric>of(new AverageMeanClassAccuracy()), ProbeMetric.ALL, TrainingMetric.ALL)
                    .flatMap(List::stream)
                    .toList();

    private Metrics() {}

    /** All metrics, in the order of the leaderboard's columns. */
    public static List<Metric> all() {
        return ALL;
    }

    /**
     * The metric of an id.
     *
     * @throws IllegalArgumentException naming all ids if there is none
     */
    public static Metric find(String id) {
        List<String> ids = ALL.stream().map(Metric::id).toList();
        if (!ids.contains(id)) {
            throw new IllegalArgumentException("no metric '" + id + "'; there are " + String.join(", ", ids));
        }
        return ALL.get(ids.indexOf(id));
    }
}
