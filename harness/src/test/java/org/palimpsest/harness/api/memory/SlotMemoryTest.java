package org.palimpsest.harness.api.memory;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.StoredLogits;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What memories keep besides reservoirs: rings, balanced classes, and scores. */
public class SlotMemoryTest extends NativeTest {
    private ReplayBuffer buffer(MemoryKind kind, int capacity, int classes, long seed) {
        return new Memories(manager(), new Randomness(seed)).of(kind, capacity, classes);
    }

    /** Examples numbered from {@code first} on, whose one pixel is their number. */
    private Batch batch(NDManager manager, int first, int... labels) {
        ByteBuffer pixels = manager.allocateDirect(labels.length);
        for (int i = 0; i < labels.length; i++) {
            pixels.put((byte) (first + i));
        }
        return new Batch(manager.create(pixels.rewind(), new Shape(labels.length, 1, 1, 1), DataType.UINT8), labels);
    }

    /** Number of each example held, with its label. */
    private Map<Integer, Integer> held(ReplayBuffer buffer) {
        Batch all = buffer.all(manager());
        int[] numbers = all.examples().toUint8Array();
        Map<Integer, Integer> held = new TreeMap<>();
        for (int i = 0; i < numbers.length; i++) {
            held.put(numbers[i], all.hostLabels()[i]);
        }
        assertEquals(held.size(), buffer.size());
        return held;
    }

    private static int[] counts(Map<Integer, Integer> held, int classes) {
        int[] counts = new int[classes];
        held.values().forEach(label -> counts[label]++);
        return counts;
    }

    @Test
    public void aRingHoldsTheLatestOfEachClass() {
        ReplayBuffer ring = buffer(MemoryKind.RING, 7, 3, 1);
        ring.offer(batch(manager(), 0, 0, 0, 2));
        assertEquals(held(ring), Map.of(0, 0, 1, 0, 2, 2));
        ring.offer(batch(manager(), 3, 0, 1, 0, 0, 1));
        assertEquals(held(ring), Map.of(5, 0, 6, 0, 2, 2, 4, 1, 7, 1));
        assertEquals(ring.size(), 5);
        assertThrows(IllegalArgumentException.class, () -> buffer(MemoryKind.RING, 2, 3, 1));
    }

    @Test
    public void aMemoryPerClassGrowsWithTheClassesSeen() {
        Memories memories = new Memories(manager(), new Randomness(1));
        ReplayBuffer balanced = memories.perClass(MemoryKind.CLASS_BALANCED, 2, 3);
        ReplayBuffer ring = memories.perClass(MemoryKind.RING, 2, 3);
        for (ReplayBuffer memory : List.of(balanced, ring)) {
            assertEquals(memory.capacity(), 6);
            memory.offer(batch(manager(), 0, 0, 0, 0));
            assertEquals(counts(held(memory), 3), new int[] {2, 0, 0});
            memory.offer(batch(manager(), 3, 2, 0));
            assertEquals(counts(held(memory), 3), new int[] {2, 0, 1});
            memory.offer(batch(manager(), 5, 1, 1, 1, 2, 2));
            assertEquals(counts(held(memory), 3), new int[] {2, 2, 2});
        }
        assertEquals(held(balanced), Map.of(0, 0, 1, 0, 3, 2, 5, 1, 6, 1, 8, 2), "the first of each class");
        assertEquals(held(ring), Map.of(2, 0, 4, 0, 6, 1, 7, 1, 8, 2, 9, 2), "the latest of each class");
        assertThrows(IllegalArgumentException.class, () -> memories.perClass(MemoryKind.RESERVOIR, 2, 3));
    }

    @Test
    public void classBalanceGivesWayToNewClassesUntilAllHaveTheSame() {
        ReplayBuffer memory = buffer(MemoryKind.CLASS_BALANCED, 12, 4, 1);
        for (int i = 0; i < 30; i++) {
            memory.offer(batch(manager(), i, 0));
        }
        assertEquals(counts(held(memory), 4), new int[] {12, 0, 0, 0});
        assertEquals(held(memory).keySet().stream().mapToInt(n -> n).max().orElseThrow(), 11, "a full class keeps what it has");
        for (int i = 30; i < 60; i += 2) {
            memory.offer(batch(manager(), i, 1, 1));
        }
        assertEquals(counts(held(memory), 4), new int[] {6, 6, 0, 0});
        memory.offer(batch(manager(), 100, 2, 2, 2, 3));
        assertEquals(counts(held(memory), 4), new int[] {4, 4, 3, 1});
        memory.offer(batch(manager(), 110, 3, 3, 3, 3, 3));
        assertEquals(counts(held(memory), 4), new int[] {3, 3, 3, 3});
    }

    @Test
    public void classBalanceEvictsEachMemberOfTheLargestClassEquallyOften() {
        int runs = 2000;
        int[] gone = new int[5];
        for (int run = 0; run < runs; run++) {
            ReplayBuffer memory = buffer(MemoryKind.CLASS_BALANCED, 5, 2, run);
            memory.offer(batch(manager(), 0, 0, 0, 0, 0, 0));
            memory.offer(batch(manager(), 5, 1));
            Map<Integer, Integer> held = held(memory);
            for (int i = 0; i < 5; i++) {
                gone[i] += held.containsKey(i) ? 0 : 1;
            }
        }
        assertEquals(Arrays.stream(gone).sum(), runs);
        for (int count : gone) {
            // five standard deviations of a binomial count
            assertEquals(count, runs / 5.0, 5 * Math.sqrt(runs * 0.2 * 0.8));
        }
    }

    @Test
    public void aRuleThatForgetsAnExampleIsNamed() {
        ReplayBuffer memory = new Memories(manager(), new Randomness(1)).with(4, new Retention() {
            @Override
            public String name() {
                return "first";
            }

            @Override
            public int[] slots(Batch batch, ReplayBuffer held, UniformRandomProvider dice) {
                return new int[] {0};
            }
        });
        memory.offer(batch(manager(), 0, 0));
        IllegalStateException told = expectThrows(IllegalStateException.class, () -> memory.offer(batch(manager(), 1, 0, 1)));
        assertEquals(told.getMessage(), "the rule 'first' names 1 slots for 2 examples");
    }

    @Test
    public void moreClassesThanSlotsStillGetASlotWhenTheyCome() {
        ReplayBuffer memory = buffer(MemoryKind.CLASS_BALANCED, 2, 4, 1);
        for (int label = 0; label < 4; label++) {
            memory.offer(batch(manager(), label, label));
        }
        assertEquals(memory.size(), 2);
        assertTrue(held(memory).containsValue(3));
    }

    private Batch scored(int first, int width, int... labels) {
        double[] scores = new double[labels.length * width];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = 10 * (first + i / width) + i % width + 1;
        }
        NDArray logits = floats(new Shape(labels.length, width), scores);
        return batch(manager(), first, labels).withLogits(StoredLogits.of(logits));
    }

    @Test
    public void keepsScoresThatGetWiderWithTheHead() {
        ReplayBuffer memory = buffer(MemoryKind.RESERVOIR, 4, 4, 1);
        memory.offer(scored(0, 2, 0, 1));
        assertEquals(memory.bytes(), 4 * (1 + 4 + 2 * 4));
        memory.offer(scored(2, 3, 2));
        assertEquals(memory.bytes(), 4 * (1 + 4 + 3 * 4));
        StoredLogits kept = memory.all(manager()).logits().orElseThrow();
        assertEquals(kept.widths(), new int[] {2, 2, 3});
        assertEquals(kept.values().toFloatArray(), new float[] {1, 2, 0, 11, 12, 0, 21, 22, 23});
        // of 7 scores that there were, the first is off by 2 and the last by 1
        NDArray now = floats(new Shape(3, 4), 3, 2, 50, 50, 11, 12, 50, 50, 21, 22, 24, 50);
        assertEquals(kept.meanSquaredError(now).getFloat(), 5 / 7f, 1e-6);
    }

    @Test
    public void aMemoryThatKeepsScoresTakesNoExamplesWithoutThem() {
        ReplayBuffer memory = buffer(MemoryKind.RESERVOIR, 4, 4, 1);
        assertEquals(batch(manager(), 0, 0).logits(), Optional.empty());
        memory.offer(scored(0, 2, 0, 1));
        expectThrows(IllegalArgumentException.class, () -> memory.offer(batch(manager(), 2, 2)));
    }

    @Test
    public void theErrorOfScoresThatAreAllThereIsTheirMean() {
        StoredLogits kept = StoredLogits.of(floats(new Shape(2, 2), 1, 2, 3, 4));
        assertEquals(kept.meanSquaredError(floats(new Shape(2, 2), 1, 4, 2, 4)).getFloat(), 5 / 4f, 1e-6);
    }

    @DataProvider
    public Object[][] kinds() {
        return Arrays.stream(MemoryKind.values()).map(k -> new Object[] {k}).toArray(Object[][]::new);
    }

    @Test(dataProvider = "kinds")
    public void goesOnFromASnapshotAsIfItHadNotStopped(MemoryKind kind) throws IOException {
        ReplayBuffer whole = buffer(kind, 6, 3, 5);
        ReplayBuffer restored = buffer(kind, 6, 3, 5);
        whole.offer(scored(0, 2, 0, 1, 0, 1, 1, 0, 0, 0, 1));
        restored.load(throughBytes(whole));
        for (ReplayBuffer memory : new ReplayBuffer[] {whole, restored}) {
            memory.offer(scored(20, 3, 2, 0, 2, 1, 2, 2, 0));
        }
        assertEquals(restored.all(manager()).examples().toUint8Array(), whole.all(manager()).examples().toUint8Array());
        assertEquals(restored.all(manager()).hostLabels(), whole.all(manager()).hostLabels());
        StoredLogits scores = whole.all(manager()).logits().orElseThrow();
        assertEquals(restored.all(manager()).logits().orElseThrow().values().toFloatArray(), scores.values().toFloatArray());
        assertEquals(restored.all(manager()).logits().orElseThrow().widths(), scores.widths());
        assertEquals(restored.sample(manager(), 3).hostLabels(), whole.sample(manager(), 3).hostLabels());
    }

    @Test(dataProvider = "kinds")
    public void aSnapshotOfAnEmptyMemoryIsAnEmptyMemory(MemoryKind kind) throws IOException {
        ReplayBuffer restored = buffer(kind, 6, 3, 5);
        restored.load(throughBytes(buffer(kind, 6, 3, 5)));
        assertEquals(restored.size(), 0);
        assertEquals(restored.all(manager()).size(), 0);
    }

    /** In snapshots of before rules were open, the rule said how many examples there are. */
    @Test(dataProvider = "kinds")
    public void snapshotsOfBeforeAreReadAsWell(MemoryKind kind) throws IOException {
        ReplayBuffer whole = buffer(kind, 6, 3, 5);
        whole.offer(scored(0, 2, 0, 1, 0, 1));
        State now = throughBytes(whole);
        State old = new State(manager());
        long[] counts = now.longs("counts");
        old.put("counts", counts[0], counts[1]);
        for (String numbers : List.of("labels", "widths")) {
            old.put(numbers, now.ints(numbers));
        }
        for (String array : List.of("examples", "logits")) {
            old.put(array, now.array(array));
        }
        State rule = now.scope("retention");
        for (String numbers : List.of("slots", "counts", "seen", "sizes", "members")) {
            if (rule.has(numbers)) {
                old.scope("retention").put(numbers, rule.ints(numbers));
            }
        }
        if (kind != MemoryKind.CLASS_BALANCED) {
            old.scope("retention").put("held", counts[2]);
        }
        ReplayBuffer restored = buffer(kind, 6, 3, 5);
        restored.load(old);
        assertEquals(restored.size(), whole.size());
        assertEquals(restored.all(manager()).hostLabels(), whole.all(manager()).hostLabels());
    }

    private State throughBytes(ReplayBuffer buffer) throws IOException {
        State state = new State(manager());
        buffer.save(state);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        state.write(out);
        return State.read(manager(), new ByteArrayInputStream(out.toByteArray()));
    }
}
