package org.palimpsest.results.board;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.TDistribution;
import org.palimpsest.results.metric.Range;

/**
 * A mean over runs with its error.
 *
 * @param n values
 * @param mean their mean
 * @param sd sample standard deviation (n - 1); empty for one value
 * @param low lower end of the 95 % Student t interval of the mean; empty for one value
 * @param high its upper end; empty for one value
 */
public record Summary(int n, double mean, OptionalDouble sd, OptionalDouble low, OptionalDouble high) {
    /** The fewest values whose interval people are shown: that of two is 12.7 times as wide as their standard error. */
    public static final int FEWEST = 3;

    private static final double LEVEL = 0.95;
    private static final Map<Quantile, Double> QUANTILES = new ConcurrentHashMap<>();

    /**
     * Summarises values, one a run.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Summary of(double[] values) {
        int n = values.length;
        if (n == 0) {
            throw new IllegalArgumentException("no values to summarise");
        }
        double mean = Mean.of(values).getAsDouble();
        if (n == 1) {
            return new Summary(1, mean, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
        }
        double sd = StandardDeviation.of(values).getAsDouble();
        double half = half(n, sd, LEVEL);
        return new Summary(
                n, mean, OptionalDouble.of(sd), OptionalDouble.of(mean - half), OptionalDouble.of(mean + half));
    }

    /** Half the width of the Student t interval of the mean of n values, n at least 2, at a level below 1. */
    public static double half(int n, double sd, double level) {
        return QUANTILES.computeIfAbsent(new Quantile(n, level), Quantile::t) * sd / Math.sqrt(n);
    }

    /** Of Student's t; a ranking asks for the same one for every pair of its rows. */
    private record Quantile(int n, double level) {
        double t() {
            return TDistribution.of(n - 1).inverseCumulativeProbability((1 + level) / 2);
        }
    }

    /** Half the width of the interval. */
    public OptionalDouble halfInterval() {
        return Range.difference(high, OptionalDouble.of(mean));
    }
}
