package org.palimpsest.results.compare;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.palimpsest.results.board.Summary;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The tests of paired differences against closed forms and against SciPy 1.17.1 and statsmodels 0.15.0; d stands for the differences. */
public class PairedTestsTest {
    private static final double[] THREE = {.1, .2, .3};
    private static final double[] EIGHT = {.02, -.01, .03, .04, -.02, .05, .01, .03};
    private static final double[] FIVE = {.02, -.01, .015, .01, -.02};
    private static final double[] TWELVE = {.004, .011, -.006, .009, .002, -.003, .008, .001, .007, -.002, .005, .012};

    @DataProvider
    public Object[][] samples() {
        return new Object[][] {
            {THREE, 0.0741799002274485, 0.25, 1.128379167095513, 9},
            {EIGHT, 0.06423577071569639, 0.09375, 0.6891814822781076, 19},
            {FIVE, 0.7160258860061492, 0.8125, 0.13936390544193253, 407},
            {TWELVE, 0.03428384876826853, 0.0419921875, 0.6484346720929142, 21},
        };
    }

    /**
     * p of t: scipy.stats.ttest_1samp(d, 0), which is ttest_rel(b, a). Sign flips: scipy.stats.permutation_test((d,), numpy.mean,
     * permutation_type='samples', n_resamples=numpy.inf). Effect: mean / std(ddof=1) times the correction by scipy.special.gammaln. Seeds: the
     * ceiling of statsmodels.stats.power.TTestPower().solve_power(effect_size=effect, alpha=0.05, power=0.8).
     */
    @Test(dataProvider = "samples")
    public void testsOfPairsAreThoseOfSciPy(double[] differences, double t, double signFlip, double effectSize, int seeds) {
        Summary summary = Summary.of(differences);
        int n = differences.length;
        double sd = summary.sd().getAsDouble();
        assertEquals(PairedTests.t(n, summary.mean(), sd), t, 1e-12);
        assertEquals(PairedTests.t(n, -summary.mean(), sd), t, 1e-12);
        assertEquals(PairedTests.signFlip(differences), signFlip, 0.0);
        assertEquals(PairedTests.effectSize(n, summary.mean(), sd), effectSize, 1e-12);
        assertEquals(PairedTests.effectSize(n, -summary.mean(), sd), -effectSize, 1e-12);
        assertEquals(PairedTests.more(n, effectSize), OptionalInt.of(seeds - n));
        assertEquals(PairedTests.more(n, -effectSize), OptionalInt.of(seeds - n));
    }

    /** Two differences, closed form: t has the Cauchy distribution, p = 1 - 2 / pi * arctan(t). */
    @Test
    public void oneDegreeOfFreedomIsCauchy() {
        assertEquals(PairedTests.t(2, .3, .2), 1 - 2 / Math.PI * Math.atan(.3 * Math.sqrt(2) / .2), 1e-12);
    }

    @Test
    public void differencesOfOneSignHaveTheSmallestP() {
        for (int n = 1; n <= 20; n++) {
            double[] ascending = IntStream.rangeClosed(1, n).mapToDouble(i -> i / 100.0).toArray();
            assertEquals(PairedTests.leastSignFlip(n), 2 / Math.pow(2, n), 0.0);
            assertEquals(PairedTests.signFlip(ascending), PairedTests.leastSignFlip(n), 0.0);
        }
        assertEquals(PairedTests.signFlip(new double[6]), 1.0);
    }

    /** Accuracies are multiples of one test example, and their sums tie: .1 + .2 and .3 are the same distance from 0. */
    @Test
    public void sumsThatTieButForRoundingCount() {
        // |.1 + .2 - .3| = 0: every pattern is as far; |.1 + .2 + .3| = .6 is reached by two of eight
        assertEquals(PairedTests.signFlip(new double[] {.1, .2, -.3}), 1.0);
        assertEquals(PairedTests.signFlip(new double[] {.7 - .6, .3 - .1, .8 - .5}), .25);
    }

    /** Twenty pairs: scipy.stats.permutation_test as above, n_resamples=2**20. */
    @Test
    public void twentyPairsAreExact() {
        assertEquals(PairedTests.signFlip(scattered(20)), 0.39754486083984375, 0.0);
    }

    /** With 25 pairs all sums were counted (integers from -10 to 14, added one after the other): 0.19424426555633545. */
    @Test
    public void morePairsAreDrawn() {
        double exact = 0.19424426555633545;
        double drawn = PairedTests.signFlip(scattered(25));
        assertEquals(drawn, exact, 4 * Math.sqrt(exact * (1 - exact) / PairedTests.DRAWS));
        assertEquals(PairedTests.signFlip(scattered(25)), drawn, 0.0, "the same whenever it is asked");
        double count = drawn * (PairedTests.DRAWS + 1);
        assertEquals(count, Math.rint(count), 1e-6);
        double[] all = DoubleStream.generate(() -> .01).limit(40).toArray();
        assertEquals(PairedTests.signFlip(all), 1.0 / 100_001, 0.0);
        assertEquals(PairedTests.leastSignFlip(40), 1.0 / 100_001, 0.0);
    }

    private static double[] scattered(int n) {
        return IntStream.range(0, n).mapToDouble(i -> (7 * i % 25 - 10) / 100.0).toArray();
    }

    /** statsmodels.stats.multitest.multipletests(p, method='holm')[1]. */
    @Test
    public void holmCorrectsByRank() {
        assertEquals(PairedTests.holm(new double[] {.01, .04, .03, .005, .5}), new double[] {.04, .09, .09, .025, .5}, 1e-15);
        assertEquals(PairedTests.holm(new double[] {.04}), new double[] {.04});
        assertEquals(PairedTests.holm(new double[] {.9, .6}), new double[] {1, 1}, "no p is above 1");
        assertEquals(PairedTests.holm(new double[0]), new double[0]);
        double[] many = new double[100];
        Arrays.fill(many, 1);
        many[42] = .0004;
        assertEquals(PairedTests.holm(many)[42], .04, 1e-15);
    }

    /** Closed forms of Hedges' correction: sqrt(1 / pi) for 2 degrees of freedom, sqrt(2 / pi) for 4; the others by scipy.special.gammaln. */
    @Test
    public void effectsOfFewPairsAreMadeSmaller() {
        assertEquals(PairedTests.effectSize(3, 1, 1), 1 / Math.sqrt(Math.PI), 1e-14);
        assertEquals(PairedTests.effectSize(5, 1, 1), Math.sqrt(2 / Math.PI), 1e-14);
        assertEquals(PairedTests.effectSize(10, 1, 1), 0.9138748917925524, 1e-12);
        assertEquals(PairedTests.effectSize(100, 1, 1), 0.9924018511144546, 1e-12);
    }

    /** statsmodels.stats.power.TTestPower().power(effect, n, 0.05), the same as by scipy.stats.nct. */
    @Test
    public void powerIsThatOfTheNoncentralT() {
        assertEquals(PairedTests.power(3, 1), 0.1792553937765517, 1e-8);
        assertEquals(PairedTests.power(4, 1), 0.28875241640171495, 1e-8);
        assertEquals(PairedTests.power(10, .5), 0.2931756065140767, 1e-8);
        assertEquals(PairedTests.power(100, .28), 0.7918283273997717, 1e-8);
        for (int n : new int[] {3, 10, 1000}) {
            assertEquals(PairedTests.power(n, 0), .05, 1e-8, "without an effect it is the level");
        }
    }

    /** The ceilings of statsmodels.stats.power.TTestPower().solve_power(effect_size=effect, alpha=0.05, power=0.8): 786.8, 127.5, 33.4, 14.3, 7.6, 4.2. */
    @Test
    public void seedsAreAsManyAsThePowerAsksFor() {
        double[] effects = {.1, .25, .5, .8, 1.2, 2};
        int[] pairs = {787, 128, 34, 15, 8, 5};
        for (int i = 0; i < effects.length; i++) {
            assertEquals(PairedTests.more(3, effects[i]), OptionalInt.of(pairs[i] - 3));
            assertTrue(PairedTests.power(pairs[i], effects[i]) >= .8 && PairedTests.power(pairs[i] - 1, effects[i]) < .8);
        }
        assertEquals(PairedTests.more(3, 0), OptionalInt.empty());
        assertEquals(PairedTests.more(3, .002), OptionalInt.empty(), "nearly two millions");
    }
}
