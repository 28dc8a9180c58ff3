package org.palimpsest.datasets.stream;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.datasets.RandomStreams;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class StratifiedSampleTest {
    @DataProvider
    public Object[][] quotas() {
        return new Object[][] {
            {new int[] {100, 100}, 10, new int[] {5, 5}},
            {new int[] {100, 100}, 11, new int[] {6, 5}},
            {new int[] {300, 100}, 8, new int[] {6, 2}},
            {new int[] {1000, 1, 1}, 5, new int[] {3, 1, 1}},
            {new int[] {3, 5, 2}, 10, new int[] {3, 5, 2}},
            {new int[] {1, 1}, 2, new int[] {1, 1}},
            {new int[] {7}, 3, new int[] {3}},
        };
    }

    @Test(dataProvider = "quotas")
    public void sharesInProportionWithOneEachAtLeast(int[] sizes, int count, int[] expected) {
        assertEquals(StratifiedSample.quotas(sizes, count), expected);
    }

    @Test
    public void neverAsksForMoreThanThereIs() {
        UniformRandomProvider rng = RandomStreams.of(0).get("sizes");
        for (int i = 0; i < 2_000; i++) {
            int[] sizes = IntStream.range(0, 1 + rng.nextInt(8)).map(c -> 1 + rng.nextInt(30)).toArray();
            int count = sizes.length + rng.nextInt(Arrays.stream(sizes).sum() - sizes.length + 1);
            int[] quotas = StratifiedSample.quotas(sizes, count);
            assertEquals(Arrays.stream(quotas).sum(), count);
            for (int c = 0; c < sizes.length; c++) {
                assertTrue(quotas[c] >= 1 && quotas[c] <= sizes[c], Arrays.toString(sizes) + " " + count);
            }
        }
    }

    @Test
    public void drawsEveryExampleEquallyOften() {
        int[][] byClass = {{1, 3, 5, 7}, {0, 2}};
        int[] counts = new int[8];
        int n = 30_000;
        for (int i = 0; i < n; i++) {
            int[] drawn = StratifiedSample.draw(byClass, 3, RandomStreams.of(i).get("sample"));
            assertEquals(drawn.length, 3);
            assertTrue(drawn[0] < drawn[1] && drawn[1] < drawn[2]);
            Arrays.stream(drawn).forEach(example -> counts[example]++);
        }
        for (int example : byClass[0]) {
            assertEquals(counts[example] / (double) n, 0.5, 0.015);
        }
        for (int example : byClass[1]) {
            assertEquals(counts[example] / (double) n, 0.5, 0.015);
        }
    }
}
