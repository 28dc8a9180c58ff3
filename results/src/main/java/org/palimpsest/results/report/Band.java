package org.palimpsest.results.report;

import java.util.Arrays;
import java.util.List;
import org.palimpsest.results.board.Summary;

/**
 * A curve over seeds: at each of its places their mean, and how far they lie apart. NaN where there is none.
 *
 * @param mean the means
 * @param low lower ends
 * @param high upper ends
 */
record Band(double[] mean, double[] low, double[] high) {
    /** What a band is. */
    enum Kind {
        /** The 95 % Student t interval of the mean; of two seeds their range, as their interval would tell nothing. */
        INTERVAL,
        /** From the lowest seed to the highest. */
        RANGE
    }

    /**
     * The band of some curves.
     *
     * @param curves one a seed, as long as each other; NaN is no value, and what one seed lacks has no mean
     */
    static Band of(List<double[]> curves, Kind kind) {
        int length = curves.get(0).length;
        Band band = new Band(new double[length], new double[length], new double[length]);
        for (int i = 0; i < length; i++) {
            int place = i;
            band.set(i, curves.stream().mapToDouble(curve -> curve[place]).toArray(), kind);
        }
        return band;
    }

    private void set(int i, double[] values, Kind kind) {
        low[i] = Double.NaN;
        high[i] = Double.NaN;
        if (Arrays.stream(values).anyMatch(Double::isNaN)) {
            mean[i] = Double.NaN;
            return;
        }
        Summary summary = Summary.of(values);
        mean[i] = summary.mean();
        if (values.length > 1) {
            boolean range = kind == Kind.RANGE || values.length < Summary.FEWEST;
            low[i] = range ? Arrays.stream(values).min().getAsDouble() : summary.low().getAsDouble();
            high[i] = range ? Arrays.stream(values).max().getAsDouble() : summary.high().getAsDouble();
        }
    }

    /** Whether there is a mean anywhere. */
    boolean isEmpty() {
        return Arrays.stream(mean).allMatch(Double::isNaN);
    }

    /** The band at some places alone. */
    Band at(int[] places) {
        Band kept = new Band(new double[places.length], new double[places.length], new double[places.length]);
        for (int i = 0; i < places.length; i++) {
            kept.mean[i] = mean[places[i]];
            kept.low[i] = low[places[i]];
            kept.high[i] = high[places[i]];
        }
        return kept;
    }
}
