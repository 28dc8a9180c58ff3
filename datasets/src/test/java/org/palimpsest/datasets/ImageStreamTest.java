package org.palimpsest.datasets;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertNotSame;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class ImageStreamTest {

    private static final ImageDataset TINY = TinyImages.sixClasses();

    private static ImageStream open(Specs specs, long seed) {
        return ImageStream.of(specs.spec(), TINY, RandomStreams.of(seed));
    }

    @DataProvider
    public Object[][] everyScenario() {
        return new Object[][] {
            {Specs.classes(3)},
            {Specs.classes(2).examples(9).test(6)},
            {Specs.classes(6).scenario(Scenario.TASK_INCREMENTAL)},
            {Specs.domains(Split.PERMUTED, 5)},
            {Specs.domains(Split.PERMUTED, 5).examples(12).test(6)},
            {Specs.domains(Split.ROTATED, 4)},
            {Specs.domains(Split.ROTATED, 4).order(ClassOrder.SEED).examples(30)},
        };
    }

    @Test(dataProvider = "everyScenario")
    public void neverTrainsOnATestImage(Specs specs) {
        ImageStream stream = open(specs, 1);
        Set<String> trained = new HashSet<>();
        Set<String> tested = new HashSet<>();
        for (int t = 0; t < stream.size(); t++) {
            Arrays.stream(stream.task(t).train().indices()).forEach(i -> trained.add(TinyImages.image(TINY.train(), i)));
            Arrays.stream(stream.task(t).test().indices()).forEach(i -> tested.add(TinyImages.image(TINY.test(), i)));
        }
        assertFalse(trained.isEmpty() || tested.isEmpty());
        tested.retainAll(trained);
        assertEquals(tested, Set.of());
    }

    @Test(dataProvider = "everyScenario")
    public void givesEveryTaskItsOwnClassesInExactNumbers(Specs specs) {
        ImageStream stream = open(specs, 2);
        StreamSpec spec = specs.spec();
        int classesPerTask = spec.split() == Split.CLASSES ? 6 / spec.tasks() : 6;
        for (int t = 0; t < stream.size(); t++) {
            ImageTask task = stream.task(t);
            int first = spec.split() == Split.CLASSES ? t * classesPerTask : 0;
            assertEquals(task.index(), t);
            assertEquals(task.classes(), IntStream.range(first, first + classesPerTask).toArray());
            int examples = spec.examplesPerTask().orElse(10 * classesPerTask);
            int tests = spec.testPerTask().orElse(4 * classesPerTask);
            assertCounts(stream, TINY.train(), task.train().indices(), task.classes(), examples);
            assertCounts(stream, TINY.test(), task.test().indices(), task.classes(), tests);
        }
    }

    private static void assertCounts(
            ImageStream stream, LabelledImages images, int[] examples, int[] classes, int total) {
        assertEquals(examples.length, total);
        int[] counts = new int[6];
        for (int i = 0; i < examples.length; i++) {
            assertTrue(i == 0 || examples[i - 1] < examples[i], "ascending, each once");
            counts[stream.label(images.label(examples[i]))]++;
        }
        assertEquals(Arrays.stream(counts).sum(), total);
        for (int label : classes) {
            assertEquals(counts[label], total / classes.length);
        }
    }

    @Test
    public void classSplitsShareNeitherClassesNorImages() {
        ImageStream stream = open(Specs.classes(3), 3);
        Set<Integer> classes = new HashSet<>();
        Set<Integer> train = new HashSet<>();
        Set<Integer> test = new HashSet<>();
        for (int t = 0; t < stream.size(); t++) {
            Arrays.stream(stream.task(t).classes()).forEach(label -> assertTrue(classes.add(label)));
            Arrays.stream(stream.task(t).train().indices()).forEach(i -> assertTrue(train.add(i)));
            Arrays.stream(stream.task(t).test().indices()).forEach(i -> assertTrue(test.add(i)));
            assertTrue(stream.task(t).pixels().isIdentity());
        }
        assertEquals(classes.size(), 6);
        assertEquals(train.size(), 60);
        assertEquals(test.size(), 24);
    }

    @Test
    public void labelsAreThePlacesInTheClassOrder() {
        ImageStream stream = open(Specs.classes(3), 4);
        int[] order = stream.classOrder();
        assertEquals(Arrays.stream(order).sorted().toArray(), new int[] {0, 1, 2, 3, 4, 5});
        for (int label = 0; label < 6; label++) {
            assertEquals(stream.label(order[label]), label);
        }
        assertNotSame(stream.classOrder(), stream.classOrder());
        assertEquals(stream.classes(), 6);
        assertEquals(open(Specs.classes(3).order(ClassOrder.NATURAL), 4).classOrder(), new int[] {0, 1, 2, 3, 4, 5});
    }

    @Test
    public void drawsTheClassOrderFromTheSeedAlone() {
        Set<String> orders = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            int[] order = open(Specs.classes(3), seed).classOrder();
            assertEquals(open(Specs.classes(2).scenario(Scenario.TASK_INCREMENTAL), seed).classOrder(), order);
            orders.add(Arrays.toString(order));
        }
        assertTrue(orders.size() > 15, orders.size() + " orders of 20 seeds");
    }

    @Test
    public void honoursAClassOrderFile() throws IOException {
        Path file = Files.createTempFile("class-order", ".txt");
        try {
            Files.writeString(file, "f\n1\nc\na\nd\ne\n");
            ImageStream stream = open(Specs.classes(3).order(ClassOrder.FILE).file(file.toString()), 1);
            assertEquals(stream.classOrder(), new int[] {5, 1, 2, 0, 3, 4});
            assertEquals(stream.task(0).name(), "f, b");
            Set<Integer> classes =
                    Arrays.stream(stream.task(1).train().indices()).mapToObj(TINY.train()::label).collect(Collectors.toSet());
            assertEquals(classes, Set.of(2, 0));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    public void permutesAllButTheFirstTaskEachInItsOwnWay() {
        ImageStream stream = open(Specs.domains(Split.PERMUTED, 20), 1);
        Set<String> maps = new HashSet<>();
        for (int t = 0; t < stream.size(); t++) {
            PixelMap map = stream.task(t).pixels();
            assertEquals(map.isIdentity(), t == 0);
            int[] order = map.index()[0].clone();
            assertTrue(maps.add(Arrays.toString(order)));
            Arrays.sort(order);
            assertEquals(order, IntStream.range(0, 16).toArray());
        }
        assertNotEquals(
                open(Specs.domains(Split.PERMUTED, 20), 2).task(1).pixels().index(), stream.task(1).pixels().index());
    }

    @Test
    public void turnsByEvenStepsFromNothing() {
        ImageStream stream = open(Specs.domains(Split.ROTATED, 4), 1);
        assertTrue(stream.task(0).pixels().isIdentity());
        assertMap(stream.task(1).pixels(), PixelMap.rotation(TinyImages.SHAPE, 45));
        assertMap(stream.task(3).pixels(), PixelMap.rotation(TinyImages.SHAPE, 135));
        assertMap(
                open(Specs.domains(Split.ROTATED, 4).angle(360), 1).task(1).pixels(),
                PixelMap.rotation(TinyImages.SHAPE, 90));
        assertEquals(stream.task(3).name(), "turned by 135 degrees");
    }

    private static void assertMap(PixelMap map, PixelMap expected) {
        assertTrue(Arrays.deepEquals(map.index(), expected.index()), "positions");
        assertTrue(Arrays.deepEquals(map.weight(), expected.weight()), "weights");
    }

    @Test
    public void drawsOtherExamplesForEveryTask() {
        ImageStream stream = open(Specs.domains(Split.PERMUTED, 3).examples(12), 1);
        assertFalse(Arrays.equals(stream.task(0).train().indices(), stream.task(1).train().indices()));
        assertEquals(stream.task(2).train().indices(), stream.task(2).train().indices());
    }

    @Test
    public void drawsTheSameExamplesInWhateverOrderTheClassesCome() {
        Specs drawn = Specs.domains(Split.PERMUTED, 2).examples(12);
        int[] natural = open(drawn, 1).task(1).train().indices();
        ImageStream shuffled = open(drawn.order(ClassOrder.SEED), 1);
        assertNotEquals(shuffled.classOrder(), new int[] {0, 1, 2, 3, 4, 5});
        assertEquals(shuffled.task(1).train().indices(), natural);
    }

    @Test
    public void drawsFromTheClassesThatHaveExamples() {
        ImageDataset gap = TinyImages.of(new int[] {5, 0, 5}, new int[] {2, 2, 2});
        StreamSpec spec = Specs.domains(Split.PERMUTED, 2).examples(4).spec();
        int[] train = ImageStream.of(spec, gap, RandomStreams.of(1)).task(1).train().indices();
        assertEquals(Arrays.stream(train).map(gap.train()::label).sorted().toArray(), new int[] {0, 0, 2, 2});
    }

    @Test(dataProvider = "everyScenario")
    public void isTheSameStreamForTheSameSeedInWhateverOrderTasksAreAskedFor(Specs specs) {
        ImageStream stream = open(specs, 5);
        ImageStream again = open(specs, 5);
        for (int t = stream.size() - 1; t >= 0; t--) {
            again.task(t);
        }
        assertEquals(again.digest(), stream.digest());
        assertEquals(again.digest(), again.digest());
        for (int t = 0; t < stream.size(); t++) {
            assertEquals(again.task(t).train().indices(), stream.task(t).train().indices());
            assertEquals(again.task(t).test().indices(), stream.task(t).test().indices());
            assertMap(again.task(t).pixels(), stream.task(t).pixels());
        }
    }

    @Test
    public void digestDiffersBetweenSeedsThatChangeTheStreamAndOnlyThen() {
        for (Specs drawn : new Specs[] {
            Specs.classes(3), Specs.domains(Split.PERMUTED, 2), Specs.domains(Split.ROTATED, 2).examples(12),
            Specs.domains(Split.ROTATED, 2).test(12)
        }) {
            assertNotEquals(open(drawn, 1).digest(), open(drawn, 2).digest());
        }
        Specs fixed = Specs.domains(Split.ROTATED, 2);
        assertEquals(open(fixed, 1).digest(), open(fixed, 2).digest());
    }

    @Test
    public void digestDiffersBetweenDataSetsAndDeclarations() {
        ImageDataset other = new ImageDataset(TINY.info(), TINY.train(), TINY.test(), "1".repeat(64));
        StreamSpec spec = Specs.classes(3).spec();
        String digest = open(Specs.classes(3), 1).digest();
        assertNotEquals(ImageStream.of(spec, other, RandomStreams.of(1)).digest(), digest);
        assertNotEquals(open(Specs.classes(3).scenario(Scenario.TASK_INCREMENTAL), 1).digest(), digest);
        assertNotEquals(open(Specs.classes(2), 1).digest(), digest);
    }

    @Test
    public void refusesAnUnsoundDeclaration() {
        InvalidInputException invalid =
                expectThrows(InvalidInputException.class, () -> open(Specs.classes(4).version(0), 1));
        assertEquals(invalid.problems().size(), 2);
    }

    @Test
    public void refusesMoreExamplesThanTheSmallestTaskHas() {
        ImageDataset uneven = TinyImages.of(new int[] {9, 9, 3, 9}, new int[] {2, 2, 2, 2});
        InvalidInputException invalid = expectThrows(
                InvalidInputException.class,
                () -> ImageStream.of(
                        Specs.classes(4).examples(4).test(3).spec(), uneven, RandomStreams.of(1)));
        assertEquals(invalid.getMessage(), "1. stream tiny-stream: examplesPerTask: value '4': is more than the 3 "
                + "examples of the smallest task\n2. stream tiny-stream: testPerTask: value '3': is more than the 2 "
                + "examples of the smallest task");
        assertEquals(ImageStream.of(Specs.classes(4).examples(3).spec(), uneven, RandomStreams.of(1)).size(), 4);
    }

    @Test
    public void hasNoTaskOutsideItself() {
        assertThrows(IndexOutOfBoundsException.class, () -> open(Specs.classes(3), 1).task(3));
        assertThrows(IndexOutOfBoundsException.class, () -> open(Specs.classes(3), 1).task(-1));
    }
}
