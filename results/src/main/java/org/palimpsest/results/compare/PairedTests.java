package org.palimpsest.results.compare;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** Tests of the mean of paired differences, all of them two-sided. */
final class PairedTests {
    /** Level of tests. */
    static final double ALPHA = 0.05;
    /** Power that a number of seeds is asked to have. */
    static final double POWER = 0.8;
    /** Up to so many pairs all patterns of signs are gone through. */
    static final int MOST_EXACT = 20;
    /** Patterns that are drawn where there are more pairs. */
    static final int DRAWS = 100_000;
    /** More seeds than these nobody runs. */
    static final int MOST_SEEDS = 1_000_000;

    /** The same numbers have the same p whoever asks. */
    private static final long SEED = 2026;
    /** Sums that are equal but for rounding count as equal, relative to the sum of all sizes. */
    private static final double ROUNDING = 1e-9;
    private static final double TAIL = 1e-12;
    private static final int INTERVALS = 1000;
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private PairedTests() {}

    /** p of the paired t test of n differences, n at least 2, sd above 0. */
    static double t(int n, double mean, double sd) {
        return 2 * TDistribution.of(n - 1).survivalProbability(Math.abs(mean) * Math.sqrt(n) / sd);
    }

    /** p of the sign-flip permutation test of the mean; with more than {@link #MOST_EXACT} pairs from {@link #DRAWS} patterns and the observed one. */
    static double signFlip(double[] differences) {
        double[] sizes = Arrays.stream(differences).map(Math::abs).toArray();
        double all = Arrays.stream(sizes).sum();
        double observed = Math.abs(Arrays.stream(differences).sum()) - ROUNDING * all;
        if (sizes.length <= MOST_EXACT) {
            return Math.scalb((double) asFar(sizes, 1, sizes[0], observed), 1 - sizes.length); // the other half of the patterns mirrors this one
        }
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(SEED);
        int count = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            double sum = 0;
            for (double size : sizes) {
                sum += random.nextBoolean() ? size : -size;
            }
            count += Math.abs(sum) >= observed ? 1 : 0;
        }
        return (count + 1.0) / (DRAWS + 1);
    }

    /** What {@link #signFlip} comes to where all n differences are the same, in all patterns. */
    static double sameSigns(int n, double difference) {
        return difference == 0 ? 1 : Math.scalb(1.0, 1 - n);
    }

    /** How many of the patterns of the signs from {@code next} on end at least as far from 0. */
    private static int asFar(double[] sizes, int next, double sum, double observed) {
        if (next == sizes.length) {
            return Math.abs(sum) >= observed ? 1 : 0;
        }
        return asFar(sizes, next + 1, sum + sizes[next], observed) + asFar(sizes, next + 1, sum - sizes[next], observed);
    }

    /** The smallest p that {@link #signFlip} can give for n pairs, n at least 1. */
    static double leastSignFlip(int n) {
        return n <= MOST_EXACT ? Math.scalb(1.0, 1 - n) : 1.0 / (DRAWS + 1);
    }

    /** Holm's step-down correction of the p of one family, in their order. */
    static double[] holm(double[] p) {
        int[] ascending = IntStream.range(0, p.length).boxed().sorted(Comparator.comparingDouble(i -> p[i])).mapToInt(i -> i).toArray();
        double[] corrected = new double[p.length];
        double least = 0;
        for (int rank = 0; rank < p.length; rank++) {
            least = Math.max(least, Math.min(1, (p.length - rank) * p[ascending[rank]]));
            corrected[ascending[rank]] = least;
        }
        return corrected;
    }

    /** Cohen's d_z, mean over sd, times Hedges' exact correction for few pairs; n at least 3, sd above 0. */
    static double effectSize(int n, double mean, double sd) {
        double half = (n - 1) / 2.0;
        return mean / sd * Math.exp(LogGamma.value(half) - LogGamma.value(half - 0.5)) / Math.sqrt(half);
    }

    /** Power of the paired t test of n pairs, n at least 3, at an effect size, by the noncentral t distribution. */
    static double power(int n, double effectSize) {
        int df = n - 1;
        double critical = TDistribution.of(df).inverseSurvivalProbability(ALPHA / 2);
        double shift = effectSize * Math.sqrt(n);
        ChiSquaredDistribution squares = ChiSquaredDistribution.of(df);
        double low = Math.sqrt(squares.inverseCumulativeProbability(TAIL) / df);
        double step = (Math.sqrt(squares.inverseSurvivalProbability(TAIL) / df) - low) / INTERVALS;
        double[] terms = IntStream.rangeClosed(0, INTERVALS).mapToDouble(i -> {
            double s = low + i * step; // sample sd in units of the true one
            double rejected = NORMAL.cumulativeProbability(shift - critical * s) + NORMAL.cumulativeProbability(-shift - critical * s);
            int weight = i == 0 || i == INTERVALS ? 1 : i % 2 == 1 ? 4 : 2; // Simpson's rule
            return weight * 2 * s * df * squares.density(df * s * s) * rejected;
        }).toArray();
        return Mean.of(terms).getAsDouble() * terms.length * step / 3;
    }

    /** How many pairs beyond n, n at least 3, give the t test {@link #POWER}; empty if the effect is 0 or asks for more than {@link #MOST_SEEDS}. */
    static OptionalInt more(int n, double effectSize) {
        double shift = NORMAL.inverseSurvivalProbability(ALPHA / 2) + NORMAL.inverseCumulativeProbability(POWER);
        double fewest = Math.pow(shift / effectSize, 2); // by the normal distribution; the t test needs a few more
        if (effectSize == 0 || fewest > MOST_SEEDS) {
            return OptionalInt.empty();
        }
        int pairs = Math.max(n + 1, (int) fewest - 1);
        while (power(pairs, Math.abs(effectSize)) < POWER) {
            pairs++;
        }
        return OptionalInt.of(pairs - n);
    }
}
