package org.palimpsest.datasets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.core.source64.L64X128Mix;

/**
 * The random numbers of one run: a generator for every purpose and key, each a pure function of (run seed, purpose,
 * key). Drawing more numbers for one purpose therefore never changes another, and any step can be entered again without
 * replaying those before it.
 *
 * <p>The key is hashed to 128 bits (SHA-256 of seed and purpose, once per purpose; 64-bit finalisers per key), which
 * seed an LXM generator (Steele and Vigna, "LXM: better splittable pseudorandom number generators", OOPSLA 2021).
 * The same on every machine; safe for use by several threads, though each generator it gives belongs to one.
 */
public final class RandomStreams {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final long runSeed;
    private final ConcurrentMap<String, State> purposes = new ConcurrentHashMap<>();

    private RandomStreams(long runSeed) {
        this.runSeed = runSeed;
    }

    /** The streams of one run seed. */
    public static RandomStreams of(long runSeed) {
        return new RandomStreams(runSeed);
    }

    /** The seed all streams are derived from. */
    public long runSeed() {
        return runSeed;
    }

    /**
     * A fresh generator at the start of its stream. Costs well under a microsecond once a purpose has been seen.
     *
     * @param purpose what the numbers are for, such as {@code class-order}; one of a small fixed set, as each is cached
     * @param key which of the purpose's streams, such as task and step; {@code (1)} and {@code (1, 0)} differ
     * @return a generator for one thread
     */
    public UniformRandomProvider get(String purpose, long... key) {
        State state = state(purpose, key);
        return new L64X128Mix(
                stafford(state.high + GOLDEN),
                stafford(state.high + 2 * GOLDEN),
                stafford(state.low + 3 * GOLDEN),
                stafford(state.low + 4 * GOLDEN));
    }

    /**
     * A seed for a generator that is not ours, such as the engine's own.
     *
     * @param purpose what the seed is for
     * @param key which of the purpose's seeds
     * @return 64 bits, uniform over all longs
     */
    public long seed(String purpose, long... key) {
        State state = state(purpose, key);
        return stafford(state.high ^ murmur(state.low));
    }

    /**
     * A random order of the numbers below n, all orders being equally likely (Fisher and Yates).
     *
     * @param n how many numbers, at least 0
     * @param rng the generator to draw from
     * @return the numbers 0 to n - 1 in random order
     */
    public static int[] permutation(int n, UniformRandomProvider rng) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = rng.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private State state(String purpose, long... key) {
        State start = purposes.get(purpose);
        if (start == null) {
            start = purposes.computeIfAbsent(purpose, this::start);
        }
        long high = start.high;
        long low = start.low;
        for (long part : key) {
            high = stafford((high ^ part) + GOLDEN);
            low = murmur((low + part) * GOLDEN) ^ high;
        }
        // the length goes in last, so that no key continues another
        return new State(high ^ stafford(key.length), low + murmur(key.length));
    }

    private State start(String purpose) {
        MessageDigest sha = DigestUtils.getSha256Digest();
        sha.update(ByteBuffer.allocate(Long.BYTES).putLong(runSeed).flip());
        ByteBuffer hash = ByteBuffer.wrap(sha.digest(purpose.getBytes(StandardCharsets.UTF_8)));
        return new State(hash.getLong(), hash.getLong());
    }

    /** Variant 13 of Stafford's 64-bit mixers, as in SplitMix64. */
    private static long stafford(long z) {
        long mixed = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** MurmurHash3's 64-bit finaliser. */
    private static long murmur(long z) {
        long mixed = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    private record State(long high, long low) {}
}
