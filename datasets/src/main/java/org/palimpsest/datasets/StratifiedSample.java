package org.palimpsest.datasets;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/** Draws examples so that every class has its share. */
final class StratifiedSample {

    private StratifiedSample() {}

    /**
     * Draws without replacement: one example of every class, and the rest in proportion to the classes' sizes by
     * largest remainder, ties going to the earlier class.
     *
     * @param byClass the examples of each class, at least one
     * @param count how many to draw in all, between the number of classes and that of examples
     * @param rng what to draw with
     * @return the examples drawn, ascending
     */
    static int[] draw(int[][] byClass, int count, UniformRandomProvider rng) {
        int[] quotas = quotas(Arrays.stream(byClass).mapToInt(examples -> examples.length).toArray(), count);
        int[] drawn = new int[count];
        int n = 0;
        for (int c = 0; c < byClass.length; c++) {
            BitSet chosen = choose(byClass[c].length, quotas[c], rng);
            for (int i = chosen.nextSetBit(0); i >= 0; i = chosen.nextSetBit(i + 1)) {
                drawn[n++] = byClass[c][i];
            }
        }
        Arrays.sort(drawn);
        return drawn;
    }

    /** How many to draw of each class. */
    static int[] quotas(int[] sizes, int count) {
        int rest = count - sizes.length;
        long spare = Math.max(1, Arrays.stream(sizes).asLongStream().sum() - sizes.length);
        int[] quotas = new int[sizes.length];
        Arrays.setAll(quotas, c -> 1 + (int) (rest * (sizes[c] - 1L) / spare));
        int left = count - Arrays.stream(quotas).sum();
        IntStream.range(0, sizes.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer c) -> -(rest * (sizes[c] - 1L) % spare)))
                .limit(left)
                .forEach(c -> quotas[c]++);
        return quotas;
    }

    /** A random subset of the numbers below n (Floyd's algorithm, which needs only as many draws as it keeps). */
    private static BitSet choose(int n, int count, UniformRandomProvider rng) {
        BitSet chosen = new BitSet(n);
        for (int i = n - count; i < n; i++) {
            int candidate = rng.nextInt(i + 1);
            chosen.set(chosen.get(candidate) ? i : candidate);
        }
        return chosen;
    }
}
