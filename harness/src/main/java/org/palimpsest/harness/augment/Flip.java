package org.palimpsest.harness.augment;

import com.google.auto.service.AutoService;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.image.AugmentationModule;

/** {@code flip}: left and right exchanged. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(AugmentationModule.class)
public final class Flip extends AugmentationModule<Flip.Options> {
    /** For the service loader. */
    public Flip() {
        super("flip", "left and right exchanged", "He et al., Deep Residual Learning for Image Recognition, CVPR 2016, section 4.2", Options.class);
    }

    @Override
    protected Augmentation build(Options options, ImageInfo images) {
        Geometry flip = (n, random) -> {
            Warp warp = new Warp(n, Warp.Sampling.PERMUTATION);
            for (int i = 0; i < n; i++) {
                if (random.nextDouble() < options.p()) {
                    warp.set(i, -1, 0, 0, 0, 1, 0);
                }
            }
            return warp;
        };
        return flip;
    }

    /** Options. */
    public record Options(@Doc("probability of each image to be flipped") @PositiveOrZero @DecimalMax("1") @Default("0.5") double p) {}
}
