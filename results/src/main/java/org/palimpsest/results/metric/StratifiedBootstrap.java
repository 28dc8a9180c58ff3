package org.palimpsest.results.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * The 95 % interval of a statistic of runs on several environments or benchmarks, by 2,000 samples in each of which the runs of each are drawn with
 * replacement apart (Agarwal et al., NeurIPS 2021, percentile method). It knows nothing of environments that were not tried.
 */
public final class StratifiedBootstrap {
    private static final int SAMPLES = 2000;
    /** Leaderboards of the same records are the same to the last byte. */
    private static final long SEED = 2026;
    private static final Quantile QUANTILE = Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);

    private StratifiedBootstrap() {}

    /**
     * The interval.
     *
     * @param strata the runs of each environment, at least one
     * @param statistic of all runs together, whatever their order
     * @return its lower and its upper end
     */
    public static <T> double[] interval(List<List<T>> strata, ToDoubleFunction<List<T>> statistic) {
        int longest = strata.stream().mapToInt(List::size).max().orElseThrow();
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(SEED);
        double[] samples = IntStream.range(0, SAMPLES).mapToDouble(sample -> {
            List<T> drawn = new ArrayList<>();
            for (int run = 0; run < longest; run++) {
                for (List<T> runs : strata) {
                    if (run < runs.size()) {
                        drawn.add(runs.get(random.nextInt(runs.size())));
                    }
                }
            }
            return statistic.applyAsDouble(drawn);
        }).toArray();
        return QUANTILE.evaluate(samples, 0.025, 0.975);
    }
}
