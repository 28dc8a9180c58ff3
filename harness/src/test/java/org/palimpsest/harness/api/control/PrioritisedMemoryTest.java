package org.palimpsest.harness.api.control;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.testng.annotations.Test;

/** A memory that draws by priority holds the same transitions as one that does not. */
public class PrioritisedMemoryTest extends NativeTest {
    private static final int DRAWN = 4000;

    /** A step of one environment, from an observation to the next number. */
    private static void step(ReplayMemory memory, int from, boolean over, boolean cut) {
        memory.add(new Transitions(new byte[] {(byte) from}, new int[] {from % 3}, new float[] {10 * from}, new byte[] {(byte) (from + 1)},
                new byte[] {(byte) (from + 1)}, new boolean[] {over}, new boolean[] {cut}));
    }

    /** How often each observation is drawn that a transition begins with, and with what. */
    private static Map<Integer, Integer> drawn(ReplayMemory memory, ReplayMemory.Sample sample, int steps, long key) {
        assertTrue(memory.sample(sample, steps, 0.5, new Randomness(3).get("draw", key)));
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int i = 0; i < sample.size(); i++) {
            counts.merge((int) sample.before().get(i), 1, Integer::sum);
        }
        return counts;
    }

    /** What can be drawn, by where it begins: action, return, discount and where it ends. */
    private static Map<Integer, String> kept(ReplayMemory memory, int steps) {
        ReplayMemory.Sample sample = new ReplayMemory.Sample(DRAWN, 1);
        Map<Integer, String> all = new TreeMap<>();
        if (memory.sample(sample, steps, 0.5, new Randomness(4).get("draw"))) {
            for (int i = 0; i < DRAWN; i++) {
                all.put((int) sample.before().get(i), sample.actions()[i] + " " + sample.returns()[i] + " " + sample.discounts()[i]
                        + (sample.discounts()[i] > 0 ? " " + sample.after().get(i) : ""));
            }
        }
        return all;
    }

    /** Whatever happens, and wherever the ring is, what can be drawn is what a memory without priorities would draw. */
    @Test
    public void itDrawsFromTheSameTransitions() {
        for (int steps = 1; steps <= 3; steps++) {
            Random random = new Random(steps);
            ReplayMemory plain = new ReplayMemory(9, 1, 1);
            ReplayMemory prioritised = new ReplayMemory(9, new Surroundings(1, 1, 1, 1, 1, true), steps, 0.5);
            for (int i = 0; i < 120; i++) {
                boolean over = random.nextInt(5) == 0;
                boolean cut = !over && random.nextInt(5) == 0;
                step(plain, i, over, cut);
                step(prioritised, i, over, cut);
                // one without priorities waits until there is more than a stretch
                assertEquals(plain.size() > steps ? kept(prioritised, steps) : Map.of(), kept(plain, steps), steps + " steps, after " + i);
            }
        }
    }

    /** Errors 1, 2, 3 and 4 with exponent 2 have the shares 1, 4, 9 and 16 of 30, exactly so as they are drawn from equal parts. */
    @Test
    public void largeErrorsAreLikelier() {
        ReplayMemory memory = new ReplayMemory(8, new Surroundings(1, 1, 1, 1, 1, true), 1, 2);
        IntStream.range(0, 5).forEach(i -> step(memory, i, false, false));
        ReplayMemory.Sample sample = new ReplayMemory.Sample(3000, 1);
        assertEquals(drawn(memory, sample, 1, 0), Map.of(0, 750, 1, 750, 2, 750, 3, 750), "new ones are as likely as each other");
        float[] errors = new float[3000];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = (sample.before().get(i) % 2 == 0 ? 1 : -1) * (sample.before().get(i) + 1f);
        }
        memory.prioritise(sample, errors);
        Map<Integer, Integer> counts = drawn(memory, sample, 1, 1);
        int[] expected = {100, 400, 900, 1600};
        for (int i = 0; i < 4; i++) {
            assertEquals(counts.get(i), expected[i], 1.01, "of " + i);
        }
        step(memory, 5, false, false);
        counts = drawn(memory, sample, 1, 2);
        assertEquals(counts.get(4), 3000 * 16 / 46.0, 1.01, "a new one is as likely as the likeliest");
    }

    /** Chances in the proportions 1, 4, 9 and 16 weigh 1, 1/4, 1/9 and 1/16 to the power of beta. */
    @Test
    public void weightsMakeUpForIt() {
        ReplayMemory memory = new ReplayMemory(8, new Surroundings(1, 1, 1, 1, 1, true), 1, 2);
        IntStream.range(0, 5).forEach(i -> step(memory, i, false, false));
        ReplayMemory.Sample sample = new ReplayMemory.Sample(64, 1);
        drawn(memory, sample, 1, 0);
        float[] errors = new float[64];
        for (int i = 0; i < 64; i++) {
            errors[i] = sample.before().get(i) + 1f;
        }
        memory.prioritise(sample, errors);
        drawn(memory, sample, 1, 1);
        for (double beta : new double[] {0, 0.5, 1}) {
            float[] weights = sample.weights(beta);
            for (int i = 0; i < 64; i++) {
                assertEquals(weights[i], Math.pow(sample.before().get(i) + 1.0, -2 * beta), 1e-5, "beta " + beta);
            }
        }
    }

    /** A ring that has gone round, and errors that are told: a memory that was loaded draws the same numbers from then on. */
    @Test
    public void aSnapshotGivesTheSameDraws() {
        ReplayMemory memory = new ReplayMemory(7, new Surroundings(1, 1, 1, 1, 1, true), 2, 0.6);
        Random random = new Random(2);
        for (int i = 0; i < 24; i++) {
            step(memory, i, i % 5 == 3, i % 7 == 4);
            learn(memory, random);
        }
        State state = new State(manager());
        memory.save(state);
        ReplayMemory other = new ReplayMemory(7, new Surroundings(1, 1, 1, 1, 1, true), 2, 0.6);
        other.load(state);
        Random same = new Random(5);
        Random again = new Random(5);
        for (int i = 24; i < 48; i++) {
            step(memory, i, i % 5 == 3, i % 7 == 4);
            step(other, i, i % 5 == 3, i % 7 == 4);
            assertEquals(learn(other, again), learn(memory, same), "step " + i);
        }
        memory.clear();
        assertEquals(memory.size(), 0);
        assertFalse(memory.sample(new ReplayMemory.Sample(1, 1), 2, 0.5, new Randomness(1).get("draw")));
    }

    /** Draws eight, tells errors, and returns what was drawn with its weights. */
    private static String learn(ReplayMemory memory, Random random) {
        ReplayMemory.Sample sample = new ReplayMemory.Sample(8, 1);
        if (!memory.sample(sample, 2, 0.5, new Randomness(random.nextInt()).get("draw"))) {
            return "";
        }
        byte[] begins = new byte[8];
        sample.before().get(0, begins);
        String all = Arrays.toString(begins) + Arrays.toString(sample.returns()) + Arrays.toString(sample.weights(0.4));
        float[] errors = new float[8];
        IntStream.range(0, 8).forEach(i -> errors[i] = (begins[i] % 11 - 5) / 3f);
        memory.prioritise(sample, errors);
        return all;
    }

    @Test
    public void environmentsAreKeptApart() {
        ReplayMemory memory = new ReplayMemory(12, new Surroundings(1, 1, 1, 1, 2, true), 1, 0.5);
        for (int i = 0; i < 3; i++) {
            memory.add(new Transitions(new byte[] {(byte) i, (byte) (50 + i)}, new int[] {0, 1}, new float[] {1, 2}, new byte[2], new byte[2],
                    new boolean[2], new boolean[2]));
        }
        assertEquals(kept(memory, 1), Map.of(0, "0 1.0 0.5 1", 1, "0 1.0 0.5 2", 50, "1 2.0 0.5 51", 51, "1 2.0 0.5 52"));
        assertEquals(memory.memoryBytes(), 6 * (1 + 1 + 4 + 1 + 16));
        assertThrows(IllegalArgumentException.class, () -> memory.sample(new ReplayMemory.Sample(1, 1), 2, 0.5, new Randomness(1).get("draw")));
    }
}
