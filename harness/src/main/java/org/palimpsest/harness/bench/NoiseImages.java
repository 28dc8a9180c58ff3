package org.palimpsest.harness.bench;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;

/** Random pixels of CIFAR's shape, for measuring time where nothing needs to be learned; known to the bench alone. */
final class NoiseImages implements DatasetSource {
    private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
    private static final int CLASSES = 10;
    private static final int TRAIN = 800;
    private static final int TEST = 100;

    @Override
    public DatasetCard card() {
        return info().embeddedCard();
    }

    @Override
    public DatasetState state(DatasetName name) {
        return DatasetState.embedded();
    }

    private static DatasetInfo info() {
        List<String> names = IntStream.range(0, CLASSES).mapToObj(c -> "noise " + c).toList();
        double[] mean = {0.5, 0.5, 0.5};
        double sd = Math.sqrt(1 / 12.0);
        return new DatasetInfo("noise-32", "random pixels, for measuring time", "none", "generated", names, SHAPE, TRAIN, TEST, mean,
                new double[] {sd, sd, sd}, Optional.empty());
    }

    @Override
    public ImageDataset load(DatasetName name) {
        return new ImageDataset(info(), images(TRAIN, "train"), images(TEST, "test"), "0".repeat(64));
    }

    private static LabelledImages images(int n, String part) {
        UniformRandomProvider random = RandomStreams.of(0).get("noise-" + part);
        byte[] pixels = new byte[n * SHAPE.size()];
        random.nextBytes(pixels);
        return new LabelledImages(SHAPE, ByteBuffer.wrap(pixels), IntStream.range(0, n).map(i -> i % CLASSES).toArray());
    }
}
