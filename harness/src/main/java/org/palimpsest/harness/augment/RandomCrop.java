package org.palimpsest.harness.augment;

import com.google.auto.service.AutoService;
import jakarta.validation.constraints.Positive;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.image.AugmentationModule;

/** {@code random-crop}: a window of the image's own size from the image with a black border. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(AugmentationModule.class)
public final class RandomCrop extends AugmentationModule<RandomCrop.Options> {
    /** For the service loader. */
    public RandomCrop() {
        super("random-crop", "a window of the image's own size, anywhere in the image with a black border",
                "He et al., Deep Residual Learning for Image Recognition, CVPR 2016, section 4.2", Options.class);
    }

    @Override
    protected Augmentation build(Options options, ImageInfo images) {
        int padding = options.padding();
        Geometry crop = (n, random) -> {
            Warp warp = new Warp(n, Warp.Sampling.of(Interpolation.NEAREST, 0));
            for (int i = 0; i < n; i++) {
                warp.set(i, 1, 0, random.nextInt(2 * padding + 1) - padding, 0, 1, random.nextInt(2 * padding + 1) - padding);
            }
            return warp;
        };
        return crop;
    }

    /** Options. */
    public record Options(@Doc("width of the border; all (2 padding + 1)^2 windows are equally likely") @Positive @Default("4") int padding) {}
}
