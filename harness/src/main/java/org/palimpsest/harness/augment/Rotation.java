package org.palimpsest.harness.augment;

import com.google.auto.service.AutoService;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.image.AugmentationModule;

/** {@code rotation}: turned about its middle by any angle up to a largest one. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(AugmentationModule.class)
public final class Rotation extends AugmentationModule<Rotation.Options> {
    /** For the service loader. */
    public Rotation() {
        super("rotation", "turned about the middle by an angle that is uniform up to a largest one, either way",
                "Simard et al., Best Practices for Convolutional Neural Networks, ICDAR 2003", Options.class);
    }

    @Override
    protected Augmentation build(Options options, ImageInfo images) {
        Geometry rotation = (n, random) -> {
            Warp warp = new Warp(n, Warp.Sampling.of(options.interpolation(), options.fill()));
            for (int i = 0; i < n; i++) {
                turn(warp, i, options.degrees() * (2 * random.nextDouble() - 1));
            }
            return warp;
        };
        return rotation;
    }

    /** Turns an image counter-clockwise. */
    static void turn(Warp warp, int i, double degrees) {
        double cosine = Math.cos(Math.toRadians(degrees));
        double sine = Math.sin(Math.toRadians(degrees));
        warp.set(i, cosine, -sine, 0, sine, cosine, 0);
    }

    /** Options. */
    public record Options(
            @Doc("largest angle, in degrees") @Positive @DecimalMax("180") @Default("15") double degrees,
            @Doc("how values between pixels are found") @Default("bilinear") Interpolation interpolation,
            @Doc("pixel value of what was outside") @PositiveOrZero @DecimalMax("255") @Default("0") double fill) {}
}
