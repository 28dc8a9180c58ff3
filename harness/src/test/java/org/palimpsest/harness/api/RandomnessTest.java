package org.palimpsest.harness.api;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.rng.UniformRandomProvider;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class RandomnessTest {

    @DataProvider
    public Object[][] sizes() {
        return new Object[][] {{5, 2, 10}, {6, 3, 20}, {4, 1, 4}, {4, 3, 4}, {7, 6, 7}};
    }

    @Test(dataProvider = "sizes")
    public void everySubsetIsDrawnEquallyOften(int n, int count, int subsets) {
        UniformRandomProvider random = new Randomness(8).get("test");
        Map<String, Integer> seen = new TreeMap<>();
        int draws = 2000 * subsets;
        for (int i = 0; i < draws; i++) {
            int[] drawn = Randomness.sample(n, count, random);
            assertEquals(drawn.length, count);
            Arrays.sort(drawn);
            seen.merge(Arrays.toString(drawn), 1, Integer::sum);
        }
        assertEquals(seen.size(), subsets);
        double chiSquare = seen.values().stream().mapToDouble(c -> Math.pow(c - 2000, 2) / 2000).sum();
        // mean subsets - 1, variance twice that; five deviations and a bit for the skew
        double bound = subsets - 1 + 6 * Math.sqrt(2.0 * (subsets - 1));
        assertTrue(chiSquare < bound, "chi-square " + chiSquare);
    }

    @Test
    public void aDrawOfMoreThanThereAreIsAllOfThem() {
        int[] drawn = Randomness.sample(3, 10, new Randomness(8).get("test"));
        Arrays.sort(drawn);
        assertEquals(drawn, new int[] {0, 1, 2});
        assertEquals(Randomness.sample(0, 10, new Randomness(8).get("test")), new int[0]);
    }

    @Test
    public void purposeKeyAndSeedDecideAndNothingElse() {
        Randomness random = new Randomness(1);
        int[] first = random.permutation(50, "order", 2, 0);
        random.get("other").nextInt();
        assertEquals(random.permutation(50, "order", 2, 0), first);
        assertNotEquals(random.permutation(50, "order", 2, 1), first);
        assertNotEquals(random.permutation(50, "disorder", 2, 0), first);
        assertNotEquals(new Randomness(2).permutation(50, "order", 2, 0), first);
        assertEquals(random.engineSeed("engine", 3), new Randomness(1).engineSeed("engine", 3));
        assertNotEquals(random.engineSeed("engine", 3), random.engineSeed("engine", 4));
    }
}
