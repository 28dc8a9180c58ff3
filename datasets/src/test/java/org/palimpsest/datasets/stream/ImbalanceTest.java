package org.palimpsest.datasets.stream;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.ImageDataset;
import org.testng.annotations.Test;

public class ImbalanceTest {
    private static ImageStream open(Specs specs, ImageDataset dataset, long seed) {
        return ImageStream.of(specs.spec(), dataset, RandomStreams.of(seed));
    }

    private static int[] counts(ImageStream stream) {
        int[] counts = new int[stream.classes()];
        for (int t = 0; t < stream.size(); t++) {
            Arrays.stream(stream.task(t).train().labels()).forEach(label -> counts[label]++);
        }
        return counts;
    }

    @Test
    public void exponentialImbalanceFallsFromClassToClass() {
        ImageStream stream = open(Specs.classes(5).imbalance(Imbalance.Kind.EXPONENTIAL, 0.01), TinyImages.of(5, 100, 4), 1);
        assertEquals(counts(stream), new int[] {100, 31, 10, 3, 1});
        assertEquals(IntStream.range(0, 5).map(t -> stream.task(t).test().size()).toArray(), new int[] {4, 4, 4, 4, 4});
    }

    @Test
    public void stepImbalanceThinsTheLaterHalf() {
        ImageDataset tiny = TinyImages.of(4, 30, 4);
        assertEquals(counts(open(Specs.classes(2).imbalance(Imbalance.Kind.STEP, 0.1), tiny, 1)), new int[] {30, 30, 3, 3});
        assertEquals(counts(open(Specs.classes(3).imbalance(Imbalance.Kind.STEP, 0.01), TinyImages.of(3, 30, 4), 1)),
                new int[] {30, 30, 1});
    }

    /** The numbers of long-tailed CIFAR-100 as the field has them: 10,847 images at a ratio of 1 to 100, 12,608 at 1 to 50. */
    @Test
    public void countsAreThoseOfLongTailedCifar() {
        assertEquals(longTailed(0.01), 10_847);
        assertEquals(longTailed(0.02), 12_608);
        assertEquals(new Imbalance(Imbalance.Kind.EXPONENTIAL, 0.01).kept(500, 99, 100), 5);
    }

    private static int longTailed(double ratio) {
        Imbalance imbalance = new Imbalance(Imbalance.Kind.EXPONENTIAL, ratio);
        return IntStream.range(0, 100).map(place -> imbalance.kept(500, place, 100)).sum();
    }

    @Test
    public void theSeedDrawsWhichExamplesStay() {
        ImageDataset tiny = TinyImages.of(2, 40, 1);
        Specs specs = Specs.classes(1).order(ClassOrder.NATURAL).imbalance(Imbalance.Kind.STEP, 0.5);
        assertNotEquals(open(specs, tiny, 1).task(0).train().indices(), open(specs, tiny, 2).task(0).train().indices());
        assertEquals(open(specs.imbalance(Imbalance.Kind.EXPONENTIAL, 0.5), tiny, 1).task(0).train().indices(),
                open(specs.imbalance(Imbalance.Kind.STEP, 0.5), tiny, 1).task(0).train().indices());
    }

    @Test
    public void aSingleClassStaysWhole() {
        assertEquals(counts(open(Specs.classes(1).imbalance(Imbalance.Kind.EXPONENTIAL, 0.1), TinyImages.of(1, 9, 1), 1)),
                new int[] {9});
    }
}
