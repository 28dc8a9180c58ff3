package org.palimpsest.datasets.stream;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertNotSame;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Part;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ElementType;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;
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

    /** Of which the declaration does not tell the classes and numbers of a task as simply. */
    @DataProvider
    public Object[][] everyVariation() {
        return new Object[][] {
            {Specs.classes(3).base(2).ways(2)},
            {Specs.classes(5).base(2).scenario(Scenario.TASK_INCREMENTAL).examples(2)},
            {Specs.classes(4).increments(1, 3, 1, 1)},
            {Specs.classes(2).increments(4, 2).scenario(Scenario.TASK_INCREMENTAL).examples(8).test(4)},
            {Specs.fewShot(2, 2, 3)},
            {Specs.overlap(3, 30)},
            {Specs.sigmoid(3, 0.1)},
            {Specs.classes(3).imbalance(Imbalance.Kind.EXPONENTIAL, 0.2)},
            {Specs.classes(2).noise(LabelNoise.Kind.SYMMETRIC, 0.3)},
            {Specs.domains(Split.PERMUTED, 3).noise(LabelNoise.Kind.PAIR, 0.3).examples(12)},
            {Specs.classes(3).validation(0.2)},
            {Specs.overlap(2, 10).validation(0.3).noise(LabelNoise.Kind.PAIR, 0.5)},
            {Specs.domains(Split.ROTATED, 2).validation(0.5).test(6).imbalance(Imbalance.Kind.STEP, 0.5)},
            {Specs.fewShot(3, 3, 2).validation(0.2)},
        };
    }

    @DataProvider
    public Object[][] all() {
        return Stream.of(everyScenario(), everyVariation()).flatMap(Arrays::stream).toArray(Object[][]::new);
    }

    @Test(dataProvider = "all")
    public void neverTrainsOnWhatItExamines(Specs specs) {
        ImageStream stream = open(specs, 1);
        Set<String> trained = new HashSet<>();
        Set<String> tested = new HashSet<>();
        LabelledImages examined = specs.spec().validation().isPresent() ? TINY.train() : TINY.test();
        for (int t = 0; t < stream.size(); t++) {
            ImageTask task = stream.task(t);
            assertEquals(task.train().part(), Part.TRAIN);
            assertEquals(task.test().part(), stream.examinedPart());
            Arrays.stream(task.train().indices()).forEach(i -> trained.add(TinyImages.image(TINY.train(), i)));
            Arrays.stream(task.test().indices()).forEach(i -> tested.add(TinyImages.image(examined, i)));
        }
        assertFalse(trained.isEmpty() || tested.isEmpty());
        tested.retainAll(trained);
        assertEquals(tested, Set.of());
    }

    @Test(dataProvider = "everyScenario")
    public void givesEveryTaskItsOwnClassesInExactNumbers(Specs specs) {
        ImageStream stream = open(specs, 2);
        ImageStreamSpec spec = specs.spec();
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

    @Test
    public void givesUnevenTasksTheClassesThatTheirIncrementsSay() {
        ImageStream stream = open(Specs.classes(3).increments(3, 1, 2), 2);
        int first = 0;
        for (int t = 0; t < stream.size(); t++) {
            int size = List.of(3, 1, 2).get(t);
            ImageTask task = stream.task(t);
            assertEquals(task.classes(), IntStream.range(first, first + size).toArray());
            assertEquals(task.testClasses(), task.classes());
            assertCounts(stream, TINY.train(), task.train().indices(), task.classes(), 10 * size);
            assertCounts(stream, TINY.test(), task.test().indices(), task.classes(), 4 * size);
            first += size;
        }
    }

    @Test
    public void incrementsOfOneSizeMakeEvenTasks() {
        ImageStream even = open(Specs.classes(3).examples(7), 5);
        ImageStream listed = open(Specs.classes(3).examples(7).increments(2, 2, 2), 5);
        for (int t = 0; t < even.size(); t++) {
            assertEquals(listed.task(t).classes(), even.task(t).classes());
            assertEquals(listed.task(t).train().indices(), even.task(t).train().indices());
            assertEquals(listed.task(t).train().labels(), even.task(t).train().labels());
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
    public void onlyStreamsOfAlteredImagesMapPixels() {
        assertTrue(open(Specs.domains(Split.PERMUTED, 2), 1).mapsPixels());
        assertTrue(open(Specs.domains(Split.ROTATED, 3), 1).mapsPixels());
        assertFalse(open(Specs.domains(Split.PERMUTED, 1), 1).mapsPixels(), "the first task is as it is");
        assertFalse(open(Specs.classes(3), 1).mapsPixels());
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
        ImageStreamSpec spec = Specs.domains(Split.PERMUTED, 2).examples(4).spec();
        int[] train = ImageStream.of(spec, gap, RandomStreams.of(1)).task(1).train().indices();
        assertEquals(Arrays.stream(train).map(gap.train()::label).sorted().toArray(), new int[] {0, 0, 2, 2});
    }

    @Test(dataProvider = "all")
    public void examinesTheRightLabelsAndOnlyAfterTheirTask(Specs specs) {
        ImageStream stream = open(specs, 2);
        boolean blurry = stream.scenario() == Scenario.BLURRY;
        LabelledImages examined = stream.examinedPart() == Part.TRAIN ? TINY.train() : TINY.test();
        int known = 0;
        for (int t = 0; t < stream.size(); t++) {
            ImageTask task = stream.task(t);
            for (int i = 0; i < task.test().size(); i++) {
                assertEquals(task.test().labels()[i], stream.label(examined.label(task.test().indices()[i])));
                assertTrue(i == 0 || task.test().indices()[i - 1] < task.test().indices()[i], "ascending, each once");
            }
            assertEquals(Arrays.stream(task.test().labels()).distinct().sorted().toArray(), task.testClasses());
            assertEquals(Arrays.stream(task.train().labels()).distinct().sorted().toArray(), task.classes());
            known = Math.max(known, Arrays.stream(task.testClasses()).max().orElseThrow() + 1);
            int largest = Arrays.stream(task.classes()).max().orElseThrow();
            assertTrue(blurry || largest < known, "class " + largest + " before its task");
        }
        assertEquals(known, stream.classes());
    }

    @Test(dataProvider = "all")
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
            assertEquals(again.task(t).train().labels(), stream.task(t).train().labels());
            assertEquals(again.task(t).ordered(), stream.task(t).ordered());
            assertMap(again.task(t).pixels(), stream.task(t).pixels());
        }
    }

    @Test
    public void digestDiffersBetweenSeedsThatChangeTheStreamAndOnlyThen() {
        for (Specs drawn : new Specs[] {
            Specs.classes(3), Specs.domains(Split.PERMUTED, 2), Specs.domains(Split.ROTATED, 2).examples(12),
            Specs.domains(Split.ROTATED, 2).test(12), Specs.fewShot(2, 2, 3), Specs.overlap(3, 30).order(ClassOrder.NATURAL),
            Specs.sigmoid(3, 0.2).order(ClassOrder.NATURAL), Specs.relabelled(2), Specs.domains(Split.ROTATED, 2).validation(0.2),
            Specs.domains(Split.ROTATED, 2).imbalance(Imbalance.Kind.STEP, 0.5),
            Specs.domains(Split.ROTATED, 2).noise(LabelNoise.Kind.PAIR, 0.1)
        }) {
            assertNotEquals(open(drawn, 1).digest(), open(drawn, 2).digest());
        }
        Specs fixed = Specs.domains(Split.ROTATED, 2);
        assertEquals(open(fixed, 1).digest(), open(fixed, 2).digest());
    }

    /** Its tasks are those of the whole stream, labels and pixels included. */
    @Test(dataProvider = "all")
    public void aStreamOfTheFirstTasksIsTheBeginningOfTheWhole(Specs specs) {
        ImageStream whole = open(specs, 1);
        int first = Math.max(1, whole.size() - 1);
        ImageStream beginning = ImageStream.of(specs.spec().withFirstTasks(first), TINY, RandomStreams.of(1));
        assertEquals(beginning.size(), first);
        assertEquals(beginning.classes(), whole.classes());
        for (int t = 0; t < first; t++) {
            assertEquals(beginning.task(t).train().indices(), whole.task(t).train().indices());
            assertEquals(beginning.task(t).train().labels(), whole.task(t).train().labels());
            assertEquals(beginning.task(t).test().indices(), whole.task(t).test().indices());
            assertEquals(beginning.task(t).classes(), whole.task(t).classes());
            assertEquals(beginning.task(t).name(), whole.task(t).name());
            assertEquals(beginning.pixels(t).index(), whole.pixels(t).index());
        }
        assertNotEquals(beginning.digest(), whole.digest());
        assertNotEquals(beginning.spec().digest(TINY), whole.spec().digest(TINY));
    }

    @Test
    public void digestDiffersBetweenDataSetsAndDeclarations() {
        ImageDataset other = new ImageDataset(TINY.info(), TINY.train(), TINY.test(), "1".repeat(64));
        ImageStreamSpec spec = Specs.classes(3).spec();
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

    /** A stream, the training and test images of each of its classes, and what is said of it. */
    @DataProvider
    public Object[][] tasksWithNothing() {
        int[] ten = {10, 10, 10, 10};
        int[] hole = {0, 0, 5, 5};
        String unexamined = "dataset: value 'tiny': has no test examples for task 1 (a, b)";
        return new Object[][] {
            {Specs.classes(2).order(ClassOrder.NATURAL), ten, hole, unexamined},
            {Specs.classes(2).order(ClassOrder.NATURAL).scenario(Scenario.TASK_INCREMENTAL), ten, hole, unexamined},
            {Specs.classes(2).order(ClassOrder.NATURAL).test(2), ten, hole, unexamined},
            {Specs.overlap(2, 10).order(ClassOrder.NATURAL), ten, hole, unexamined},
            {Specs.sigmoid(2, 0.1).order(ClassOrder.NATURAL), ten, hole, unexamined},
            {Specs.fewShot(2, 2, 5), ten, hole, unexamined},
            {Specs.fewShot(1, 3, 5), ten, hole, "has no test examples for tasks 1 (a), 2 (b)"},
            {Specs.domains(Split.ROTATED, 5), ten, new int[4],
                "has no test examples for tasks 1 (a, b, c, d), 2 (a, b, c, d), 3 (a, b, c, d) and 2 more"},
            {Specs.domains(Split.GROWING, 1), ten, new int[4], "has no test examples for task 1 (a, b, c, d)"},
            {Specs.fewShot(2, 2, 3).validation(0.3), new int[] {10, 10, 3, 4}, ten,
                "validation: value '0.3': finds no training examples that could be held out in task 2 (c)"},
            {Specs.classes(2).order(ClassOrder.NATURAL), hole, ten, "dataset: value 'tiny': has no training examples for task 1 (a, b)"},
            {Specs.relabelled(1), new int[4], ten, "has no training examples for task 1 (a, b, c, d)"},
            {Specs.overlap(2, 60).order(ClassOrder.NATURAL), new int[] {1, 0, 0, 0}, ten, "has no training examples for task 1 (a, b)"},
            {Specs.sigmoid(4, 0.1).order(ClassOrder.NATURAL), new int[] {1, 1, 1, 0}, ten, "has no training examples for task 4 (d)"},
        };
    }

    @Test(dataProvider = "tasksWithNothing")
    public void refusesTasksWithNothingToLearnFromOrToBeExaminedBy(Specs specs, int[] train, int[] test, String message) {
        ImageDataset data = TinyImages.of(train, test);
        Problems found = new Problems();
        ImageStream.check(specs.spec(), data, RandomStreams.of(1), found.at("s.yaml"));
        assertTrue(found.toString().startsWith("[s.yaml: ") && found.toString().contains(message), found.toString());
        InvalidInputException thrown = expectThrows(InvalidInputException.class, () -> ImageStream.of(specs.spec(), data, RandomStreams.of(1)));
        assertTrue(thrown.getMessage().contains(message), thrown.getMessage());
    }

    @Test
    public void aTaskIsExaminedByTheClassesThatHaveTestExamples() {
        ImageDataset data = TinyImages.of(new int[] {10, 10, 10, 10}, new int[] {0, 5, 5, 0});
        ImageStream stream = ImageStream.of(Specs.classes(2).order(ClassOrder.NATURAL).spec(), data, RandomStreams.of(1));
        assertEquals(stream.task(0).test().labels(), new int[] {1, 1, 1, 1, 1});
    }

    @Test
    public void aBaseTaskIsFollowedByEqualShares() {
        ImageStream stream = open(Specs.classes(3).base(4).ways(1).order(ClassOrder.NATURAL), 1);
        assertEquals(stream.task(0).classes(), new int[] {0, 1, 2, 3});
        assertEquals(stream.task(0).train().size(), 40);
        assertEquals(stream.task(0).name(), "a, b, c, d");
        assertEquals(stream.task(1).classes(), new int[] {4});
        assertEquals(stream.task(2).testClasses(), new int[] {5});
        assertEquals(stream.task(2).test().size(), 4);
        assertEquals(stream.labelName(5), "f");
    }

    @Test
    public void tasksWithEverythingShareTheirArrays() {
        for (Specs specs : new Specs[] {
            Specs.domains(Split.PERMUTED, 3), Specs.domains(Split.ROTATED, 3).noise(LabelNoise.Kind.PAIR, 0.2)
        }) {
            ImageStream stream = open(specs, 1);
            assertSame(stream.task(2).train(), stream.task(0).train());
            assertSame(stream.task(1).test(), stream.task(2).test());
        }
    }

    private static ImageDataset features(int width) {
        DatasetInfo info = new DatasetInfo("tiny", "Tiny", "none", "made up", List.of("a", "b"), new ImageShape(width, 1, 1), 2, 2,
                new double[width], IntStream.range(0, width).mapToDouble(i -> 1).toArray(), Optional.empty());
        LabelledImages rows = new LabelledImages(info.shape(), ElementType.FLOAT32, ByteBuffer.allocate(2 * width * Float.BYTES), new int[] {0, 1});
        return new ImageDataset(info, rows, rows, "0");
    }

    @Test
    public void doesNotTurnFeaturesAsIfTheyWerePixels() {
        InvalidInputException invalid = expectThrows(InvalidInputException.class,
                () -> ImageStream.of(Specs.domains(Split.ROTATED, 2).spec(), features(3), RandomStreams.of(1)));
        assertTrue(invalid.getMessage().contains("split: value 'rotated': turns images, but tiny has features (valid: permuted, superclasses, growing)"));
        assertEquals(ImageStream.of(Specs.classes(2).spec(), features(3), RandomStreams.of(1)).task(1).train().size(), 1);
    }

    /** As an image of as many pixels in one channel would be. */
    @Test
    public void permutesTheFeaturesOfARow() {
        ImageStream stream = ImageStream.of(Specs.domains(Split.PERMUTED, 4).spec(), features(16), RandomStreams.of(1));
        ImageStream pixels = open(Specs.domains(Split.PERMUTED, 4), 1);
        assertTrue(stream.task(0).pixels().isIdentity());
        for (int t = 1; t < 4; t++) {
            assertEquals(stream.task(t).pixels().index(), pixels.task(t).pixels().index());
        }
    }

    @Test
    public void hasNoTaskOutsideItself() {
        assertThrows(IndexOutOfBoundsException.class, () -> open(Specs.classes(3), 1).task(3));
        assertThrows(IndexOutOfBoundsException.class, () -> open(Specs.classes(3), 1).task(-1));
    }
}
