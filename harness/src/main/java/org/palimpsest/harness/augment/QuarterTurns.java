package org.palimpsest.harness.augment;

import com.google.auto.service.AutoService;
import java.util.Optional;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.image.AugmentationModule;

/** {@code quarter-turns}: none to three turns of 90 degrees, all equally likely. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(AugmentationModule.class)
public final class QuarterTurns extends AugmentationModule<NoOptions> {
    private static final int TURNS = 4;

    /** For the service loader. */
    public QuarterTurns() {
        super("quarter-turns", "none to three turns of 90 degrees, all equally likely",
                "Gidaris et al., Unsupervised Representation Learning by Predicting Image Rotations, ICLR 2018", NoOptions.class);
    }

    @Override
    protected Optional<String> check(NoOptions options, ImageInfo images) {
        return images.height() == images.width() ? Optional.empty()
                : Optional.of("needs square images; these have " + images.height() + " rows and " + images.width() + " columns");
    }

    @Override
    protected Augmentation build(NoOptions options, ImageInfo images) {
        Geometry turns = (n, random) -> {
            Warp warp = new Warp(n, Warp.Sampling.PERMUTATION);
            for (int i = 0; i < n; i++) {
                turn(warp, i, random.nextInt(TURNS));
            }
            return warp;
        };
        return turns;
    }

    /** Turns an image counter-clockwise, so many times. */
    static void turn(Warp warp, int i, int times) {
        int[] cosine = {1, 0, -1, 0};
        int[] sine = {0, 1, 0, -1};
        warp.set(i, cosine[times], -sine[times], 0, sine[times], cosine[times], 0);
    }
}
