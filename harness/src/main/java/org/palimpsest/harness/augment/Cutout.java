package org.palimpsest.harness.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.Positive;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.image.AugmentationModule;

/** {@code cutout}: a square is blotted out. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(AugmentationModule.class)
public final class Cutout extends AugmentationModule<Cutout.Options> {
    /** For the service loader. */
    public Cutout() {
        super("cutout", "a square, centred anywhere in the image and cut off at its edges, is blotted out",
                "DeVries and Taylor, Improved Regularization of Convolutional Neural Networks with Cutout, arXiv:1708.04552", Options.class);
    }

    @Override
    protected Augmentation build(Options options, ImageInfo images) {
        return (batch, random) -> {
            int n = (int) batch.getShape().get(0);
            float[] tops = new float[n];
            float[] lefts = new float[n];
            for (int i = 0; i < n; i++) {
                tops[i] = random.nextInt(images.height()) - options.side() / 2;
                lefts[i] = random.nextInt(images.width()) - options.side() / 2;
            }
            return blot(batch, tops, lefts, options, images);
        };
    }

    /** Blots out squares whose first row and column are given. The result is of the type of the images. */
    static NDArray blot(NDArray batch, float[] tops, float[] lefts, Options options, ImageInfo images) {
        NDManager manager = batch.getManager();
        NDArray rows = hit(manager, images.height(), tops, options.side()).reshape(tops.length, 1, images.height(), 1);
        NDArray columns = hit(manager, images.width(), lefts, options.side()).reshape(lefts.length, 1, 1, images.width());
        NDArray hole = rows.mul(columns);
        NDArray outside = hole.neg().addi(manager.create(1f)).toType(batch.getDataType(), false);
        NDArray rest = batch.mul(outside);
        if (options.fill() == Fill.ZERO) {
            return rest;
        }
        float[] mean = new float[images.channels()];
        IntStream.range(0, mean.length).forEach(c -> mean[c] = Math.round(images.mean().get(c)));
        NDArray blot = hole.mul(manager.create(mean, new Shape(mean.length, 1, 1)));
        return rest.addi(blot.toType(batch.getDataType(), false));
    }

    /** 1 from the start on for so many places; shape (n, length). */
    private static NDArray hit(NDManager manager, int length, float[] starts, int side) {
        NDArray places = manager.arange(0f, length, 1f, DataType.FLOAT32);
        NDArray ahead = places.sub(manager.create(starts, new Shape(starts.length, 1)));
        return ahead.gte(0).logicalAnd(ahead.lt(side)).toType(DataType.FLOAT32, false);
    }

    /** What a square is filled with. */
    public enum Fill {
        /** Black. */
        ZERO,
        /** The mean of each channel over the training images, to the nearest whole number; normalised, that is about zero. */
        MEAN
    }

    /** Options. */
    public record Options(
            @Doc("side of the square, in pixels") @Positive @Default("16") int side,
            @Doc("what the square is filled with: black, or the mean of the data") @Default("mean") Fill fill) {}
}
