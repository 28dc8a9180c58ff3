package org.palimpsest.datasets.embedded;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.idx.IdxReader;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;

/**
 * The first 1,200 training and 200 test images of every class of Fashion-MNIST, in file order. Source: Xiao, Rasul and
 * Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms", arXiv:1708.07747.
 */
final class FashionMnistCompact implements DatasetSource {

    private static final String NAME = "fashion-mnist-compact";
    private static final String TRAIN_IMAGES = NAME + "/train-images-idx3-ubyte.gz";
    private static final String TRAIN_LABELS = NAME + "/train-labels-idx1-ubyte.gz";
    private static final String TEST_IMAGES = NAME + "/t10k-images-idx3-ubyte.gz";
    private static final String TEST_LABELS = NAME + "/t10k-labels-idx1-ubyte.gz";

    private static final DatasetInfo INFO = new DatasetInfo(
            NAME,
            "Fashion-MNIST, compact",
            "MIT",
            "https://github.com/zalandoresearch/fashion-mnist; the first 1,200 training and 200 test images of each "
                    + "class, in file order",
            List.of("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
                    "Ankle boot"),
            new ImageShape(1, 28, 28),
            12_000,
            2_000,
            new double[] {0.2865328785680939},
            new double[] {0.35388829014095136},
            Optional.empty());

    private final EmbeddedFiles files;

    FashionMnistCompact(EmbeddedFiles files) {
        this.files = files;
    }

    @Override
    public DatasetCard card() {
        return INFO.embeddedCard();
    }

    @Override
    public DatasetState state(DatasetName name) {
        return DatasetState.embedded();
    }

    @Override
    public ImageDataset load(DatasetName name) {
        return new ImageDataset(
                INFO,
                read(TRAIN_IMAGES, TRAIN_LABELS),
                read(TEST_IMAGES, TEST_LABELS),
                files.digest(List.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS)));
    }

    private LabelledImages read(String images, String labels) {
        return IdxReader.read(
                images,
                new ByteArrayInputStream(files.read(images)),
                labels,
                new ByteArrayInputStream(files.read(labels)),
                INFO.classes());
    }
}
