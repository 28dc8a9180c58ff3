package org.palimpsest.methods.plasticity;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;

/**
 * What the units of one layer are worth, as running means with decay rho (Dohare et al., Nature 2024, and the authors' code): of unit i
 * with age a_i in updates,
 *
 * <p>f_i = rho f_i + (1 - rho) mean h_i, hat f_i = f_i / (1 - rho^a_i);
 * <br>y_i = mean|h_i| mean|w_out,i| or mean|h_i - hat f_i| mean|w_out,i| / mean|w_in,i|;
 * <br>u_i = rho u_i + (1 - rho) y_i, ranked by u_i / (1 - rho^a_i).
 */
final class UnitUtility implements Stateful {
    private final ContinualBackprop.Options options;
    private final double[] utility;
    private final double[] mean;
    private final double[] ages;
    private double due;

    UnitUtility(int units, ContinualBackprop.Options options) {
        this.options = options;
        this.utility = new double[units];
        this.mean = new double[units];
        this.ages = new double[units];
    }

    /** An update was made, and the layer holds what its units gave for it. */
    void update(UnitLayer layer) {
        double[] means = layer.means();
        for (int i = 0; i < ages.length; i++) {
            ages[i]++;
            mean[i] = moved(mean[i], means[i]);
        }
        double[] worth = layer.outgoingSizes();
        if (options.utility() == ContinualBackprop.Utility.CONTRIBUTION) {
            multiply(worth, layer.meanSizes(), 1);
        } else {
            multiply(worth, layer.meanDistances(corrected(mean)), 1);
            multiply(worth, layer.incomingSizes(), -1);
        }
        for (int i = 0; i < utility.length; i++) {
            utility[i] = moved(utility[i], worth[i]);
        }
    }

    private double moved(double running, double now) {
        return options.decay() * running + (1 - options.decay()) * now;
    }

    private static void multiply(double[] values, double[] factors, int power) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= power == 1 ? factors[i] : 1 / factors[i];
        }
    }

    /** Running means that are no longer drawn towards the zero that they began with. */
    private double[] corrected(double[] running) {
        return IntStream.range(0, running.length).mapToDouble(i -> ages[i] == 0 ? 0 : running[i] / (1 - Math.pow(options.decay(), ages[i]))).toArray();
    }

    /** The units to be replaced now: of those that are older than the maturity, as many as are due, the least useful first. */
    int[] leastUseful(UniformRandomProvider random) {
        int[] mature = IntStream.range(0, ages.length).filter(i -> ages[i] > options.maturity()).toArray();
        int count = count(options.rate() * mature.length, random);
        if (count == 0) {
            return new int[0];
        }
        double[] worth = corrected(utility);
        return Arrays.stream(mature).boxed().sorted(Comparator.comparingDouble((Integer i) -> worth[i])).limit(count).mapToInt(i -> i).toArray();
    }

    private int count(double expected, UniformRandomProvider random) {
        if (!options.accumulate()) {
            return expected < 1 ? random.nextDouble() < expected ? 1 : 0 : (int) expected;
        }
        due += expected;
        int whole = (int) due;
        due -= whole;
        return whole;
    }

    /** The mean output of some units, and 0 for the others. */
    double[] meanOutputsOf(int[] chosen) {
        double[] all = corrected(mean);
        double[] some = new double[all.length];
        Arrays.stream(chosen).forEach(i -> some[i] = all[i]);
        return some;
    }

    /** Units begin anew. */
    void restart(int[] chosen) {
        for (int i : chosen) {
            utility[i] = 0;
            mean[i] = 0;
            ages[i] = 0;
        }
    }

    @Override
    public void save(State state) {
        state.put("utility", utility);
        state.put("mean", mean);
        state.put("ages", ages);
        state.put("due", new double[] {due});
    }

    @Override
    public void load(State state) {
        System.arraycopy(state.doubles("utility"), 0, utility, 0, utility.length);
        System.arraycopy(state.doubles("mean"), 0, mean, 0, mean.length);
        System.arraycopy(state.doubles("ages"), 0, ages, 0, ages.length);
        due = state.doubles("due")[0];
    }
}
