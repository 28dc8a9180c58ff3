package org.palimpsest.datasets.stream;

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
            int[] chosen = choose(byClass[c], quotas[c], rng).chosen();
            System.arraycopy(chosen, 0, drawn, n, chosen.length);
            n += chosen.length;
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

    /**
     * Draws some of a few numbers, all choices being equally likely.
     *
     * @param from the numbers
     * @param count how many to draw, at most as many as there are
     * @param rng what to draw with
     * @return those drawn and the rest, each in the order in which they were given
     */
    static Choice choose(int[] from, int count, UniformRandomProvider rng) {
        BitSet drawn = choose(from.length, count, rng);
        int[] chosen = new int[count];
        int[] rest = new int[from.length - count];
        int n = 0;
        for (int i = 0; i < from.length; i++) {
            if (drawn.get(i)) {
                chosen[n++] = from[i];
            } else {
                rest[i - n] = from[i];
            }
        }
        return new Choice(chosen, rest);
    }

    /**
     * Numbers of which some were drawn.
     *
     * @param chosen those drawn
     * @param rest those not drawn
     */
    record Choice(int[] chosen, int[] rest) {}

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
