package org.palimpsest.harness.instructions;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.catalogue.AllDatasets;
import org.palimpsest.datasets.disk.DataFolders;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.palimpsest.datasets.text.AnswerParts;
import org.palimpsest.datasets.text.InstructionDataset;
import org.palimpsest.datasets.text.InstructionSet;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.nets.text.MiniLmBackbone;
import org.testng.SkipException;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class BucketsTest {
    private static final Randomness RANDOM = new Randomness(5);
    private static final double MOST_PADDING = 0.15;
    private static final int LENGTH = 256;

    private static int[] lengths(int count) {
        return IntStream.range(0, count).map(i -> 3 + (i * 37 + i * i) % 60).toArray();
    }

    @DataProvider
    public Object[][] sizes() {
        return new Object[][] {{0, 8}, {1, 8}, {7, 8}, {8, 8}, {9, 8}, {300, 8}, {1000, 3}, {997, 16}, {40, 1}};
    }

    @Test(dataProvider = "sizes")
    public void everyExampleIsVisitedOnce(int count, int batch) {
        int[] order = Buckets.order(lengths(count), batch, RANDOM, 2, 0);
        assertEquals(Arrays.stream(order).sorted().toArray(), IntStream.range(0, count).toArray());
    }

    @Test
    public void anOrderIsThatOfItsTaskAndPass() {
        int[] lengths = lengths(200);
        int[] order = Buckets.order(lengths, 8, RANDOM, 1, 0);
        assertEquals(Buckets.order(lengths, 8, new Randomness(5), 1, 0), order);
        for (int[] other : List.of(Buckets.order(lengths, 8, RANDOM, 1, 1), Buckets.order(lengths, 8, RANDOM, 2, 0),
                Buckets.order(lengths, 8, new Randomness(6), 1, 0))) {
            assertNotEquals(Arrays.toString(other), Arrays.toString(order));
        }
    }

    /** A pass takes every so many of the order as a batch, and what is left is the last one. */
    @Test
    public void aBatchIsARunOfTheLengthsOfItsStretch() {
        int batch = 8;
        int[] lengths = lengths(32 * batch + 5); // one stretch, and five examples of another
        int[] order = Buckets.order(lengths, batch, RANDOM, 0, 0);
        List<Integer> drawn = Arrays.stream(RANDOM.permutation(lengths.length, "data-order", 0, 0)).boxed().toList();
        Set<Integer> last = new HashSet<>();
        Arrays.stream(order, 32 * batch, order.length).forEach(last::add);
        assertEquals(last, new HashSet<>(drawn.subList(32 * batch, drawn.size())), "the rest of the random order");
        List<int[]> ranges = new ArrayList<>();
        for (int from = 0; from < 32 * batch; from += batch) {
            int[] own = Arrays.stream(order, from, from + batch).map(i -> lengths[i]).sorted().toArray();
            ranges.add(new int[] {own[0], own[batch - 1]});
        }
        List<int[]> ascending = ranges.stream().sorted((a, b) -> a[0] != b[0] ? a[0] - b[0] : a[1] - b[1]).toList();
        for (int i = 1; i < ascending.size(); i++) {
            assertTrue(ascending.get(i)[0] >= ascending.get(i - 1)[1], "batches of one stretch do not overlap");
        }
        assertNotEquals(ranges.stream().map(Arrays::toString).toList(), ascending.stream().map(Arrays::toString).toList(), "and come in any order");
    }

    @Test
    public void paddingIsTheShareOfWhatIsComputedForNothing() {
        int[] lengths = {4, 2, 1, 1};
        assertEquals(Buckets.padding(lengths, new int[] {0, 1, 2, 3}, 2), 1 - 8 / 10.0, 1e-12);
        assertEquals(Buckets.padding(lengths, new int[] {0, 1, 2, 3}, 3), 1 - 8 / 13.0, 1e-12);
        assertEquals(Buckets.padding(lengths, new int[] {0, 1, 2, 3}, 1), 0, 1e-12);
        assertEquals(Buckets.padding(new int[0], new int[0], 4), 0, 0);
    }

    /** Over a whole pass of each task, in batches of 16. */
    @Test
    public void ofRealTextsLittleIsPadding() {
        for (String name : List.of("clinc150", "banking77")) {
            InstructionSet set = EmbeddedDatasets.catalogue().load(name, InstructionDataset.class).sets().get(0);
            AnswerParts.of(set, 3, OptionalInt.empty()).forEach(part -> assertLittlePadding(part, "{input}"));
        }
    }

    @Test(groups = "slow")
    public void ofLongTextsLittleIsPadding() {
        DataFolders folders = DataFolders.of(List.of(), System.getenv(), Path.of(System.getProperty("user.home")));
        try {
            AllDatasets.catalogue(folders, ProgressMonitor.NONE).load("long-sequence", InstructionDataset.class).sets()
                    .forEach(set -> assertLittlePadding(set, InstructionBenchmark.BOTH));
        } catch (DatasetException e) {
            throw new SkipException(e.getMessage());
        }
    }

    private static void assertLittlePadding(InstructionSet set, String template) {
        Prompts prompts = new Prompts(new MiniLmBackbone().tokenizerOf(new MiniLmBackbone.Options(LENGTH)), template, LENGTH, Cut.END, 0);
        int[] lengths = set.train().stream().mapToInt(example -> prompts.prompt(example).tokens().length).toArray();
        double padding = Buckets.padding(lengths, Buckets.order(lengths, 16, RANDOM, 0, 0), 16);
        assertTrue(padding < MOST_PADDING, set.id() + ": " + padding);
    }
}
