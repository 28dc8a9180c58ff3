package org.palimpsest.datasets.decode;

/**
 * The weights of a resampled row of pixels: output i is the sum over k of weight[k][i] times input start[i] + k. The filter
 * is a triangle as wide as one input pixel or, where the row shrinks, as one output pixel, so that nothing aliases. Weights
 * are whole numbers of 1 / {@link #ONE} that add up to it, so the result is the same on every machine. All outputs have the
 * same even number of weights, some of them 0, of which the last may lie one beyond the inputs: one loop over outputs per two
 * weights is what compilers are good at.
 *
 * @param start first input of each output
 * @param weight weights by place and output
 */
record Taps(int[] start, int[][] weight) {
    /** Bits after the binary point. */
    static final int BITS = 11;
    /** The weight of 1. */
    static final int ONE = 1 << BITS;

    /**
     * Weights for a part of a row that is scaled.
     *
     * @param from inputs
     * @param to outputs of the whole row
     * @param first the first output that is wanted
     * @param count how many outputs are wanted
     */
    static Taps of(int from, int to, int first, int count) {
        double scale = (double) from / to;
        double support = Math.max(1, scale);
        int taps = Math.min(from, (int) Math.ceil(2 * support));
        taps += taps % 2;
        int[] start = new int[count];
        int[][] weight = new int[taps][count];
        double[] triangle = new double[taps];
        for (int i = 0; i < count; i++) {
            double centre = (first + i + 0.5) * scale - 0.5;
            start[i] = Math.max(0, Math.min(from - taps, (int) Math.floor(centre - support) + 1));
            for (int k = 0; k < taps; k++) {
                triangle[k] = start[i] + k < from ? Math.max(0, 1 - Math.abs(start[i] + k - centre) / support) : 0;
            }
            whole(triangle, weight, i);
        }
        return new Taps(start, weight);
    }

    /** Scales weights to whole numbers that add up to {@link #ONE}; the largest takes what rounding leaves. */
    private static void whole(double[] weights, int[][] whole, int output) {
        double sum = 0;
        int largest = 0;
        for (int k = 0; k < weights.length; k++) {
            sum += weights[k];
            largest = weights[k] > weights[largest] ? k : largest;
        }
        int rest = ONE;
        for (int k = 0; k < weights.length; k++) {
            whole[k][output] = (int) Math.round(weights[k] / sum * ONE);
            rest -= whole[k][output];
        }
        whole[largest][output] += rest;
    }
}
