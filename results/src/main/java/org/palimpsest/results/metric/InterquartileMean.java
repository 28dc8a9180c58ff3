package org.palimpsest.results.metric;

import com.google.auto.service.AutoService;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.descriptive.Quantile;
import org.palimpsest.results.record.TaskInfo;

/**
 * {@code iqm}: what is typical of all runs in all environments, whatever a few of them do. Its interval holds the middle 95 % of bootstrap samples, in
 * each of which runs are drawn with replacement for each environment apart.
 */
@AutoService(MetricProvider.class)
public final class InterquartileMean implements PooledMetric {
    private static final int SAMPLES = 2000;
    /** Leaderboards of the same records are the same to the last byte. */
    private static final long SEED = 2026;
    private static final Quantile QUANTILE = Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);

    @Override
    public int order() {
        return 610;
    }

    @Override
    public String id() {
        return "iqm";
    }

    @Override
    public String formula() {
        return "mean of what is left of the sorted R[T][i], i the last visit of each environment, over all runs once a quarter of their number, "
                + "rounded down, is cut off at each end";
    }

    @Override
    public Direction direction() {
        return Direction.HIGHER;
    }

    @Override
    public String reference() {
        return "Agarwal et al., NeurIPS 2021 (rliable)";
    }

    @Override
    public String summary() {
        return "interquartile mean over environments and runs at the end of the stream";
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
        int environments = runs.get(0).size();
        double[] all = runs.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).toArray();
        double value = middle(all);
        if (runs.size() == 1) {
            return new Pooled(value, OptionalDouble.empty(), OptionalDouble.empty());
        }
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(SEED);
        double[] samples = IntStream.range(0, SAMPLES).mapToDouble(sample -> {
            for (int i = 0; i < all.length; i++) {
                all[i] = runs.get(random.nextInt(runs.size())).get(i % environments);
            }
            return middle(all);
        }).toArray();
        double[] ends = QUANTILE.evaluate(samples, 0.025, 0.975);
        return new Pooled(value, OptionalDouble.of(ends[0]), OptionalDouble.of(ends[1]));
    }

    /** The mean without the quarters at both ends. */
    private static double middle(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int cut = sorted.length / 4;
        return Arrays.stream(sorted, cut, sorted.length - cut).average().orElseThrow();
    }
}
