package org.palimpsest.harness.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
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
import org.palimpsest.datasets.image.ElementType;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;

/**
 * As many features as a network of 512 makes of CIFAR-100: clouds around random points, which overlap. For measuring time and memory; known
 * to the bench alone.
 */
final class NoiseFeatures implements DatasetSource {
    private static final ImageShape SHAPE = new ImageShape(512, 1, 1);
    private static final int CLASSES = 100;
    private static final int TRAIN = 500;
    private static final int TEST = 10;
    private static final float SPREAD = 3;

    @Override
    public DatasetCard card() {
        return info().embeddedCard();
    }

    @Override
    public DatasetState state(DatasetName name) {
        return DatasetState.embedded();
    }

    private static DatasetInfo info() {
        List<String> names = IntStream.range(0, CLASSES).mapToObj(c -> "cloud " + c).toList();
        double[] sd = new double[SHAPE.channels()];
        Arrays.fill(sd, 1);
        return new DatasetInfo("noise-features", "random features, for measuring time", "none", "generated", names, SHAPE, CLASSES * TRAIN,
                CLASSES * TEST, new double[SHAPE.channels()], sd, Optional.empty());
    }

    @Override
    public ImageDataset load(DatasetName name) {
        return new ImageDataset(info(), features(TRAIN, "train"), features(TEST, "test"), "0".repeat(64));
    }

    private static LabelledImages features(int each, String part) {
        float[][] centres = centres();
        UniformRandomProvider random = RandomStreams.of(0).get("noise-features-" + part);
        int n = CLASSES * each;
        ByteBuffer values = ByteBuffer.allocateDirect(n * SHAPE.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < n; i++) {
            for (float centre : centres[i % CLASSES]) {
                values.putFloat(centre + SPREAD * (random.nextFloat() - random.nextFloat()));
            }
        }
        return new LabelledImages(SHAPE, ElementType.FLOAT32, values.flip(), IntStream.range(0, n).map(i -> i % CLASSES).toArray());
    }

    private static float[][] centres() {
        UniformRandomProvider random = RandomStreams.of(0).get("noise-features");
        float[][] centres = new float[CLASSES][SHAPE.size()];
        for (float[] centre : centres) {
            for (int j = 0; j < centre.length; j++) {
                centre[j] = random.nextFloat();
            }
        }
        return centres;
    }
}
