package org.palimpsest.datasets.embedded;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.idx.IdxReader;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;

/**
 * The first 1,200 training and 200 test images of every class of Fashion-MNIST, in file order. Source: Xiao, Rasul and
 * Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms", arXiv:1708.07747.
 */
final class FashionMnistCompact {

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

    private FashionMnistCompact() {}

    static DatasetSource in(EmbeddedFiles files) {
        return new EmbeddedImages(INFO, files, List.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS),
                FashionMnistCompact::parts);
    }

    private static EmbeddedImages.Parts parts(EmbeddedFiles files) {
        return new EmbeddedImages.Parts(read(files, TRAIN_IMAGES, TRAIN_LABELS), read(files, TEST_IMAGES, TEST_LABELS));
    }

    private static LabelledImages read(EmbeddedFiles files, String images, String labels) {
        return IdxReader.read(
                images,
                new ByteArrayInputStream(files.read(images)),
                labels,
                new ByteArrayInputStream(files.read(labels)),
                INFO.classes());
    }
}
