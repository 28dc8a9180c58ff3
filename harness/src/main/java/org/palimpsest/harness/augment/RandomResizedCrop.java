package org.palimpsest.harness.augment;

import com.google.auto.service.AutoService;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Positive;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.image.AugmentationModule;

/** {@code random-resized-crop}: a part of any size and shape, stretched to the whole. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(AugmentationModule.class)
public final class RandomResizedCrop extends AugmentationModule<RandomResizedCrop.Options> {
    private static final int ATTEMPTS = 10;

    /** For the service loader. */
    public RandomResizedCrop() {
        super("random-resized-crop", "a part of the image, of random area and aspect, stretched to the whole (bilinear)",
                "Szegedy et al., Going Deeper with Convolutions, CVPR 2015, section 6", Options.class);
    }

    @Override
    protected Optional<String> check(Options options, ImageInfo images) {
        if (options.minArea() > options.maxArea()) {
            return Optional.of("needs a minArea of at most maxArea");
        }
        return options.minRatio() > options.maxRatio() ? Optional.of("needs a minRatio of at most maxRatio") : Optional.empty();
    }

    @Override
    protected Augmentation build(Options options, ImageInfo images) {
        Geometry crop = (n, random) -> {
            Warp warp = new Warp(n, Warp.Sampling.of(Interpolation.BILINEAR, 0));
            for (int i = 0; i < n; i++) {
                Box.draw(options, images, random).cut(warp, i, images);
            }
            return warp;
        };
        return crop;
    }

    /** A part of an image, in whole pixels. */
    record Box(int top, int left, int height, int width) {
        /**
         * Draws area and aspect until the box fits; after ten misses takes the largest box in the middle whose aspect is in range, as
         * the common implementations do.
         */
        static Box draw(Options options, ImageInfo images, UniformRandomProvider random) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                double area = between(options.minArea(), options.maxArea(), random) * images.height() * images.width();
                double ratio = Math.exp(between(Math.log(options.minRatio()), Math.log(options.maxRatio()), random));
                int width = (int) Math.round(Math.sqrt(area * ratio));
                int height = (int) Math.round(Math.sqrt(area / ratio));
                if (width >= 1 && width <= images.width() && height >= 1 && height <= images.height()) {
                    return new Box(random.nextInt(images.height() - height + 1), random.nextInt(images.width() - width + 1), height, width);
                }
            }
            double whole = (double) images.width() / images.height();
            int width = whole > options.maxRatio() ? (int) Math.round(images.height() * options.maxRatio()) : images.width();
            int height = whole < options.minRatio() ? (int) Math.round(images.width() / options.minRatio()) : images.height();
            return new Box((images.height() - height) / 2, (images.width() - width) / 2, height, width);
        }

        private static double between(double low, double high, UniformRandomProvider random) {
            return low + (high - low) * random.nextDouble();
        }

        /** Stretches the box over the whole image; what lies outside the box is never seen, not even by interpolation. */
        void cut(Warp warp, int i, ImageInfo images) {
            double across = (double) width / images.width();
            double down = (double) height / images.height();
            warp.set(i, across, 0, left + (width - images.width()) / 2.0, 0, down, top + (height - images.height()) / 2.0);
            warp.limit(i, (width - 1) / 2.0 / across, (height - 1) / 2.0 / down);
        }
    }

    /** Options. */
    public record Options(
            @Doc("smallest area, as a share of the image") @Positive @DecimalMax("1") @Default("0.08") double minArea,
            @Doc("largest area, as a share of the image") @Positive @DecimalMax("1") @Default("1") double maxArea,
            @Doc("smallest width / height; its logarithm is uniform") @Positive @Default("0.75") double minRatio,
            @Doc("largest width / height") @Positive @Default("1.3333333333333333") double maxRatio) {}
}
