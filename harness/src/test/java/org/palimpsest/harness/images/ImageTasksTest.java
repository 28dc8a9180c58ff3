package org.palimpsest.harness.images;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ElementType;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;
import org.palimpsest.datasets.stream.ClassOrder;
import org.palimpsest.datasets.stream.Domains;
import org.palimpsest.datasets.stream.ImageStream;
import org.palimpsest.datasets.stream.ImageStreamSpec;
import org.palimpsest.datasets.stream.NewClasses;
import org.palimpsest.datasets.stream.Scenario;
import org.palimpsest.datasets.stream.Split;
import org.palimpsest.datasets.stream.Variation;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.Randomness;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class ImageTasksTest extends NativeTest {
    @DataProvider
    public Object[][] streams() {
        return new Object[][] {{Scenario.CLASS_INCREMENTAL, Split.CLASSES, new NewClasses()}, {Scenario.DOMAIN_INCREMENTAL, Split.PERMUTED, new Domains()}};
    }

    @Test(dataProvider = "streams")
    public void whatATaskNeedsDiesWithItsManager(Scenario scenario, Split split, Variation variation) {
        ImageStreamSpec spec = new ImageStreamSpec("s", 1, scenario, "digits", 5, split, ClassOrder.NATURAL, variation);
        RandomStreams streams = RandomStreams.of(0);
        ImageStream stream = ImageStream.of(spec, EmbeddedDatasets.catalogue().load("digits", ImageDataset.class), streams);
        ImageTasks tasks = new ImageTasks(stream, new DeviceParts(stream.dataset(), manager()), new Randomness(0));
        int before = manager().getManagedArrays().size();
        for (int t = 0; t < stream.size(); t++) {
            try (NDManager lesson = manager().newSubManager()) {
                assertEquals(tasks.task(t, lesson).train().batch(lesson, 0, 1).size(), 2);
                assertEquals(tasks.union(t, t + 1, lesson).train().size(), IntStream.rangeClosed(0, t).map(tasks::size).sum());
            }
        }
        assertEquals(manager().getManagedArrays().size(), before);
    }

    /** In a stream whose tasks grow, all tasks together are the last of them, and no image comes twice. */
    @Test
    public void nestedTasksAreNotAddedUp() {
        ImageStreamSpec spec = new ImageStreamSpec(
                "s", 1, Scenario.DOMAIN_INCREMENTAL, "digits", 3, Split.GROWING, ClassOrder.NATURAL, new Domains());
        RandomStreams streams = RandomStreams.of(0);
        ImageStream stream = ImageStream.of(spec, EmbeddedDatasets.catalogue().load("digits", ImageDataset.class), streams);
        ImageTasks tasks = new ImageTasks(stream, new DeviceParts(stream.dataset(), manager()), new Randomness(0));
        for (int count = 1; count <= 3; count++) {
            assertEquals(tasks.union(0, count, manager()).train().size(), stream.task(count - 1).train().size());
            assertEquals(tasks.unionSize(count), stream.task(count - 1).train().size());
        }
        assertEquals(tasks.unionSize(3), stream.dataset().train().size());
    }

    /** Feature j of row i is i + j / 10; no value changes, and none is lost. */
    @Test
    public void featuresOfPermutedTasksAreTheSameValuesElsewhere() {
        int width = 7;
        ImageShape shape = new ImageShape(width, 1, 1);
        ByteBuffer values = ByteBuffer.allocate(4 * width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        IntStream.range(0, 4 * width).forEach(i -> values.putFloat(i * Float.BYTES, i / width - 300 + i % width / 10f));
        double[] ones = IntStream.range(0, width).mapToDouble(i -> 1).toArray();
        DatasetInfo info = new DatasetInfo("rows", "Rows", "none", "made up", List.of("a", "b"), shape, 4, 4, new double[width], ones, Optional.empty());
        LabelledImages rows = new LabelledImages(shape, ElementType.FLOAT32, values, new int[] {0, 1, 0, 1});
        ImageStreamSpec spec = new ImageStreamSpec("s", 1, Scenario.DOMAIN_INCREMENTAL, "rows", 3, Split.PERMUTED, ClassOrder.NATURAL, new Domains());
        ImageStream stream = ImageStream.of(spec, new ImageDataset(info, rows, rows, "0"), RandomStreams.of(5));
        ImageTasks tasks = new ImageTasks(stream, new DeviceParts(stream.dataset(), manager()), new Randomness(0));
        for (int t = 0; t < 3; t++) {
            int[] from = t == 0 ? IntStream.range(0, width).toArray() : stream.task(t).pixels().index()[0];
            NDArray batch = tasks.task(t, manager()).train().batch(manager(), 2).examples();
            assertEquals(batch.getShape(), new Shape(1, width, 1, 1));
            float[] expected = new float[width];
            IntStream.range(0, width).forEach(p -> expected[p] = 2 - 300 + from[p] / 10f);
            assertEquals(batch.toFloatArray(), expected);
            assertEquals(tasks.union(0, t + 1, manager()).train().batch(manager(), 4 * t + 2).examples().toFloatArray(), expected);
        }
    }
}
