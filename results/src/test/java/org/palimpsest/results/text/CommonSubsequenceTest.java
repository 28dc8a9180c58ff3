package org.palimpsest.results.text;

import static org.testng.Assert.assertEquals;

import java.util.Random;
import java.util.stream.IntStream;
import org.testng.annotations.Test;

public class CommonSubsequenceTest {
    /** Wagner and Fischer's table. */
    private static int table(int[] a, int[] b) {
        int[][] lengths = new int[a.length + 1][b.length + 1];
        for (int i = 1; i <= a.length; i++) {
            for (int j = 1; j <= b.length; j++) {
                lengths[i][j] = a[i - 1] == b[j - 1] ? lengths[i - 1][j - 1] + 1 : Math.max(lengths[i - 1][j], lengths[i][j - 1]);
            }
        }
        return lengths[a.length][b.length];
    }

    @Test
    public void isAsLongAsTheTableSays() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            int vocabulary = 1 + random.nextInt(40);
            int[] a = random.ints(random.nextInt(260), 0, vocabulary).toArray();
            int[] b = random.ints(random.nextInt(260), 0, 1 + random.nextInt(vocabulary + 5)).toArray();
            assertEquals(CommonSubsequence.length(a, b), table(a, b), i + ". pair");
        }
    }

    /** A table of these would take 10 GB. */
    @Test(timeOut = 60_000)
    public void longTextsTakeNoTable() {
        int[] tokens = IntStream.range(0, 50_000).toArray();
        assertEquals(CommonSubsequence.length(tokens, tokens), 50_000);
        assertEquals(CommonSubsequence.length(tokens, new int[0]), 0);
        assertEquals(CommonSubsequence.length(new int[0], tokens), 0);
    }
}
