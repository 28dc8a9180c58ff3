package org.palimpsest.results.watch;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.palimpsest.results.metric.AccuracyMatrix;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.ProbeCurves;
import org.palimpsest.results.metric.Range;
import org.palimpsest.results.record.RunRecord;

/**
 * What a run, or several, can do on the tasks met so far, along the stream.
 *
 * @param tasks T
 * @param points place along the stream, in tasks, 0 to T, to the mean over the tasks met so far; t is the end of task t
 */
public record Curve(int tasks, SortedMap<Double, Double> points) {
    /** Before the end of a task, however late. */
    private static final double INSIDE = 0.999;

    /** Copies the points. */
    public Curve {
        points = Collections.unmodifiableSortedMap(new TreeMap<>(points));
    }

    /** The curve of a run, as far as it is recorded. */
    public static Curve of(RunRecord record, Measure measure) {
        int tasks = record.info().tasks();
        ProbeCurves probes = ProbeCurves.of(record, measure);
        AccuracyMatrix matrix = AccuracyMatrix.of(record, measure);
        double longest = IntStream.rangeClosed(1, tasks).mapToObj(probes::steps).flatMapToDouble(OptionalDouble::stream).max().orElse(1);
        SortedMap<Double, Double> points = new TreeMap<>();
        for (int t = 1; t <= tasks; t++) {
            int task = t;
            probes.curve(t, t).keySet().forEach(step -> points.put(task - 1 + INSIDE * step / longest, seen(probes, task, step)));
            OptionalDouble end = new Range(1, t).mean(i -> matrix.get(task, i));
            (end.isPresent() ? end : matrix.get(t, t)).ifPresent(value -> points.put((double) task, value));
        }
        return new Curve(tasks, points);
    }

    private static double seen(ProbeCurves probes, int training, long step) {
        return IntStream.rangeClosed(1, training).mapToObj(task -> probes.curve(training, task).get(step)).filter(value -> value != null)
                .mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /** The mean of several, at each place over those that have come so far. */
    public static Curve mean(Collection<Curve> curves) {
        SortedMap<Double, List<Double>> all = new TreeMap<>();
        curves.forEach(curve -> curve.points.forEach((place, value) -> all.merge(place, List.of(value),
                (some, more) -> Stream.concat(some.stream(), more.stream()).toList())));
        SortedMap<Double, Double> points = new TreeMap<>();
        all.forEach((place, values) -> points.put(place, values.stream().mapToDouble(Double::doubleValue).average().orElseThrow()));
        return new Curve(curves.stream().mapToInt(Curve::tasks).max().orElse(1), points);
    }

    /** The value furthest along; empty if there is none. */
    public OptionalDouble last() {
        return points.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(points.get(points.lastKey()));
    }

    /**
     * The curve in characters, one for each part of the stream: the mean of what was measured there, or of what was measured next. Blank beyond what there
     * is.
     *
     * @param width characters for the whole stream, from 1
     * @param low value of the lowest level
     * @param high value of the highest
     * @param levels characters, the lowest first
     */
    public String drawn(int width, double low, double high, String levels) {
        double[] sum = new double[width];
        int[] count = new int[width];
        for (Map.Entry<Double, Double> point : points.entrySet()) {
            int column = (int) Math.min(width - 1, Math.ceil(point.getKey() / tasks * width) - 1);
            sum[Math.max(0, column)] += point.getValue();
            count[Math.max(0, column)]++;
        }
        char[] drawn = new char[width];
        char next = ' ';
        for (int column = width - 1; column >= 0; column--) {
            next = count[column] == 0 ? next : level(sum[column] / count[column], low, high, levels);
            drawn[column] = next;
        }
        return new String(drawn);
    }

    private static char level(double value, double low, double high, String levels) {
        double share = high > low ? (value - low) / (high - low) : 0;
        return levels.charAt((int) Math.max(0, Math.min(levels.length() - 1, Math.floor(share * levels.length()))));
    }
}
