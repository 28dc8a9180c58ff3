package org.palimpsest.datasets.stream;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.ImageDataset;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class LabelNoiseTest {
    private static final ImageDataset TINY = TinyImages.of(new int[] {10, 13, 7, 10, 25, 1}, new int[] {4, 4, 4, 4, 4, 4});

    private static ImageStream open(Specs specs, ImageDataset dataset) {
        return ImageStream.of(specs.spec(), dataset, RandomStreams.of(1));
    }

    /** counts[t][right][seen] */
    private static int[][][] counts(ImageStream stream) {
        int[][][] counts = new int[stream.size()][stream.classes()][stream.classes()];
        for (int t = 0; t < stream.size(); t++) {
            ExampleSet train = stream.task(t).train();
            for (int i = 0; i < train.size(); i++) {
                int right = stream.label(stream.dataset().train().label(train.indices()[i]));
                counts[t][right][train.labels()[i]]++;
            }
        }
        return counts;
    }

    @DataProvider
    public Object[][] rates() {
        return new Object[][] {{0.01}, {0.2}, {0.45}, {1.0}};
    }

    @Test(dataProvider = "rates")
    public void exactlyTheStatedShareOfEachClassIsWrong(double rate) {
        for (LabelNoise.Kind kind : LabelNoise.Kind.values()) {
            ImageStream stream = open(Specs.classes(2).order(ClassOrder.NATURAL).noise(kind, rate), TINY);
            int[][][] counts = counts(stream);
            for (int label = 0; label < 6; label++) {
                int task = label / 3;
                int all = Arrays.stream(counts[task][label]).sum();
                assertEquals(all - counts[task][label][label], Math.round(rate * all));
                assertEquals(Arrays.stream(counts[task][label], 3 * task, 3 * task + 3).sum(), all, "labels of the same task");
            }
        }
    }

    @Test
    public void pairsAreNextInTheTaskAndTheLastWithTheFirst() {
        int[][][] counts = counts(open(Specs.classes(2).order(ClassOrder.NATURAL).noise(LabelNoise.Kind.PAIR, 0.3), TINY));
        assertEquals(counts[0][0][1], 3);
        assertEquals(counts[0][1][2], 4);
        assertEquals(counts[0][2][0], 2);
        assertEquals(counts[1][4][5], 8);
    }

    @Test
    public void allOtherLabelsAreEquallyLikely() {
        int[][] counts = counts(open(Specs.classes(1).noise(LabelNoise.Kind.SYMMETRIC, 0.5), TinyImages.of(6, 2_000, 1)))[0];
        double chiSquare = 0;
        for (int right = 0; right < 6; right++) {
            for (int seen = 0; seen < 6; seen++) {
                double expected = right == seen ? 1_000 : 200;
                chiSquare += (counts[right][seen] - expected) * (counts[right][seen] - expected) / expected;
            }
        }
        // 6 * (5 - 1) = 24 degrees of freedom: 99.99 % of samples stay below 59
        assertTrue(chiSquare < 59, "chi-square " + chiSquare);
        assertTrue(chiSquare > 0);
    }

    @Test
    public void testLabelsStayRight() {
        ImageStream stream = open(Specs.classes(2).noise(LabelNoise.Kind.SYMMETRIC, 1), TINY);
        ExampleSet test = stream.task(1).test();
        for (int i = 0; i < test.size(); i++) {
            assertEquals(test.labels()[i], stream.label(TINY.test().label(test.indices()[i])));
        }
    }

    @Test
    public void anExampleOfEveryTaskIsWrongInAllOrNone() {
        Specs specs = Specs.domains(Split.ROTATED, 2).noise(LabelNoise.Kind.SYMMETRIC, 0.3);
        ImageStream whole = open(specs, TINY);
        assertEquals(whole.task(1).train().labels(), whole.task(0).train().labels());
        int[][][] drawn = counts(open(Specs.domains(Split.ROTATED, 2).noise(LabelNoise.Kind.PAIR, 0.5).examples(30), TINY));
        for (int label = 0; label < 6; label++) {
            int all = Arrays.stream(drawn[1][label]).sum();
            assertEquals(all - drawn[1][label][label], Math.round(0.5 * all));
        }
    }
}
