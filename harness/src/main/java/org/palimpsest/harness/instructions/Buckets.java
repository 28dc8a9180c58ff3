package org.palimpsest.harness.instructions;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Randomness;

/**
 * Puts examples of about the same length next to one another, so that little of a batch is padding: of a random order as many as some batches need are sorted
 * by length at a time, and then the batches are shuffled.
 */
final class Buckets {
    /** Batches that are filled from one sorted stretch. */
    private static final int BATCHES = 32;

    private Buckets() {}

    /**
     * The order in which a pass visits examples.
     *
     * @param lengths tokens of each
     * @param batch examples of a batch
     * @param key of the pass
     */
    static int[] order(int[] lengths, int batch, Randomness random, long... key) {
        int[] order = random.permutation(lengths.length, "data-order", key);
        int stretch = batch * BATCHES;
        int[] sorted = new int[order.length];
        for (int from = 0; from < order.length; from += stretch) {
            int to = Math.min(from + stretch, order.length);
            int[] part = Arrays.stream(order, from, to).boxed().sorted(Comparator.comparing(i -> lengths[i])).mapToInt(i -> i).toArray();
            System.arraycopy(part, 0, sorted, from, part.length);
        }
        int full = order.length / batch; // what is left of a pass stays its end
        int[] batches = random.permutation(full, "batch-order", key);
        return IntStream.concat(Arrays.stream(batches).flatMap(b -> Arrays.stream(sorted, b * batch, (b + 1) * batch)),
                Arrays.stream(sorted, full * batch, sorted.length)).toArray();
    }

    /** The share of padding among all that is computed in a pass in that order. */
    static double padding(int[] lengths, int[] order, int batch) {
        long used = Arrays.stream(lengths).asLongStream().sum();
        long computed = 0;
        for (int from = 0; from < order.length; from += batch) {
            int to = Math.min(from + batch, order.length);
            computed += (long) (to - from) * Arrays.stream(order, from, to).map(i -> lengths[i]).max().orElse(0);
        }
        return computed == 0 ? 0 : 1 - (double) used / computed;
    }
}
