package org.palimpsest.harness.api.memory;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class ReservoirBufferTest extends NativeTest {

    private static ReplayBuffer buffer(NDManager manager, int capacity, long seed) {
        return new Memories(manager, new Randomness(seed)).reservoir(capacity);
    }

    /** The examples numbered {@code from} to {@code to - 1}: example i has the pixels i and 255 - i, and the label 3 i + 1. */
    private static Batch batch(NDManager manager, int from, int to) {
        ByteBuffer pixels = manager.allocateDirect(2 * (to - from));
        int[] labels = new int[to - from];
        for (int i = from; i < to; i++) {
            pixels.put((byte) i).put((byte) (255 - i));
            labels[i - from] = 3 * i + 1;
        }
        return new Batch(manager.create(pixels.rewind(), new Shape(to - from, 1, 1, 2), DataType.UINT8), labels);
    }

    private static void offer(ReplayBuffer buffer, NDManager manager, int examples, int batch) {
        for (int from = 0; from < examples; from += batch) {
            buffer.offer(batch(manager, from, Math.min(from + batch, examples)));
        }
    }

    /** The numbers of the examples, after a check that pixels and labels still belong together. */
    private static int[] numbers(Batch batch) {
        int[] pixels = batch.examples().toUint8Array();
        int[] numbers = new int[batch.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = pixels[2 * i];
            assertEquals(pixels[2 * i + 1], 255 - numbers[i], "second pixel");
            assertEquals(batch.hostLabels()[i], 3 * numbers[i] + 1, "label");
        }
        return numbers;
    }

    @DataProvider
    public Object[][] batchSizes() {
        return new Object[][] {{1}, {3}, {40}};
    }

    /** However the 40 examples are cut into batches, each of them must be among the 8 kept in a fifth of the runs. */
    @Test(dataProvider = "batchSizes")
    public void everyExampleOfferedIsKeptWithEqualProbability(int batchSize) {
        int runs = 3000;
        int examples = 40;
        int capacity = 8;
        int[] kept = new int[examples];
        for (int run = 0; run < runs; run++) {
            try (NDManager manager = manager().newSubManager()) {
                ReplayBuffer buffer = buffer(manager, capacity, run);
                offer(buffer, manager, examples, batchSize);
                for (int number : numbers(buffer.sample(manager, capacity))) {
                    kept[number]++;
                }
            }
        }
        double p = (double) capacity / examples;
        double chiSquare = 0;
        for (int count : kept) {
            chiSquare += Math.pow(count - runs * p, 2) / (runs * p * (1 - p));
        }
        assertEquals(Arrays.stream(kept).sum(), runs * capacity);
        // 39 degrees of freedom (the counts' sum is fixed): exceeded once in 10,000; drawing below n instead of up to n gives over 100
        double statistic = chiSquare * (examples - 1) / examples;
        assertTrue(statistic < 80, "chi-square " + statistic);
    }

    @Test
    public void fillsUpWithWhatComesFirstAndNeverHoldsMoreThanItsCapacity() {
        ReplayBuffer buffer = buffer(manager(), 5, 1);
        assertEquals(buffer.capacity(), 5);
        assertEquals(buffer.size(), 0);
        buffer.offer(batch(manager(), 0, 3));
        assertEquals(buffer.size(), 3);
        buffer.offer(batch(manager(), 3, 5));
        assertEquals(sorted(numbers(buffer.sample(manager(), 100))), new int[] {0, 1, 2, 3, 4});
        buffer.offer(batch(manager(), 5, 60));
        assertEquals(buffer.size(), 5);
        int[] held = sorted(numbers(buffer.sample(manager(), 100)));
        assertEquals(held.length, 5);
        assertEquals(Arrays.stream(held).distinct().count(), 5);
        assertTrue(held[4] >= 5, "55 more examples left the first five where they were");
    }

    @Test
    public void drawsDifferentExamplesUniformly() {
        ReplayBuffer buffer = buffer(manager(), 10, 3);
        buffer.offer(batch(manager(), 0, 10));
        int draws = 6000;
        int[] drawn = new int[10];
        int[][] pairs = new int[10][10];
        for (int draw = 0; draw < draws; draw++) {
            try (NDManager step = manager().newSubManager()) {
                int[] numbers = numbers(buffer.sample(step, 3));
                assertEquals(Arrays.stream(numbers).distinct().count(), 3);
                for (int a : numbers) {
                    drawn[a]++;
                    for (int b : numbers) {
                        pairs[a][b]++;
                    }
                }
            }
        }
        for (int a = 0; a < 10; a++) {
            // five standard deviations of a binomial count
            assertEquals(drawn[a], draws * 0.3, 5 * Math.sqrt(draws * 0.3 * 0.7), "example " + a);
            for (int b = 0; b < a; b++) {
                double p = 3 * 2 / 90.0;
                assertEquals(pairs[a][b], draws * p, 5 * Math.sqrt(draws * p * (1 - p)), a + " with " + b);
            }
        }
    }

    @Test
    public void drawsFewerWhereFewerAreHeld() {
        ReplayBuffer buffer = buffer(manager(), 10, 3);
        buffer.offer(batch(manager(), 20, 22));
        assertEquals(sorted(numbers(buffer.sample(manager(), 7))), new int[] {20, 21});
    }

    @Test
    public void keepsACopyOfWhatItWasOffered() {
        ReplayBuffer buffer = buffer(manager(), 4, 3);
        try (NDManager step = manager().newSubManager()) {
            Batch offered = batch(step, 30, 34);
            buffer.offer(offered);
            offered.examples().muli(0);
        }
        assertEquals(sorted(numbers(buffer.sample(manager(), 4))), new int[] {30, 31, 32, 33});
    }

    @Test
    public void theSeedDecidesWhatIsKeptAndDrawn() {
        assertEquals(history(4), history(4));
        assertNotEquals(history(4), history(5));
    }

    private String history(long seed) {
        ReplayBuffer buffer = buffer(manager(), 6, seed);
        offer(buffer, manager(), 50, 7);
        return Arrays.toString(numbers(buffer.sample(manager(), 6))) + Arrays.toString(numbers(buffer.sample(manager(), 3)));
    }

    @Test
    public void goesOnFromASnapshotAsIfItHadNotStopped() throws IOException {
        ReplayBuffer uninterrupted = buffer(manager(), 6, 9);
        offer(uninterrupted, manager(), 30, 4);
        numbers(uninterrupted.sample(manager(), 2));
        ReplayBuffer restored = buffer(manager(), 6, 9);
        restored.load(throughBytes(uninterrupted));
        assertEquals(restored.size(), 6);
        for (int from = 30; from < 60; from += 5) {
            uninterrupted.offer(batch(manager(), from, from + 5));
            restored.offer(batch(manager(), from, from + 5));
            Batch expected = uninterrupted.sample(manager(), 4);
            Batch actual = restored.sample(manager(), 4);
            assertEquals(numbers(actual), numbers(expected));
        }
    }

    @Test
    public void aSnapshotOfAnEmptyMemoryIsAnEmptyMemory() throws IOException {
        ReplayBuffer restored = buffer(manager(), 3, 9);
        restored.load(throughBytes(buffer(manager(), 3, 9)));
        assertEquals(restored.size(), 0);
        restored.offer(batch(manager(), 1, 3));
        assertEquals(sorted(numbers(restored.sample(manager(), 3))), new int[] {1, 2});
    }

    private State throughBytes(ReplayBuffer buffer) throws IOException {
        State state = new State(manager());
        buffer.save(state);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        state.write(out);
        return State.read(manager(), new ByteArrayInputStream(out.toByteArray()));
    }

    @Test
    public void theMemoriesOfOneRunThrowDiceOfTheirOwnAndAreSavedTogether() throws IOException {
        Memories memories = new Memories(manager(), new Randomness(9));
        ReplayBuffer first = memories.reservoir(6);
        ReplayBuffer second = memories.reservoir(6);
        offer(first, manager(), 60, 5);
        offer(second, manager(), 60, 5);
        assertNotEquals(sorted(numbers(first.sample(manager(), 6))), sorted(numbers(second.sample(manager(), 6))));
        assertEquals(memories.bytes(), 2 * 6 * (2 + 4));

        State state = new State(manager());
        memories.save(state);
        Memories restored = new Memories(manager(), new Randomness(9));
        ReplayBuffer firstAgain = restored.reservoir(6);
        ReplayBuffer secondAgain = restored.reservoir(6);
        restored.load(state);
        assertEquals(numbers(firstAgain.sample(manager(), 3)), numbers(first.sample(manager(), 3)));
        assertEquals(numbers(secondAgain.sample(manager(), 3)), numbers(second.sample(manager(), 3)));
    }

    /** Whether it is made before or after that of the method. */
    @Test
    public void theMemoryOfAnAddOnLeavesThatOfTheMethodAsItIsAlone() {
        ReplayBuffer alone = new Memories(manager(), new Randomness(9)).reservoir(6);
        Memories memories = new Memories(manager(), new Randomness(9));
        ReplayBuffer before = memories.reservoirBeside(6);
        ReplayBuffer own = memories.reservoir(6);
        ReplayBuffer after = memories.reservoirBeside(6);
        List<ReplayBuffer> all = List.of(alone, before, own, after);
        all.forEach(buffer -> offer(buffer, manager(), 60, 5));
        List<String> held = all.stream().map(buffer -> Arrays.toString(sorted(numbers(buffer.sample(manager(), 6))))).toList();
        assertEquals(held.get(2), held.get(0));
        assertEquals(Set.copyOf(held).size(), 3, held.toString());
    }

    @Test
    public void countsTheBytesOfPixelsAndLabels() {
        ReplayBuffer buffer = buffer(manager(), 50, 9);
        buffer.offer(batch(manager(), 0, 2));
        assertEquals(buffer.bytes(), 50 * (2 + 4));
        ReplayBuffer wide = buffer(manager(), 50, 9);
        wide.offer(new Batch(floats(new Shape(1, 3), 1, 2, 3), new int[] {0}));
        assertEquals(wide.bytes(), 50 * (3 * 4 + 4));
    }

    private static int[] sorted(int[] values) {
        int[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }
}
