package org.palimpsest.harness.api;

import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.datasets.RandomStreams;

/**
 * The run's only source of chance. Every use has a purpose (a word) and a key (task, step ...); equal seed, purpose and key
 * give equal numbers, whatever else was drawn before. So nothing about randomness needs to be stored in a snapshot.
 */
public final class Randomness {
    private final RandomStreams streams;

    /** The numbers of one run. */
    public Randomness(long runSeed) {
        streams = RandomStreams.of(runSeed);
    }

    /** A new generator at the beginning of the stream of that purpose and key. */
    public UniformRandomProvider get(String purpose, long... key) {
        return streams.get(purpose, key);
    }

    /** A seed for a generator that is not ours, e.g. the engine's. */
    public int engineSeed(String purpose, long... key) {
        return (int) streams.seed(purpose, key);
    }

    /** The numbers 0 to n - 1 in random order. */
    public int[] permutation(int n, String purpose, long... key) {
        return permutation(n, get(purpose, key));
    }

    /** The numbers 0 to n - 1 in random order, drawn from a generator. */
    public static int[] permutation(int n, UniformRandomProvider random) {
        return RandomStreams.permutation(n, random);
    }

    /**
     * Draws {@code count} different numbers from 0 to n - 1 (all of them if n is smaller), each subset equally likely.
     *
     * <p>Floyd's algorithm: a draw costs O(count), whatever n is.
     */
    public static int[] sample(int n, int count, UniformRandomProvider random) {
        int k = Math.min(n, count);
        int[] drawn = new int[k];
        for (int i = 0; i < k; i++) {
            int last = n - k + i;
            int candidate = random.nextInt(last + 1);
            drawn[i] = contains(drawn, i, candidate) ? last : candidate;
        }
        return drawn;
    }

    private static boolean contains(int[] values, int count, int value) {
        for (int i = 0; i < count; i++) {
            if (values[i] == value) {
                return true;
            }
        }
        return false;
    }
}
