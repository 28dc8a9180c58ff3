package org.palimpsest.datasets.stream;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.ImageDataset;
import org.testng.annotations.Test;

public class GrowingTest {

    private static final ImageDataset TINY = TinyImages.of(new int[] {10, 7, 1, 10, 4, 10}, new int[] {4, 4, 4, 4, 4, 4});

    private static Specs growing(int tasks) {
        return Specs.classes(tasks).scenario(Scenario.DOMAIN_INCREMENTAL).split(Split.GROWING);
    }

    private static ImageStream open(Specs specs, long seed) {
        return ImageStream.of(specs.spec(), TINY, RandomStreams.of(seed));
    }

    private static Set<Integer> train(ImageStream stream, int task) {
        return Arrays.stream(stream.task(task).train().indices()).boxed().collect(Collectors.toSet());
    }

    private static List<Long> ofEachClass(ImageStream stream, int task) {
        int[] counts = new int[6];
        Arrays.stream(stream.task(task).train().indices()).forEach(i -> counts[TINY.train().label(i)]++);
        return Arrays.stream(counts).mapToObj(c -> (long) c).toList();
    }

    @Test
    public void everyTaskHasAGreaterShareOfEachClass() {
        ImageStream half = open(growing(2), 1);
        assertEquals(ofEachClass(half, 0), List.of(5L, 4L, 1L, 5L, 2L, 5L));
        assertEquals(ofEachClass(half, 1), List.of(10L, 7L, 1L, 10L, 4L, 10L));
        assertEquals(ofEachClass(open(growing(5), 1), 2), List.of(6L, 4L, 1L, 6L, 2L, 6L));
    }

    @Test
    public void whatATaskHasAllLaterOnesHave() {
        ImageStream stream = open(growing(4), 2);
        for (int t = 1; t < 4; t++) {
            assertTrue(train(stream, t).containsAll(train(stream, t - 1)));
            assertTrue(train(stream, t).size() > train(stream, t - 1).size());
        }
    }

    @Test
    public void whichComeFirstIsDecidedByTheSeed() {
        assertEquals(train(open(growing(2), 3), 0), train(open(growing(2), 3), 0));
        assertNotEquals(train(open(growing(2), 3), 0), train(open(growing(2), 4), 0));
        assertNotEquals(open(growing(2), 3).digest(), open(growing(2), 4).digest());
    }

    @Test
    public void labelsAndExaminationsAreThoseOfAllClassesInEveryTask() {
        ImageStream stream = open(growing(3).order(ClassOrder.SEED), 5);
        for (int t = 0; t < 3; t++) {
            ImageTask task = stream.task(t);
            assertEquals(task.classes(), new int[] {0, 1, 2, 3, 4, 5});
            assertEquals(task.test().size(), 24);
            assertTrue(task.pixels().isIdentity());
            for (int i = 0; i < task.train().size(); i++) {
                assertEquals(task.train().labels()[i], stream.label(TINY.train().label(task.train().indices()[i])));
            }
        }
    }

    @Test
    public void aDrawIsThatOfTheLastTask() {
        ImageStream stream = open(growing(2).examples(24), 6);
        assertEquals(stream.task(1).train().size(), 24);
        assertTrue(train(stream, 1).containsAll(train(stream, 0)));
        assertEquals(stream.task(0).train().size(), 12, 2);
    }

    @Test
    public void wrongLabelsWouldDifferFromTaskToTask() {
        List<Problem> problems = growing(2).noise(LabelNoise.Kind.PAIR, 0.5).problems(TINY.info());
        assertEquals(problems.stream().map(Problem::key).toList(), List.of("labelNoise"));
    }
}
