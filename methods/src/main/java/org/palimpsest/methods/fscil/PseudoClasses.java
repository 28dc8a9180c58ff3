package org.palimpsest.methods.fscil;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.ImageInfo;

/**
 * Pseudo-classes (Song et al., Learning with Fantasy, CVPR 2023, section 3.3): M fixed changes to an image, the first of which is none.
 * An image of class y under change m belongs to pseudo-class y M + m; a class is recognised by the mean of the scores of its
 * pseudo-classes, each from the image changed accordingly.
 */
enum PseudoClasses {
    /** The image alone: no pseudo-classes. */
    UPRIGHT(1) {
        @Override
        NDArray apply(NDArray images, int version) {
            return images;
        }
    },
    /** As it is and upside down. */
    ROTATION2(2) {
        @Override
        NDArray apply(NDArray images, int version) {
            return ImageTransforms.turned(images, 2 * version);
        }
    },
    /** Four turns times three shifts of the colour channels. */
    ROT_COLOR_12(ImageTransforms.TURNS * ImageTransforms.COLOURS) {
        @Override
        NDArray apply(NDArray images, int version) {
            return ImageTransforms.shiftedColours(ImageTransforms.turned(images, version / ImageTransforms.COLOURS), version % ImageTransforms.COLOURS);
        }

        @Override
        Optional<String> problem(ImageInfo images) {
            return images.colour() && images.height() == images.width() ? Optional.empty()
                    : Optional.of("rot-color-12 needs square colour images; these have " + images.channels() + " channel(s), "
                            + images.height() + " rows and " + images.width() + " columns");
        }
    };

    private final int count;

    PseudoClasses(int count) {
        this.count = count;
    }

    /** M. */
    int count() {
        return count;
    }

    /** Version m of images, shape (n, channels, height, width) or, where there is but one, any. */
    abstract NDArray apply(NDArray images, int version);

    /** Why there are no such versions of such images. */
    Optional<String> problem(ImageInfo images) {
        return Optional.empty();
    }

    /** All versions of a batch, version after version, labelled by pseudo-class. */
    Batch of(Batch batch) {
        if (count == 1) {
            return batch;
        }
        NDList images = new NDList();
        for (int m = 0; m < count; m++) {
            images.add(apply(batch.examples(), m));
        }
        return new Batch(NDArrays.concat(images), labels(batch.hostLabels()));
    }

    /** The pseudo-classes of all versions of examples with these labels, version after version. */
    int[] labels(int[] classes) {
        return IntStream.range(0, count).flatMap(m -> Arrays.stream(classes).map(y -> y * count + m)).toArray();
    }

    /** The pseudo-classes of some labels: all versions of the first, of the second ... */
    int[] rows(int... labels) {
        return Arrays.stream(labels).flatMap(y -> IntStream.range(y * count, (y + 1) * count)).toArray();
    }

    /** Options. */
    record Options(@Doc("changes that make pseudo-classes; SAVC: rotation2 on CIFAR-100 and CUB, rot-color-12 on mini-ImageNet")
            @Default("rotation2") PseudoClasses transforms) {}
}
