package org.palimpsest.datasets.stream;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Part;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.ImageDataset;
import org.testng.annotations.Test;

public class ValidationTest {

    private static final ImageDataset TINY = TinyImages.of(new int[] {10, 20, 2, 3, 14, 100}, new int[] {4, 4, 4, 4, 4, 4});

    private static ImageStream open(Specs specs, long seed) {
        return ImageStream.of(specs.spec(), TINY, RandomStreams.of(seed));
    }

    private static int[] examined(ImageStream stream) {
        return IntStream.range(0, stream.size()).flatMap(t -> Arrays.stream(stream.task(t).test().indices())).sorted().toArray();
    }

    @Test
    public void holdsTheShareOfEveryClassOutOfTraining() {
        ImageStream stream = open(Specs.classes(3).order(ClassOrder.NATURAL).validation(0.1), 1);
        int[] heldOut = new int[6];
        Arrays.stream(examined(stream)).forEach(i -> heldOut[TINY.train().label(i)]++);
        assertEquals(heldOut, new int[] {1, 2, 1, 1, 1, 10});
        int[] all = IntStream.range(0, 3)
                .flatMap(t -> IntStream.concat(
                        Arrays.stream(stream.task(t).train().indices()), Arrays.stream(stream.task(t).test().indices())))
                .sorted()
                .toArray();
        assertEquals(all, IntStream.range(0, 149).toArray(), "each image once, in training or held out");
        assertEquals(stream.examinedPart(), Part.TRAIN);
    }

    @Test
    public void holdsTheSameOutWhateverTheStream() {
        int[] heldOut = examined(open(Specs.classes(3).validation(0.2), 1));
        assertEquals(examined(open(Specs.classes(6).scenario(Scenario.TASK_INCREMENTAL).validation(0.2), 1)), heldOut);
        assertEquals(examined(open(Specs.overlap(2, 10).validation(0.2), 1)), heldOut);
        assertEquals(examined(open(Specs.classes(3).validation(0.2).imbalance(Imbalance.Kind.STEP, 0.5), 1)), heldOut);
        assertEquals(open(Specs.domains(Split.ROTATED, 4).validation(0.2), 1).task(3).test().indices(), heldOut);
        assertNotEquals(examined(open(Specs.classes(3).validation(0.2), 2)), heldOut);
    }

    @Test
    public void imbalanceThinsWhatIsLeft() {
        ImageStream stream = open(
                Specs.classes(2).order(ClassOrder.NATURAL).validation(0.5).imbalance(Imbalance.Kind.STEP, 0.1), 1);
        int[] counts = new int[6];
        Arrays.stream(stream.task(1).train().labels()).forEach(label -> counts[label]++);
        // of 3, 14 and 100, two, seven and 50 are held out
        assertEquals(counts, new int[] {0, 0, 0, 1, 1, 5});
        assertEquals(stream.task(1).test().size(), 59);
    }

    @Test
    public void drawsTestExamplesFromWhatIsHeldOut() {
        ImageStream stream = open(Specs.domains(Split.PERMUTED, 2).validation(0.5).test(12), 1);
        assertEquals(stream.task(0).test().size(), 12);
        InvalidInputException invalid = expectThrows(InvalidInputException.class,
                () -> open(Specs.domains(Split.PERMUTED, 2).validation(0.1).test(40), 1));
        assertTrue(invalid.getMessage().contains("testPerTask: value '40': is more than the 16 examples"), invalid.getMessage());
    }

    @Test
    public void refusesAClassOfOneImage() {
        ImageDataset lonely = TinyImages.of(new int[] {5, 1, 5}, new int[] {1, 1, 1});
        assertEquals(Specs.classes(3).validation(0.2).problems(lonely).toString(),
                "[s.yaml: validation: value '0.2': class b has 1 training examples, of which none can be held out]");
    }
}
