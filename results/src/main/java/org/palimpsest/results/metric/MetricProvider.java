package org.palimpsest.results.metric;

import java.util.List;

/**
 * Offers metrics, or measures for metrics to read, to every leaderboard. It is found by the service loader, in plug-in jars as well: a
 * public class with a constructor without parameters, marked {@code @AutoService(MetricProvider.class)}. A {@link Metric} provides itself.
 */
public interface MetricProvider {

    /** The place of built-in providers is below this. */
    int AFTER_BUILT_IN = 1000;

    /** Where its columns stand: those of smaller numbers come first, and where they are equal the name of the class decides. */
    default int order() {
        return AFTER_BUILT_IN;
    }

    /** The measures that it offers, in the order of their columns. */
    default List<Measure> measures() {
        return List.of();
    }

    /** The metrics that it offers, in the order of their columns. */
    default List<Metric> metrics() {
        return List.of();
    }
}
