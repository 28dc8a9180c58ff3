package org.palimpsest.methods.averaging;

import java.util.Arrays;
import java.util.Locale;
import org.palimpsest.harness.api.Readings;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;

/** What a {@link BalanceRule} gave in the updates of a task, counted array by array. */
final class BalanceHistogram implements Stateful {
    private static final int BINS = 10;

    private final long[] counts = new long[BINS + 1]; // the last are those that fell back
    private double sum;

    /** A share that the formula gave. */
    void given(double beta) {
        counts[Math.min((int) (beta * BINS), BINS - 1)]++;
        sum += beta;
    }

    /** The formula gave none, and this was kept in its place. */
    void fellBack(double beta) {
        counts[BINS]++;
        sum += beta;
    }

    /** Begins anew. */
    void clear() {
        Arrays.fill(counts, 0);
        sum = 0;
    }

    /**
     * Tells the mean share that was kept, how often the formula gave none, and how often one of each tenth: {@code beta-0.3} is the part of those from 0.3 to
     * 0.4. The latter add up to 1 with {@code fallbacks}.
     *
     * @param name what the quantities begin with
     */
    void tell(Readings readings, String name) {
        long all = Arrays.stream(counts).sum();
        if (all == 0) {
            return;
        }
        readings.read(name + ".beta", sum / all);
        readings.read(name + ".fallbacks", counts[BINS] / (double) all);
        for (int bin = 0; bin < BINS; bin++) {
            readings.read(String.format(Locale.ROOT, "%s.beta-0.%d", name, bin), counts[bin] / (double) all);
        }
    }

    @Override
    public void save(State state) {
        state.put("counts", counts);
        state.put("sum", new double[] {sum});
    }

    @Override
    public void load(State state) {
        System.arraycopy(state.longs("counts"), 0, counts, 0, counts.length);
        sum = state.doubles("sum")[0];
    }
}
