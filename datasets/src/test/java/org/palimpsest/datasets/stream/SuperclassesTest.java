package org.palimpsest.datasets.stream;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.ImageDataset;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class SuperclassesTest {
    /** a, c, e against b, d, f. */
    private static final ImageDataset TINY = TinyImages.grouped(TinyImages.sixClasses(), 0, 1, 0, 1, 0, 1);

    private static ImageStream open(Specs specs, long seed) {
        return ImageStream.of(specs.spec(), TINY, RandomStreams.of(seed));
    }

    @Test
    public void everyTaskHasAnotherClassOfEverySuperclass() {
        ImageStream stream = open(Specs.domains(Split.SUPERCLASSES, 3), 1);
        assertEquals(stream.classes(), 2);
        assertEquals(stream.labelName(1), "group 1");
        assertEquals(stream.task(1).name(), "c, d");
        for (int t = 0; t < 3; t++) {
            ImageTask task = stream.task(t);
            assertEquals(task.classes(), new int[] {0, 1});
            assertEquals(task.testClasses(), new int[] {0, 1});
            assertEquals(task.train().size(), 20);
            assertEquals(task.test().size(), 8);
            for (int i = 0; i < task.train().size(); i++) {
                int c = TINY.train().label(task.train().indices()[i]);
                assertEquals(c / 2, t);
                assertEquals(task.train().labels()[i], c % 2);
            }
        }
    }

    @Test
    public void theClassOrderDecidesWhichClassOfASuperclassComesWhen() throws IOException {
        Path file = Files.createTempFile("class-order", ".txt");
        try {
            Files.writeString(file, "f\ne\na\nb\nd\nc\n");
            ImageStream stream =
                    open(Specs.domains(Split.SUPERCLASSES, 3).order(ClassOrder.FILE).file(file.toString()), 1);
            assertEquals(List.of(stream.task(0).name(), stream.task(1).name(), stream.task(2).name()),
                    List.of("e, f", "a, b", "c, d"));
        } finally {
            Files.delete(file);
        }
        Set<String> firsts = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            firsts.add(open(Specs.domains(Split.SUPERCLASSES, 3).order(ClassOrder.SEED), seed).task(0).name());
        }
        assertTrue(firsts.size() > 5, firsts.toString());
    }

    @Test
    public void drawsAndCorruptsWithinSuperclasses() {
        ImageStream stream = open(
                Specs.domains(Split.SUPERCLASSES, 3).examples(10).noise(LabelNoise.Kind.SYMMETRIC, 0.4), 1);
        for (int t = 0; t < 3; t++) {
            ExampleSet train = stream.task(t).train();
            int[] wrong = new int[2];
            for (int i = 0; i < train.size(); i++) {
                int right = stream.label(TINY.train().label(train.indices()[i]));
                wrong[right] += train.labels()[i] == right ? 0 : 1;
            }
            assertEquals(wrong, new int[] {2, 2});
        }
    }

    @Test
    public void digestsTellGroupingsApart() {
        ImageDataset other = TinyImages.grouped(TinyImages.sixClasses(), 1, 0, 0, 1, 0, 1);
        ImageStreamSpec spec = Specs.domains(Split.SUPERCLASSES, 3).spec();
        assertNotEquals(ImageStream.of(spec, other, RandomStreams.of(1)).digest(), open(Specs.domains(Split.SUPERCLASSES, 3), 1).digest());
    }

    @Test
    public void refusesWhatHasNoSuperclassesOfOneSize() {
        assertEquals(problems(TinyImages.sixClasses(), 3),
                List.of("s.yaml: split: value 'superclasses': needs superclasses, but tiny has none; groups makes them"));
        assertEquals(problems(TinyImages.grouped(TinyImages.sixClasses(), 0, 0, 0, 0, 1, 1), 3), List.of(
                "s.yaml: split: value 'superclasses': needs superclasses of one size, but the superclasses of tiny have from 2 to 4 classes"));
        assertEquals(problems(TINY, 2), List.of(
                "s.yaml: tasks: value '2': is not the number of classes of each of the superclasses of tiny (valid: 3)"));
    }

    /** Split MNIST with odd against even is this, with ten classes (van de Ven and Tolias, 2019). */
    @Test
    public void groupsMakeSuperclassesOfAnyDataSet() {
        Specs evenAgainstOdd = Specs.domains(Split.SUPERCLASSES, 3).groups("even", "a 2 e", "odd", "b d 5");
        ImageStream made = ImageStream.of(evenAgainstOdd.spec(), TinyImages.sixClasses(), RandomStreams.of(1));
        ImageStream own = open(Specs.domains(Split.SUPERCLASSES, 3), 1);
        assertEquals(List.of(made.classes(), made.labelName(0), made.labelName(1)), List.of(2, "even", "odd"));
        for (int t = 0; t < 3; t++) {
            assertEquals(made.task(t).name(), own.task(t).name());
            assertEquals(made.task(t).classes(), new int[] {0, 1});
            assertEquals(made.task(t).train().indices(), own.task(t).train().indices());
            assertEquals(made.task(t).train().labels(), own.task(t).train().labels());
            assertEquals(made.task(t).test().labels(), own.task(t).test().labels());
        }
    }

    @Test
    public void groupsTakeThePlaceOfTheDataSetsSuperclasses() {
        ImageStream stream = open(Specs.domains(Split.SUPERCLASSES, 2).groups("x", "f e", "y", "d c", "z", "b a"), 1);
        assertEquals(stream.classes(), 3);
        assertEquals(List.of(stream.task(0).name(), stream.task(1).name()), List.of("e, c, a", "f, d, b"));
        assertEquals(stream.label(0), 2);
    }

    @Test
    public void digestsKnowGroupsByWhatTheySayInTheirOrder() {
        Set<String> digests = new HashSet<>();
        for (Specs specs : List.of(Specs.domains(Split.SUPERCLASSES, 3), Specs.domains(Split.SUPERCLASSES, 3).groups("x", "a c e", "y", "b d f"),
                Specs.domains(Split.SUPERCLASSES, 3).groups("y", "b d f", "x", "a c e"),
                Specs.domains(Split.SUPERCLASSES, 3).groups("x", "a c b", "y", "e d f"))) {
            assertTrue(digests.add(specs.spec().digest(TINY)));
        }
        assertEquals(Specs.domains(Split.SUPERCLASSES, 3).groups("x", "e 0 2", "y", "1 d f").spec().digest(TINY),
                Specs.domains(Split.SUPERCLASSES, 3).groups("x", "a c e", "y", "b d f").spec().digest(TINY));
    }

    @DataProvider
    public Object[][] unsoundGroups() {
        return new Object[][] {
            {Specs.domains(Split.SUPERCLASSES, 6).groups("x", "a b c d e f"), "groups: value '[x]': must be at least two"},
            {Specs.domains(Split.SUPERCLASSES, 3).groups("x", "a b c", "y", "d e f g"), "groups.y: value 'g': unknown class (did you mean"},
            {Specs.domains(Split.SUPERCLASSES, 3).groups("x", "a b c", "y", "d e f 0"), "groups.y: value '0': the class is in group x already"},
            {Specs.domains(Split.SUPERCLASSES, 2).groups("x", "a b", "y", "c d"), "groups: value '[x, y]': classes that are in no group: e, f"},
            {Specs.domains(Split.SUPERCLASSES, 3).groups("x", "a b", "y", "c d e f"),
                "split: value 'superclasses': needs superclasses of one size, but the groups have from 2 to 4 classes"},
            {Specs.domains(Split.SUPERCLASSES, 2).groups("x", "a b c", "y", "d e f"),
                "tasks: value '2': is not the number of classes of each of the groups (valid: 3)"},
            {Specs.domains(Split.PERMUTED, 3).groups("x", "a b c", "y", "d e f"),
                "groups: value '[x, y]': conflicts with split permuted; it needs split superclasses"},
        };
    }

    @Test(dataProvider = "unsoundGroups")
    public void refusesGroupsThatAreNone(Specs specs, String problem) {
        List<String> problems = specs.problems(TinyImages.sixClasses()).stream().map(Problem::toString).toList();
        assertEquals(problems.size(), 1, problems.toString());
        assertTrue(problems.get(0).startsWith("s.yaml: " + problem), problems.get(0));
    }

    private static List<String> problems(ImageDataset dataset, int tasks) {
        return Specs.domains(Split.SUPERCLASSES, tasks).problems(dataset).stream().map(Problem::toString).toList();
    }
}
