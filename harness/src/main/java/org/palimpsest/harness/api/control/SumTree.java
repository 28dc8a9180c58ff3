package org.palimpsest.harness.api.control;

import java.util.Arrays;

/**
 * Numbers of which one is found by where it lies when all of them are laid out in a row: a complete binary tree whose nodes are the sums of what is below
 * (Schaul et al., ICLR 2016, appendix B.2.1). A change adds up anew whatever is above it, so nothing drifts: equal numbers have equal sums, in whatever
 * order they came. All room is taken at the start.
 */
final class SumTree {
    private final int leaves;
    private final double[] sums; // 1 is the root, the children of i are 2i and 2i + 1, number i is at leaves + i

    /** So many zeros. */
    SumTree(int size) {
        leaves = Math.max(2, Integer.highestOneBit(Math.max(1, size - 1)) << 1);
        sums = new double[2 * leaves];
    }

    /** A number. */
    double get(int i) {
        return sums[leaves + i];
    }

    /** Changes a number, which must not be negative. */
    void set(int i, double value) {
        int node = leaves + i;
        sums[node] = value;
        for (node /= 2; node > 0; node /= 2) {
            sums[node] = sums[2 * node] + sums[2 * node + 1];
        }
    }

    /** The sum of all. */
    double total() {
        return sums[1];
    }

    /**
     * The number that lies at a place of the row.
     *
     * @param place from 0 to {@link #total()}, which must not be 0
     * @return which one; it is never 0, however the place was rounded
     */
    int find(double place) {
        int node = 1;
        double left = place;
        while (node < leaves) {
            node *= 2;
            if (left >= sums[node] && sums[node + 1] > 0) {
                left -= sums[node];
                node++;
            }
        }
        return node - leaves;
    }

    /** Makes all of them 0. */
    void clear() {
        Arrays.fill(sums, 0);
    }
}
