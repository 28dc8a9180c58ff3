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
import org.palimpsest.harness.api.PictureInfo;

/**
 * Pseudo-classes (Song et al., Learning with Fantasy, CVPR 2023, section 3.3): M fixed changes to a picture, the first of which is none.
 * A picture of class y under change m belongs to pseudo-class y M + m; a class is recognised by the mean of the scores of its
 * pseudo-classes, each from the picture changed accordingly.
 */
enum Versions {
    /** The picture alone: no pseudo-classes. */
    UPRIGHT(1) {
        @Override
        NDArray apply(NDArray pictures, int version) {
            return pictures;
        }
    },
    /** As it is and upside down. */
    ROTATION2(2) {
        @Override
        NDArray apply(NDArray pictures, int version) {
            return Pictures.turned(pictures, 2 * version);
        }
    },
    /** Four turns times three shifts of the colour channels. */
    ROT_COLOR_12(Pictures.TURNS * Pictures.COLOURS) {
        @Override
        NDArray apply(NDArray pictures, int version) {
            return Pictures.shiftedColours(Pictures.turned(pictures, version / Pictures.COLOURS), version % Pictures.COLOURS);
        }

        @Override
        Optional<String> problem(PictureInfo pictures) {
            return pictures.colour() && pictures.height() == pictures.width() ? Optional.empty()
                    : Optional.of("rot-color-12 needs square colour pictures; these have " + pictures.channels() + " channel(s), "
                            + pictures.height() + " rows and " + pictures.width() + " columns");
        }
    };

    private final int count;

    Versions(int count) {
        this.count = count;
    }

    /** M. */
    int count() {
        return count;
    }

    /** Version m of pictures, shape (n, channels, height, width) or, where there is but one, any. */
    abstract NDArray apply(NDArray pictures, int version);

    /** Why there are no such versions of such pictures. */
    Optional<String> problem(PictureInfo pictures) {
        return Optional.empty();
    }

    /** All versions of a batch, version after version, labelled by pseudo-class. */
    Batch of(Batch batch) {
        if (count == 1) {
            return batch;
        }
        NDList pictures = new NDList();
        for (int m = 0; m < count; m++) {
            pictures.add(apply(batch.examples(), m));
        }
        return new Batch(NDArrays.concat(pictures), labels(batch.hostLabels()));
    }

    /** The pseudo-classes of all versions of examples with these labels, version after version. */
    int[] labels(int[] classes) {
        return IntStream.range(0, count).flatMap(m -> Arrays.stream(classes).map(y -> y * count + m)).toArray();
    }

    /** The pseudo-classes of some labels: all versions of the first, of the second ... */
    int[] rows(int... labels) {
        return Arrays.stream(labels).flatMap(y -> IntStream.range(y * count, (y + 1) * count)).toArray();
    }

    /**
     * Options.
     *
     * @param transforms the changes
     */
    record Options(@Doc("changes that make pseudo-classes; SAVC: rotation2 on CIFAR-100 and CUB, rot-color-12 on mini-ImageNet")
            @Default("rotation2") Versions transforms) {}
}
