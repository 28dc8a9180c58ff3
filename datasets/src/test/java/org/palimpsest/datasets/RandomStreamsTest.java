package org.palimpsest.datasets;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class RandomStreamsTest {
    /** Computed apart from this code, from the algorithms' definitions. */
    @DataProvider
    public Object[][] golden() {
        return new Object[][] {
            {0L, "a", new long[] {}, 0x980bfa76c2fe432fL,
                new long[] {0x8f6e85eb27caabd2L, 0x1b3b9b99f1d24804L, 0x94c1eb982eca44fdL}},
            {1L, "class-order", new long[] {}, 0x626bcace67ba82d6L,
                new long[] {0x791bfab28fdb0f9bL, 0x7b3f4e33d1a0f275L, 0x26254354231dbdafL}},
            {1L, "class-order", new long[] {0}, 0x0fd72c03c949131dL,
                new long[] {0xcb62a8b186aae242L, 0x913f243162198410L, 0xf63700586948e655L}},
            {-1L, "batches", new long[] {3, 40}, 0x413bf48283b583ccL,
                new long[] {0xbab7be86e3f032e5L, 0x3ce35705a3ca4b3dL, 0x59c54bc626443d2bL}},
        };
    }

    @Test(dataProvider = "golden")
    public void givesTheSameNumbersOnEveryMachine(long runSeed, String purpose, long[] key, long seed, long[] numbers) {
        RandomStreams random = RandomStreams.of(runSeed);
        UniformRandomProvider rng = random.get(purpose, key);

        assertEquals(random.seed(purpose, key), seed);
        assertEquals(new long[] {rng.nextLong(), rng.nextLong(), rng.nextLong()}, numbers);
    }

    @Test
    public void permutesTheSameWayOnEveryMachine() {
        int[] order = RandomStreams.permutation(10, RandomStreams.of(1).get("class-order"));
        assertEquals(order, new int[] {5, 9, 7, 0, 1, 8, 3, 2, 4, 6});
    }

    @Test
    public void startsTheSameStreamAgainWhateverWasDrawnBetween() {
        RandomStreams random = RandomStreams.of(7);
        long first = random.get("batches", 3, 4).nextLong();
        random.get("batches", 3, 5).nextLong();
        random.get("noise").nextLong();
        assertEquals(random.get("batches", 3, 4).nextLong(), first);
    }

    @Test
    public void givesEverySeedPurposeAndKeyItsOwnStream() {
        Set<Long> firsts = new HashSet<>();
        int streams = 0;
        for (long runSeed = -2; runSeed < 3; runSeed++) {
            RandomStreams random = RandomStreams.of(runSeed);
            for (String purpose : new String[] {"", "a", "b", "aa"}) {
                firsts.add(random.get(purpose).nextLong());
                streams++;
                for (long i = -20; i < 20; i++) {
                    firsts.add(random.get(purpose, i).nextLong());
                    firsts.add(random.get(purpose, i, 0).nextLong());
                    firsts.add(random.get(purpose, 0, i + 100).nextLong());
                    streams += 3;
                }
            }
        }
        assertEquals(firsts.size(), streams);
    }

    @Test
    public void spreadsFirstDrawsOfNeighbouringKeysEvenly() {
        // 16 cells, 15 degrees of freedom: 99.99 % of uniform samples stay below 44.3
        RandomStreams random = RandomStreams.of(0);
        int streams = 64_000;
        int[] cells = new int[16];
        int[] pairs = new int[16];
        for (int i = 0; i < streams; i++) {
            cells[random.get("step", i).nextInt(16)]++;
            pairs[random.get("step", i).nextInt(4) * 4 + random.get("step", i + 1).nextInt(4)]++;
        }
        assertTrue(chiSquare(cells, streams) < 44.3, Arrays.toString(cells));
        assertTrue(chiSquare(pairs, streams) < 44.3, Arrays.toString(pairs));
    }

    @Test
    public void doesNotCorrelateNeighbouringStreams() {
        RandomStreams random = RandomStreams.of(5);
        int n = 100_000;
        for (UniformRandomProvider other : new UniformRandomProvider[] {
            random.get("step", 2), random.get("step"), random.get("steps", 1), RandomStreams.of(6).get("step", 1)
        }) {
            UniformRandomProvider one = random.get("step", 1);
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += (one.nextDouble() - 0.5) * (other.nextDouble() - 0.5);
            }
            // the correlation of independent samples has a deviation of 1 / sqrt(n)
            assertTrue(Math.abs(12 * sum / n) < 4 / Math.sqrt(n), "correlation " + 12 * sum / n);
        }
    }

    @Test
    public void permutesEveryOrderEquallyOften() {
        UniformRandomProvider rng = RandomStreams.of(2).get("orders");
        int[] counts = new int[27];
        int n = 60_000;
        for (int i = 0; i < n; i++) {
            int[] order = RandomStreams.permutation(3, rng);
            counts[order[0] * 9 + order[1] * 3 + order[2]]++;
        }
        int[] orders = Arrays.stream(counts).filter(count -> count > 0).toArray();
        assertEquals(orders.length, 6);
        // 5 degrees of freedom: 99.99 % stay below 25.7
        assertTrue(chiSquare(orders, n) < 25.7, Arrays.toString(orders));
    }

    @Test
    public void permutesNothingAndOne() {
        UniformRandomProvider rng = RandomStreams.of(2).get("orders");
        assertEquals(RandomStreams.permutation(0, rng), new int[0]);
        assertEquals(RandomStreams.permutation(1, rng), new int[1]);
    }

    @Test
    public void givesSeedsThatDifferFromTheStreamsOwnNumbers() {
        RandomStreams random = RandomStreams.of(3);
        assertNotEquals(random.seed("engine", 1), random.get("engine", 1).nextLong());
        assertNotEquals(random.seed("engine", 1), random.seed("engine", 2));
    }

    @Test
    public void isCheapEnoughForEveryTrainingStep() {
        RandomStreams random = RandomStreams.of(0);
        int n = 200_000;
        long fastest = Long.MAX_VALUE;
        long sum = 0;
        for (int round = 0; round < 10; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < n; i++) {
                sum += random.get("step", round, i).nextLong();
            }
            fastest = Math.min(fastest, System.nanoTime() - start);
        }
        assertNotEquals(sum, 0);
        assertTrue(fastest / n < 1_000, fastest / n + " ns per stream");
    }

    private static double chiSquare(int[] counts, int total) {
        double expected = (double) total / counts.length;
        return Arrays.stream(counts).mapToDouble(count -> (count - expected) * (count - expected) / expected).sum();
    }
}
