package org.palimpsest.results.board;

/**
 * What two sets of runs differ in, seed by seed, and whether that is more than chance.
 *
 * @param summary of the differences
 * @param equal whether all are the same, which leaves no interval
 */
public record PairedDifference(Summary summary, boolean equal) {
    /** Pairs that all differ by the same amount, as coarse accuracies do, have their sign alone: 2 / 2^6 = 0.03 is the first p below 0.05. */
    public static final int FEWEST_EQUAL = 6;

    /** Differences of numbers with twelve digits that were equal before they were rounded. */
    private static final double ROUNDING = 1e-9;

    /**
     * Of the differences of pairs.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static PairedDifference of(double[] differences) {
        Summary summary = Summary.of(differences);
        double mean = summary.mean();
        boolean equal = true;
        for (double difference : differences) {
            equal &= Math.abs(difference - mean) <= ROUNDING * Math.abs(mean);
        }
        return new PairedDifference(summary, equal);
    }

    /** Whether so many pairs can tell anything: from three on, and from six on if all differ by the same amount. */
    public boolean enough() {
        return summary.n() >= (equal && summary.mean() != 0 ? FEWEST_EQUAL : Summary.FEWEST);
    }

    /** 1 or -1 if the 95 % Student t interval of the mean is above or below 0; otherwise 0. */
    public int sign() {
        if (!enough() || summary.low().getAsDouble() <= 0 && summary.high().getAsDouble() >= 0) {
            return 0;
        }
        return summary.mean() > 0 ? 1 : -1;
    }
}
