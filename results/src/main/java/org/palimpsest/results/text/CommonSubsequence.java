package org.palimpsest.results.text;

import java.util.Arrays;

/**
 * The length of the longest common subsequence of two sequences of tokens, a bit a token: Hyyrö, "Bit-Parallel LCS-length Computation
 * Revisited", AWOCA 2004, figure 4, in words of 64 bits with a carry. Takes n * m / 64 steps and memory for n + m tokens.
 */
final class CommonSubsequence {
    private CommonSubsequence() {}

    /**
     * Its length.
     *
     * @param a tokens by number, from 0 up
     * @param b tokens of the same numbering
     */
    static int length(int[] a, int[] b) {
        int[] first = starts(a);
        int[] places = places(a, first);
        int words = (a.length + Long.SIZE - 1) / Long.SIZE;
        // a zero bit is a token of a after which the subsequence has become longer
        long[] row = new long[words];
        Arrays.fill(row, -1);
        long[] matches = new long[words];
        for (int token : b) {
            if (token + 1 >= first.length || first[token] == first[token + 1]) {
                continue;
            }
            for (int p = first[token]; p < first[token + 1]; p++) {
                matches[places[p] / Long.SIZE] |= 1L << places[p];
            }
            step(row, matches);
            for (int p = first[token]; p < first[token + 1]; p++) {
                matches[places[p] / Long.SIZE] = 0;
            }
        }
        int longer = words * Long.SIZE;
        for (long bits : row) {
            longer -= Long.bitCount(bits);
        }
        return longer;
    }

    /** V = (V + (V & M)) | (V & ~M), over all words; what is carried out of the last one is lost, as it should. */
    private static void step(long[] row, long[] matches) {
        long carry = 0;
        for (int w = 0; w < row.length; w++) {
            long old = row[w];
            long both = old & matches[w];
            long half = old + both;
            long sum = half + carry;
            carry = Long.compareUnsigned(half, old) < 0 || Long.compareUnsigned(sum, half) < 0 ? 1 : 0;
            row[w] = sum | old & ~matches[w];
        }
    }

    /** Where the places of each token begin among those of all, and after the last where they end. */
    private static int[] starts(int[] tokens) {
        int[] starts = new int[Arrays.stream(tokens).max().orElse(-1) + 2];
        for (int token : tokens) {
            starts[token + 1]++;
        }
        for (int t = 1; t < starts.length; t++) {
            starts[t] += starts[t - 1];
        }
        return starts;
    }

    private static int[] places(int[] tokens, int[] starts) {
        int[] next = starts.clone();
        int[] places = new int[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            places[next[tokens[i]]++] = i;
        }
        return places;
    }
}
