package org.palimpsest.datasets.stream;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.palimpsest.datasets.Part;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.ImageDataset;
import org.testng.annotations.Test;

public class RelabelledTest {
    private static final ImageDataset TINY = TinyImages.sixClasses();

    private static ImageStream open(Specs specs, ImageDataset dataset) {
        return ImageStream.of(specs.spec(), dataset, RandomStreams.of(1));
    }

    @Test
    public void everyTaskHasTheSameImagesWithLabelsOfItsOwn() {
        ImageStream stream = open(Specs.relabelled(5).examples(18), TINY);
        int[] images = stream.task(0).train().indices();
        assertEquals(Arrays.stream(images).map(TINY.train()::label).sorted().toArray(),
                IntStream.range(0, 18).map(i -> i / 3).toArray(), "stratified");
        for (int t = 0; t < 5; t++) {
            assertSame(stream.task(t).train().indices(), images);
            assertNotEquals(stream.task(t).train().labels(), stream.task((t + 1) % 5).train().labels());
            assertTrue(stream.task(t).pixels().isIdentity());
            assertEquals(stream.task(t).ordered(), false);
        }
        assertEquals(open(Specs.relabelled(5), TINY).task(4).train().size(), 60);
    }

    @Test
    public void examinesWhatItWasTrainedOn() {
        ImageStream stream = open(Specs.relabelled(3).examples(12), TINY);
        for (int t = 0; t < 3; t++) {
            ImageTask task = stream.task(t);
            assertSame(task.test(), task.train());
            assertEquals(task.test().part(), Part.TRAIN);
            assertEquals(task.testClasses(), task.classes());
            assertEquals(task.classes(), Arrays.stream(task.train().labels()).distinct().sorted().toArray());
        }
        assertEquals(stream.examinedPart(), Part.TRAIN);
    }

    @Test
    public void takesAsManyLabelsAsAskedFor() {
        assertEquals(open(Specs.relabelled(3), TINY).classes(), 6);
        ImageStream many = open(Specs.relabelled(3).labels(40), TINY);
        assertEquals(many.classes(), 40);
        assertTrue(Arrays.stream(many.task(0).classes()).max().orElseThrow() > 5);
        assertTrue(many.task(0).classes().length < 40, "some occur nowhere in 60 draws");
        assertEquals(many.labelName(39), "label 39");
        assertEquals(open(Specs.relabelled(3).labels(6), TINY).digest(), open(Specs.relabelled(3), TINY).digest());
    }

    @Test
    public void drawsEveryLabelEquallyOftenAndApartFromTheClass() {
        int labels = 5;
        ImageStream stream = open(Specs.relabelled(20).labels(labels), TinyImages.of(4, 500, 1));
        int[][] counts = new int[4][labels];
        for (int t = 0; t < 20; t++) {
            ExampleSet train = stream.task(t).train();
            for (int i = 0; i < train.size(); i++) {
                counts[stream.dataset().train().label(train.indices()[i])][train.labels()[i]]++;
            }
        }
        double expected = 20 * 500.0 / labels;
        double chiSquare = Arrays.stream(counts).flatMapToInt(Arrays::stream)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected).sum();
        // 4 * (5 - 1) = 16 degrees of freedom: 99.99 % of samples stay below 46
        assertTrue(chiSquare < 46, "chi-square " + chiSquare);
    }

    @Test
    public void labelsOfOneTaskTellNothingOfThoseOfAnother() {
        ImageStream stream = open(Specs.relabelled(2).labels(2), TinyImages.of(4, 500, 1));
        int[] one = stream.task(0).train().labels();
        int[] other = stream.task(1).train().labels();
        long same = IntStream.range(0, one.length).filter(i -> one[i] == other[i]).count();
        // 2,000 tosses: the deviation is 22
        assertTrue(Math.abs(same - 1_000) < 90, same + " of 2000 the same");
    }
}
