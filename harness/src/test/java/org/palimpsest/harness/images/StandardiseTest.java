package org.palimpsest.harness.images;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.datasets.RandomStreams;
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
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.network.ChannelStatistics;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Normalisation;
import org.palimpsest.harness.nets.IdentityBackbone;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Two classes of ten training images of one pixel: of class 0 black, of class 1 half of them 102 and half 204; test images are white. */
public class StandardiseTest extends NativeTest {
    private static final int EACH = 10;

    private static ImageDataset pixels(int channels) {
        ImageShape shape = new ImageShape(channels, 1, 1);
        ByteBuffer values = ByteBuffer.allocate(2 * EACH * channels);
        IntStream.range(0, 2 * EACH * channels).forEach(i -> values.put(i, (byte) (i / channels < EACH ? 0 : i / channels % 2 == 0 ? 102 : 204)));
        ByteBuffer white = ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, -1, -1}, 0, 2 * channels);
        return data(shape, new LabelledImages(shape, values, labels()), new LabelledImages(shape, white, new int[] {0, 1}));
    }

    private static ImageDataset features() {
        ImageShape shape = new ImageShape(2, 1, 1);
        ByteBuffer values = ByteBuffer.allocate(4 * EACH * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        IntStream.range(0, 4 * EACH).forEach(i -> values.putFloat(i * Float.BYTES, i % 2 == 0 ? -3 : i % 4 == 1 ? 5 : 9));
        ByteBuffer tests = ByteBuffer.allocate(4 * Float.BYTES);
        return data(shape, new LabelledImages(shape, ElementType.FLOAT32, values, labels()),
                new LabelledImages(shape, ElementType.FLOAT32, tests, new int[] {0, 1}));
    }

    private static int[] labels() {
        return IntStream.range(0, 2 * EACH).map(i -> i / EACH).toArray();
    }

    private static ImageDataset data(ImageShape shape, LabelledImages train, LabelledImages test) {
        double[] other = Collections.nCopies(shape.channels(), 0.7).stream().mapToDouble(d -> d).toArray();
        return new ImageDataset(new DatasetInfo("two", "Two", "none", "made up", List.of("black", "grey"), shape, train.size(), test.size(), other, other,
                Optional.empty()), train, test, "0".repeat(64));
    }

    private static ImageStreamSpec spec() {
        return new ImageStreamSpec("s", 1, Scenario.CLASS_INCREMENTAL, "two", 2, Split.CLASSES, ClassOrder.NATURAL, new NewClasses());
    }

    private static ChannelStatistics statistics(Standardise how, ImageStreamSpec spec, ImageDataset data) {
        return how.statistics(ImageStream.of(spec, data, RandomStreams.of(1)));
    }

    /** What a network without layers sees of the pixels 0, 51 and 255. */
    private float[] seen(ChannelStatistics statistics) {
        Normalisation normalisation = new Normalisation(manager(), DataType.UINT8, new double[] {statistics.mean().get(0)},
                new double[] {statistics.sd().get(0)});
        Shape example = new Shape(1, 1, 1);
        Network network = new Network(manager(), new IdentityBackbone().create(new NoOptions(), example), example, normalisation, HeadKind.FULL, 2, 1);
        return network.features(manager().create(ByteBuffer.wrap(new byte[] {0, 51, -1}), new Shape(3, 1, 1, 1), DataType.UINT8)).toFloatArray();
    }

    @Test
    public void noneLeavesPixelsAsTheyAreStored() {
        assertEquals(seen(statistics(Standardise.NONE, spec(), pixels(1))), new float[] {0, 51, 255});
        assertEquals(statistics(Standardise.NONE, spec(), features()), new ChannelStatistics(List.of(0.0, 0.0), List.of(1.0, 1.0)));
    }

    @Test
    public void unitMakesThemZeroToOne() {
        assertClose(seen(statistics(Standardise.UNIT, spec(), pixels(1))), new double[] {0, 0.2, 1}, 1e-7);
    }

    /** The mean of 0, 0.4 and 0.8 in parts of 1/2, 1/4 and 1/4 is 0.3, their deviation the root of 0.11. */
    @Test
    public void datasetGoesByWhatTheStreamTrainsOn() {
        ChannelStatistics statistics = statistics(Standardise.DATASET, spec(), pixels(1));
        assertEquals(statistics.mean().get(0), 0.3, 1e-15);
        assertEquals(statistics.sd().get(0), Math.sqrt(0.11), 1e-15);
        assertClose(seen(statistics), new double[] {-0.3 / Math.sqrt(0.11), -0.1 / Math.sqrt(0.11), 0.7 / Math.sqrt(0.11)}, 1e-6);
        ChannelStatistics ofFeatures = statistics(Standardise.DATASET, spec(), features());
        assertEquals(ofFeatures.mean(), List.of(-3.0, 7.0));
        assertEquals(ofFeatures.sd(), List.of(1.0, 2.0));
    }

    /** Half of each class is held out; of the grey images that are left, how many are of which shade is known from the stream. */
    @Test
    public void datasetLeavesHeldOutImagesOut() {
        ImageDataset data = pixels(1);
        ImageStream stream = ImageStream.of(spec().withValidation(0.5), data, RandomStreams.of(3));
        double sum = IntStream.of(stream.task(1).train().indices()).mapToDouble(i -> i % 2 == 0 ? 0.4 : 0.8).sum();
        assertEquals(stream.task(0).train().size() + stream.task(1).train().size(), EACH);
        assertEquals(Standardise.DATASET.statistics(stream).mean().get(0), sum / EACH, 1e-15);
    }

    @Test
    public void imagenetIsWhatItsNetworksWereTrainedWith() {
        ChannelStatistics statistics = statistics(Standardise.IMAGENET, spec(), pixels(3));
        assertEquals(statistics.mean(), List.of(0.485, 0.456, 0.406));
        assertEquals(statistics.sd(), List.of(0.229, 0.224, 0.225));
    }

    @DataProvider
    public Object[][] unfit() {
        ImageStreamSpec permuted = new ImageStreamSpec("s", 1, Scenario.DOMAIN_INCREMENTAL, "two", 2, Split.PERMUTED, ClassOrder.NATURAL, new Domains());
        return new Object[][] {
            {Standardise.IMAGENET, spec(), pixels(1), "is for three channels, but the images of two have 1 (valid: none, unit, dataset)"},
            {Standardise.IMAGENET, spec(), features(), "is for pixels, but two holds features (valid: none, dataset)"},
            {Standardise.UNIT, spec(), features(), "is for pixels, but two holds features (valid: none, dataset)"},
            {Standardise.DATASET, permuted, features(), "conflicts with split permuted, where a place holds another feature in every task (valid: none)"},
        };
    }

    @Test(dataProvider = "unfit")
    public void saysWhatDoesNotFitTheData(Standardise how, ImageStreamSpec spec, ImageDataset data, String why) {
        assertEquals(how.problem(spec, data), Optional.of(why));
    }

    @Test
    public void everythingElseFits() {
        for (Standardise how : List.of(Standardise.NONE, Standardise.UNIT, Standardise.DATASET)) {
            assertEquals(how.problem(spec(), pixels(1)), Optional.empty());
        }
        assertEquals(Standardise.IMAGENET.problem(spec(), pixels(3)), Optional.empty());
        assertEquals(Standardise.DATASET.problem(spec(), features()), Optional.empty());
    }
}
