package org.palimpsest.results.metric;

import com.google.auto.service.AutoService;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.palimpsest.results.record.TaskInfo;

/**
 * What is typical of all runs in all environments, whatever a few of them do: {@code iqm} and {@code iqm.fractional}, with the interval of
 * {@link StratifiedBootstrap}.
 *
 * @param id its name
 * @param formula what it is
 * @param summary what it tells
 * @param middle the mean of what is left of values, at least one
 */
public record InterquartileMean(String id, String formula, String summary, ToDoubleFunction<double[]> middle) implements PooledMetric {
    /** As the field's tool has it: whole values are cut off, of three none at all. */
    public static final InterquartileMean WHOLE = new InterquartileMean(
            "iqm",
            "mean of what is left of the sorted R[T][i], i the last visit of each environment, over all runs once a quarter of their number, "
                    + "rounded down, is cut off at each end",
            "interquartile mean over environments and runs at the end of the stream",
            InterquartileMean::whole);

    /** A quarter is cut off, whatever their number. */
    public static final InterquartileMean FRACTIONAL = new InterquartileMean(
            "iqm.fractional",
            "as iqm, but exactly a quarter is cut off at each end: of n sorted values the k-th counts with the part of [k-1, k] within [n/4, 3n/4]",
            "interquartile mean over environments and runs, of few of them, too",
            InterquartileMean::fractional);

    /** Offers both. */
    @AutoService(MetricProvider.class)
    public static final class Family implements MetricProvider {
        @Override
        public int order() {
            return 610;
        }

        @Override
        public List<Metric> metrics() {
            return List.of(WHOLE, FRACTIONAL);
        }
    }

    @Override
    public Direction direction() {
        return Direction.HIGHER;
    }

    @Override
    public String reference() {
        return this == WHOLE ? "Agarwal et al., NeurIPS 2021 (rliable)" : "quantity as in Agarwal et al., NeurIPS 2021";
    }

    @Override
    public boolean reads(Measure measure) {
        return measure.equals(Returns.SCORE);
    }

    @Override
    public String interval() {
        return "95 % stratified bootstrap interval";
    }

    @Override
    public List<Double> parts(MetricContext context) {
        AccuracyMatrix r = context.matrix();
        Map<Object, Integer> lastVisits = new LinkedHashMap<>();
        for (int i = 1; i <= r.tasks(); i++) {
            lastVisits.put(context.run().stream().task(i).<Object>map(TaskInfo::name).orElse(i), i);
        }
        List<OptionalDouble> ends = lastVisits.values().stream().map(i -> r.get(r.tasks(), i)).toList();
        return ends.stream().allMatch(OptionalDouble::isPresent) ? ends.stream().map(OptionalDouble::getAsDouble).toList() : List.of();
    }

    @Override
    public Pooled pool(List<List<Double>> runs) {
        return of(IntStream.range(0, runs.get(0).size()).mapToObj(i -> runs.stream().map(run -> run.get(i)).toList()).toList());
    }

    /**
     * The value over environments or benchmarks, with its interval where one of them has several runs.
     *
     * @param environments the values of the runs of each
     */
    public Pooled of(List<List<Double>> environments) {
        double value = middle(environments.stream().flatMap(List::stream).toList());
        if (environments.stream().allMatch(values -> values.size() == 1)) {
            return new Pooled(value, OptionalDouble.empty(), OptionalDouble.empty());
        }
        double[] ends = StratifiedBootstrap.interval(environments, this::middle);
        return new Pooled(value, OptionalDouble.of(ends[0]), OptionalDouble.of(ends[1]));
    }

    /** The mean of what is left of values, at least one. */
    public double middle(List<Double> values) {
        return middle.applyAsDouble(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double whole(double[] values) {
        double[] sorted = sorted(values);
        int cut = sorted.length / 4;
        return Arrays.stream(sorted, cut, sorted.length - cut).average().orElseThrow();
    }

    private static double fractional(double[] values) {
        double[] sorted = sorted(values);
        double low = sorted.length / 4.0;
        double high = sorted.length - low;
        double sum = 0;
        for (int k = 0; k < sorted.length; k++) {
            sum += sorted[k] * Math.max(0, Math.min(k + 1, high) - Math.max(k, low));
        }
        return sum / (high - low);
    }

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
