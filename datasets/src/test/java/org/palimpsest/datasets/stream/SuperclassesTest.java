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
                List.of("s.yaml: split: value 'superclasses': needs superclasses, but tiny has none"));
        assertEquals(problems(TinyImages.grouped(TinyImages.sixClasses(), 0, 0, 0, 0, 1, 1), 3), List.of(
                "s.yaml: split: value 'superclasses': needs superclasses of one size, but those of tiny have from 2 to 4 classes"));
        assertEquals(problems(TINY, 2), List.of(
                "s.yaml: tasks: value '2': is not the number of classes of each superclass of tiny (valid: 3)"));
    }

    private static List<String> problems(ImageDataset dataset, int tasks) {
        return Specs.domains(Split.SUPERCLASSES, tasks).problems(dataset).stream().map(Problem::toString).toList();
    }
}
