package org.palimpsest.harness.api.control;

import static org.testng.Assert.assertEquals;

import java.util.Random;
import org.testng.annotations.Test;

public class SumTreeTest {
    /** Numbers 3, 0, 2, 0 and 5 lie at 0 to 3, 3 to 5 and 5 to 10. */
    @Test
    public void placesFallOnNumbersInTheirOrder() {
        SumTree tree = new SumTree(5);
        double[] numbers = {3, 0, 2, 0, 5};
        for (int i = 0; i < numbers.length; i++) {
            tree.set(i, numbers[i]);
        }
        assertEquals(tree.total(), 10.0);
        double[] places = {0, 2.9, 3, 4.9, 5, 9.9};
        int[] expected = {0, 0, 2, 2, 4, 4};
        for (int i = 0; i < places.length; i++) {
            assertEquals(tree.find(places[i]), expected[i], "at " + places[i]);
        }
    }

    @Test
    public void nothingFallsOnZeroHoweverItIsRounded() {
        for (int size = 1; size < 20; size++) {
            SumTree tree = new SumTree(size);
            tree.set(size / 2, 0.1);
            for (double place : new double[] {0, 0.05, 0.1, 1}) {
                assertEquals(tree.find(place), size / 2, "of " + size);
            }
        }
    }

    /** After 200,000 changes the sums are those of a tree that was never changed. */
    @Test
    public void sumsDoNotDrift() {
        Random random = new Random(1);
        int size = 1000;
        double[] numbers = new double[size];
        SumTree changed = new SumTree(size);
        for (int i = 0; i < 200_000; i++) {
            int at = random.nextInt(size);
            numbers[at] = Math.pow(10, 12 * random.nextDouble() - 6);
            changed.set(at, numbers[at]);
        }
        SumTree fresh = new SumTree(size);
        for (int i = 0; i < size; i++) {
            fresh.set(i, numbers[i]);
        }
        assertEquals(changed.total(), fresh.total());
        for (int i = 0; i < 1000; i++) {
            assertEquals(changed.find(i / 1000.0 * fresh.total()), fresh.find(i / 1000.0 * fresh.total()));
        }
    }
}
