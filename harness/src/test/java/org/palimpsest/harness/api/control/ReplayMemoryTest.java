package org.palimpsest.harness.api.control;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.testng.annotations.Test;

public class ReplayMemoryTest extends NativeTest {
    private static final double DISCOUNT = 0.5;

    /** One environment whose observation is a number that grows by one with each step, and the reward of a step ten times that. */
    private static void play(ReplayMemory memory, int from, int steps, boolean over, boolean cut) {
        for (int i = from; i < from + steps; i++) {
            boolean last = i == from + steps - 1;
            memory.add(new Transitions(new byte[] {(byte) i}, new int[] {i % 3}, new float[] {10 * i}, new byte[] {(byte) (i + 1)},
                    new byte[] {(byte) (i + 1)}, new boolean[] {last && over}, new boolean[] {last && cut}));
        }
    }

    /** What is drawn, by the observation where it begins: action, return, discount and, where it counts, the observation where it ends. */
    private static Map<Integer, String> drawn(ReplayMemory memory, int steps) {
        ReplayMemory.Sample sample = new ReplayMemory.Sample(2000, 1);
        assertTrue(memory.sample(sample, steps, DISCOUNT, new Randomness(3).get("draw")));
        Map<Integer, String> all = new HashMap<>();
        for (int i = 0; i < sample.size(); i++) {
            String what = sample.actions()[i] + " " + sample.returns()[i] + " " + sample.discounts()[i]
                    + (sample.discounts()[i] > 0 ? " " + sample.after().get(i) : "");
            String before = all.put((int) sample.before().get(i), what);
            assertTrue(before == null || before.equals(what));
        }
        return all;
    }

    @Test
    public void aStepLeadsToWhatIsObservedNextUnlessTheEpisodeIsOver() {
        ReplayMemory memory = new ReplayMemory(20, 1, 1);
        play(memory, 1, 3, true, false);
        play(memory, 11, 2, false, false);
        assertEquals(drawn(memory, 1), Map.of(1, "1 10.0 0.5 2", 2, "2 20.0 0.5 3", 3, "0 30.0 0.0", 11, "2 110.0 0.5 12"),
                "of the last step it is not known yet where it leads");
    }

    @Test
    public void severalStepsAddUpTheirRewardsAndStopAtTheEndOfAnEpisode() {
        ReplayMemory memory = new ReplayMemory(20, 1, 1);
        play(memory, 1, 4, true, false);
        play(memory, 11, 2, false, true);
        assertEquals(drawn(memory, 3), Map.of(1, "1 27.5 0.125 4", 2, "2 45.0 0.0", 3, "0 50.0 0.0", 4, "1 40.0 0.0",
                11, "2 170.0 0.25 13", 12, "0 120.0 0.5 13"), "an episode that was cut off leads to its last observation");
    }

    @Test
    public void theOldestMakeRoom() {
        ReplayMemory memory = new ReplayMemory(4, 1, 1);
        play(memory, 1, 10, false, false);
        assertEquals(memory.size(), 4);
        assertEquals(drawn(memory, 1).keySet(), Set.of(7, 8, 9));
    }

    @Test
    public void everyTransitionIsAsLikelyAsAnyOther() {
        ReplayMemory memory = new ReplayMemory(10, 1, 1);
        play(memory, 0, 9, false, false);
        ReplayMemory.Sample sample = new ReplayMemory.Sample(80_000, 1);
        memory.sample(sample, 1, DISCOUNT, new Randomness(5).get("draw"));
        int[] counts = new int[9];
        for (int i = 0; i < sample.size(); i++) {
            counts[sample.before().get(i)]++;
        }
        for (int i = 0; i < 8; i++) {
            assertEquals(counts[i], 10_000, 5 * Math.sqrt(80_000 * (1 / 8.0) * (7 / 8.0)), "of " + i);
        }
    }

    @Test
    public void aSnapshotGivesTheSameDraws() {
        ReplayMemory memory = new ReplayMemory(6, 1, 1);
        play(memory, 1, 5, false, true);
        play(memory, 21, 3, true, false);
        State state = new State(manager());
        memory.save(state);
        ReplayMemory other = new ReplayMemory(6, 1, 1);
        other.load(state);
        assertEquals(drawn(other, 2), drawn(memory, 2));
        play(memory, 31, 2, false, false);
        play(other, 31, 2, false, false);
        assertEquals(drawn(other, 2), drawn(memory, 2));
    }

    /** What was kept of a memory, which must be the same under a name for ever, and how much of it was written. */
    private static final class Kept implements State.Shelf {
        private final Map<String, byte[]> all = new HashMap<>();
        private Set<String> named = new HashSet<>();
        private int written;

        @Override
        public void keep(String name, Supplier<byte[]> bytes) {
            named.add(name);
            written += all.containsKey(name) ? 0 : bytes.get().length;
            byte[] before = all.put(name, bytes.get());
            assertTrue(before == null || Arrays.equals(before, bytes.get()), name);
        }

        @Override
        public byte[] kept(String name) {
            assertTrue(named.contains(name), "no snapshot of now speaks of " + name);
            return all.get(name);
        }
    }

    @Test
    public void whatIsFullIsWrittenOnceHoweverManySnapshotsThereAre() {
        int room = 3 * ReplayMemory.BLOCK - 100;
        ReplayMemory memory = new ReplayMemory(2 * room, 2, 1);
        Kept kept = new Kept();
        int steps = 5 * room;
        for (int i = 0; i < steps; i++) {
            memory.add(new Transitions(new byte[] {(byte) i, (byte) (2 * i)}, new int[] {i % 3, i % 5}, new float[] {i, -i}, new byte[2], new byte[2],
                    new boolean[] {i % 11 == 0, i % 13 == 0}, new boolean[2]));
            if (i == 2 * room + 50) {
                memory.clear();
            }
            if (i % 500 == 499) {
                kept.named = new HashSet<>();
                State state = new State(manager(), kept);
                memory.save(state);
                ReplayMemory other = new ReplayMemory(2 * room, 2, 1);
                other.load(state);
                assertEquals(other.size(), memory.size());
                assertEquals(contents(other), contents(memory));
            }
        }
        int entry = 1 + 1 + 1 + 4;
        assertTrue(kept.written <= 2 * steps * entry, kept.written + " bytes of " + 2 * steps + " entries");
        assertTrue(kept.written > steps * entry, "most of it was kept apart");
    }

    /** All that is in a memory, by a snapshot that holds everything itself. */
    private byte[] contents(ReplayMemory memory) {
        State state = new State(manager());
        memory.save(state);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            state.write(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    /** Everything that is drawn, row by row. */
    private static Set<String> rows(ReplayMemory memory, int steps, int bytes) {
        ReplayMemory.Sample sample = new ReplayMemory.Sample(40_000, bytes);
        assertTrue(memory.sample(sample, steps, DISCOUNT, new Randomness(3).get("draw")));
        Set<String> all = new TreeSet<>();
        byte[] before = new byte[bytes];
        byte[] after = new byte[bytes];
        for (int i = 0; i < sample.size(); i++) {
            sample.before().get(i * bytes, before);
            sample.after().get(i * bytes, after);
            all.add(Arrays.toString(before) + " " + sample.actions()[i] + " " + sample.returns()[i] + " " + sample.discounts()[i] + " "
                    + (sample.discounts()[i] > 0 ? Arrays.toString(after) : ""));
        }
        return all;
    }

    /**
     * Observations of three frames, of which a memory keeps the newest, beside a memory that keeps whole observations: they give the same transitions,
     * whether an episode begins with its first frame repeated or with nothing, ends by itself, is cut off, or is lost without a trace.
     */
    @Test
    public void ofSeveralFramesTheNewestIsKept() {
        Surroundings seen = new Surroundings(3, 1, 1, 4, 2, true, 3);
        for (int steps : new int[] {1, 3}) {
            ReplayMemory whole = new ReplayMemory(4000, 2, 3);
            ReplayMemory roomy = new ReplayMemory(4000, seen);
            ReplayMemory small = new ReplayMemory(60, seen);
            ReplayMemory likeliest = new ReplayMemory(60, seen, steps, 1);
            UniformRandomProvider dice = new Randomness(8).get("frames");
            byte[] now = {1, 1, 1, 2, 2, 2};
            for (int t = 0; t < 300; t++) {
                byte[] after = new byte[6];
                byte[] finals = new byte[6];
                boolean[] over = new boolean[2];
                boolean[] cut = new boolean[2];
                for (int i = 0; i < 2; i++) {
                    byte fresh = (byte) (dice.nextInt(250) + 3);
                    System.arraycopy(new byte[] {now[3 * i + 1], now[3 * i + 2], fresh}, 0, finals, 3 * i, 3);
                    over[i] = dice.nextInt(9) == 0;
                    cut[i] = !over[i] && dice.nextInt(9) == 0;
                    byte[] next = {now[3 * i + 1], now[3 * i + 2], fresh};
                    if (over[i] || cut[i]) {
                        next = dice.nextBoolean() ? new byte[] {fresh, fresh, fresh} : new byte[] {0, 0, fresh};
                    }
                    System.arraycopy(next, 0, after, 3 * i, 3);
                }
                Transitions step = new Transitions(now, new int[] {t % 4, t % 3}, new float[] {t, -t}, after, finals, over, cut);
                List.of(whole, roomy, small, likeliest).forEach(memory -> memory.add(step));
                now = after;
            }
            Set<String> expected = rows(whole, steps, 3);
            assertEquals(rows(roomy, steps, 3), expected);
            for (ReplayMemory memory : List.of(small, likeliest)) {
                Set<String> some = rows(memory, steps, 3);
                assertTrue(some.size() > 20 && expected.containsAll(some), some.toString());
            }
            assertEquals(rows(likeliest, steps, 3), rows(small, steps, 3));
            assertEquals(roomy.memoryBytes(), roomy.size() * (1 + 1 + 4 + 1), "a frame, an action, a reward and an end");
        }
    }

    @Test
    public void whatDoesNotFollowIsNotJoined() {
        Surroundings seen = new Surroundings(2, 1, 1, 1, 1, true, 2);
        ReplayMemory memory = new ReplayMemory(40, seen);
        byte[][] observed = {{1, 1}, {1, 2}, {2, 3}, {8, 9}, {9, 10}, {10, 11}};
        for (int t = 0; t + 1 < observed.length; t++) {
            boolean cut = t == 4;
            memory.add(new Transitions(observed[t], new int[1], new float[] {t}, observed[t + 1], new byte[] {77, 78}, new boolean[1], new boolean[] {cut}));
        }
        assertEquals(rows(memory, 1, 2), Set.of("[1, 1] 0 0.0 0.5 [1, 2]", "[1, 2] 0 1.0 0.5 [2, 3]", "[8, 9] 0 3.0 0.5 [9, 10]"),
                "neither the jump from 3 to 8 nor an end that is of another film");
    }

    @Test
    public void environmentsAreKeptApart() {
        ReplayMemory memory = new ReplayMemory(12, 2, 1);
        for (int i = 0; i < 3; i++) {
            memory.add(new Transitions(new byte[] {(byte) i, (byte) (50 + i)}, new int[] {0, 1}, new float[] {1, 2}, new byte[2], new byte[2],
                    new boolean[2], new boolean[2]));
        }
        assertEquals(drawn(memory, 1), Map.of(0, "0 1.0 0.5 1", 1, "0 1.0 0.5 2", 50, "1 2.0 0.5 51", 51, "1 2.0 0.5 52"));
        assertEquals(memory.memoryBytes(), 6 * (1 + 1 + 4 + 1));
    }

    @Test
    public void nothingIsDrawnOfTooLittle() {
        ReplayMemory memory = new ReplayMemory(8, 1, 1);
        assertFalse(memory.sample(new ReplayMemory.Sample(1, 1), 1, DISCOUNT, new Randomness(1).get("draw")));
        play(memory, 1, 6, false, false);
        memory.clear();
        assertEquals(memory.size(), 0);
        assertThrows(IllegalArgumentException.class, () -> memory.sample(new ReplayMemory.Sample(1, 1), 7, DISCOUNT, new Randomness(1).get("draw")));
    }
}
