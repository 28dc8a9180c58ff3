package org.palimpsest.datasets.stream;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.ImageDataset;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class BlurryTest {
    private static final ImageDataset TINY = TinyImages.of(8, 40, 4);

    private static ImageStream open(Specs specs, ImageDataset dataset, long seed) {
        return ImageStream.of(specs.spec(), dataset, RandomStreams.of(seed));
    }

    /** counts[t][k]: training examples in task t of the classes that are task k's own. */
    private static int[][] counts(ImageStream stream) {
        int perTask = stream.classes() / stream.size();
        int[][] counts = new int[stream.size()][stream.size()];
        for (int t = 0; t < stream.size(); t++) {
            for (int label : stream.task(t).train().labels()) {
                counts[t][label / perTask]++;
            }
        }
        return counts;
    }

    @DataProvider
    public Object[][] blurs() {
        return new Object[][] {{Specs.overlap(4, 30)}, {Specs.sigmoid(4, 0.1)}};
    }

    @Test(dataProvider = "blurs")
    public void dealsEveryExampleOutOnceWithItsOwnLabel(Specs specs) {
        ImageStream stream = open(specs, TINY, 1);
        int[] dealt = IntStream.range(0, 4).flatMap(t -> Arrays.stream(stream.task(t).train().indices())).sorted().toArray();
        assertEquals(dealt, IntStream.range(0, 320).toArray());
        for (int t = 0; t < 4; t++) {
            ImageTask task = stream.task(t);
            for (int i = 0; i < task.train().size(); i++) {
                assertEquals(task.train().labels()[i], stream.label(TINY.train().label(task.train().indices()[i])));
            }
            assertEquals(task.testClasses(), new int[] {2 * t, 2 * t + 1});
            assertEquals(task.test().size(), 8);
        }
    }

    @Test
    public void overlapMovesTheStatedShareEvenly() {
        ImageStream stream = open(Specs.overlap(4, 30), TINY, 1);
        for (int t = 0; t < 4; t++) {
            int[] ofLabel = new int[8];
            Arrays.stream(stream.task(t).train().labels()).forEach(label -> ofLabel[label]++);
            for (int label = 0; label < 8; label++) {
                // 30 % of 40 leave, a third of them for each of the other three tasks
                assertEquals(ofLabel[label], label / 2 == t ? 28 : 4);
            }
            assertEquals(stream.task(t).classes(), IntStream.range(0, 8).toArray());
            assertEquals(stream.task(t).train().indices(), Arrays.stream(stream.task(t).train().indices()).sorted().toArray());
            assertEquals(stream.task(t).ordered(), false);
        }
    }

    @Test
    public void overlapSpreadsWhatDoesNotDivideAsEvenlyAsCanBe() {
        ImageStream stream = open(Specs.overlap(4, 25), TINY, 1);
        int[][] counts = counts(stream);
        for (int own = 0; own < 4; own++) {
            int k = own;
            int[] others = IntStream.range(0, 4).filter(t -> t != k).map(t -> counts[t][k]).sorted().toArray();
            assertEquals(counts[own][own], 60);
            assertEquals(others, new int[] {6, 7, 7});
        }
    }

    @Test
    public void aNarrowSigmoidIsASharpSplit() {
        int[][] counts = counts(open(Specs.sigmoid(4, 1e-9), TINY, 1));
        for (int t = 0; t < 4; t++) {
            assertEquals(counts[t][t], 80);
        }
    }

    @Test
    public void sigmoidTasksAreEqualPiecesOfAnOrderedPass() {
        ImageStream stream = open(Specs.sigmoid(3, 0.05), TinyImages.of(3, 37, 4), 1);
        assertEquals(IntStream.range(0, 3).map(t -> stream.task(t).train().size()).toArray(), new int[] {37, 37, 37});
        ImageStream uneven = open(Specs.sigmoid(3, 0.05), TinyImages.of(new int[] {5, 5, 4}, new int[] {1, 1, 1}), 1);
        assertEquals(IntStream.range(0, 3).map(t -> uneven.task(t).train().size()).toArray(), new int[] {5, 5, 4});
        int[] first = stream.task(0).train().indices();
        assertTrue(stream.task(0).ordered());
        assertNotEquals(first, Arrays.stream(first).sorted().toArray());
    }

    /**
     * With a and b the ends of a task's own interval, the density (sigma((x - a) / w) - sigma((x - b) / w)) / (b - a) has the
     * integral w (softplus((x - a) / w) - softplus((x - b) / w)) / (b - a). Cut into pieces of equal length, the pass ends its
     * j-th piece where that of all groups together is j / pieces.
     */
    @Test
    public void sigmoidArrivalsFollowTheClosedForm() {
        int groups = 4;
        double width = 0.08;
        int each = 8_000;
        int pieces = 20;
        ImageStream stream = open(Specs.sigmoid(groups, width), TinyImages.of(groups, each, 1), 3);
        int[] pass = IntStream.range(0, groups).flatMap(t -> Arrays.stream(stream.task(t).train().labels())).toArray();
        double chiSquare = 0;
        for (int group = 0; group < groups; group++) {
            int[] found = new int[pieces];
            for (int i = 0; i < pass.length; i++) {
                found[(int) ((long) i * pieces / pass.length)] += pass[i] == group ? 1 : 0;
            }
            for (int piece = 0; piece < pieces; piece++) {
                double from = piece == 0 ? -10 : quantile((double) piece / pieces, width);
                double to = piece == pieces - 1 ? 11 : quantile((piece + 1.0) / pieces, width);
                double expected = each * (share(to, group, groups, width) - share(from, group, groups, width));
                // cells with next to no examples would spoil the approximation
                if (expected > 5) {
                    chiSquare += (found[piece] - expected) * (found[piece] - expected) / expected;
                }
            }
        }
        // at most (4 - 1) * (20 - 1) = 57 degrees of freedom: 99.99 % of samples stay below 103
        assertTrue(chiSquare < 103, "chi-square " + chiSquare);
        assertTrue(chiSquare > 15, "too good to be random: " + chiSquare);
    }

    private static double share(double x, int group, int groups, double width) {
        double from = (double) group / groups;
        double to = (group + 1.0) / groups;
        return width * (softplus((x - from) / width) - softplus((x - to) / width)) / (to - from);
    }

    private static double softplus(double z) {
        return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }

    private static double quantile(double p, double width) {
        double low = -10;
        double high = 11;
        for (int i = 0; i < 100; i++) {
            double middle = (low + high) / 2;
            if (share(middle, 0, 1, width) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Test
    public void wrongLabelsAreThoseOfTheClassesOwnTaskWhereverExamplesGo() {
        for (Specs specs : new Specs[] {Specs.overlap(4, 30), Specs.sigmoid(4, 0.1)}) {
            ImageStream stream = open(specs.noise(LabelNoise.Kind.PAIR, 0.25), TINY, 1);
            int[] wrong = new int[8];
            for (int t = 0; t < 4; t++) {
                ExampleSet train = stream.task(t).train();
                for (int i = 0; i < train.size(); i++) {
                    int right = stream.label(TINY.train().label(train.indices()[i]));
                    assertEquals(train.labels()[i] / 2, right / 2);
                    wrong[right] += train.labels()[i] == right ? 0 : 1;
                }
            }
            assertEquals(wrong, new int[] {10, 10, 10, 10, 10, 10, 10, 10});
        }
    }
}
