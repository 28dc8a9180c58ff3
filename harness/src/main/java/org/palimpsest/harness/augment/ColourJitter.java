package org.palimpsest.harness.augment;

import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.image.AugmentationModule;

/**
 * {@code colour-jitter}: brightness, contrast, saturation and hue change by factors drawn for every image. The four follow one
 * another in an order that is drawn anew for every batch and holds for all of its images.
 */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(AugmentationModule.class)
public final class ColourJitter extends AugmentationModule<ColourJitter.Options> {
    /** For the service loader. */
    public ColourJitter() {
        super("colour-jitter", "brightness, contrast, saturation and hue change, in an order drawn for every batch",
                "Chen et al., A Simple Framework for Contrastive Learning of Visual Representations, ICML 2020, appendix A", Options.class);
    }

    @Override
    protected Optional<String> check(Options options, ImageInfo images) {
        if (images.colour() || images.channels() == 1 && options.saturation() == 0 && options.hue() == 0) {
            return Optional.empty();
        }
        return Optional.of("needs colour images; these have " + images.channels() + " channel(s)"
                + (images.channels() == 1 ? ", so saturation and hue must be 0" : ""));
    }

    @Override
    protected Augmentation build(Options options, ImageInfo images) {
        return (batch, random) -> {
            boolean[] chosen = new boolean[(int) batch.getShape().get(0)];
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = random.nextDouble() < options.p();
            }
            NDArray current = Colour.floats(batch);
            for (Change change : order(random)) {
                double strength = change.strength(options);
                if (strength > 0) {
                    float[] amounts = amounts(change, strength, chosen, random);
                    current = change.apply(current, Colour.perImage(batch.getManager(), amounts));
                }
            }
            return current;
        };
    }

    static List<Change> order(UniformRandomProvider random) {
        int[] order = RandomStreams.permutation(Change.values().length, random);
        return Arrays.stream(order).mapToObj(i -> Change.values()[i]).toList();
    }

    private static float[] amounts(Change change, double strength, boolean[] chosen, UniformRandomProvider random) {
        float[] amounts = new float[chosen.length];
        for (int i = 0; i < amounts.length; i++) {
            double low = Math.max(change.least, change.neutral - strength);
            double drawn = low + (change.neutral + strength - low) * random.nextDouble();
            amounts[i] = (float) (chosen[i] ? drawn : change.neutral);
        }
        return amounts;
    }

    /** The four changes. */
    enum Change {
        /** Times the factor. */
        BRIGHTNESS(1, 0) {
            @Override
            double strength(Options options) {
                return options.brightness();
            }

            @Override
            NDArray apply(NDArray floats, NDArray factor) {
                return floats.mul(factor).clip(0, Colour.WHITE);
            }
        },
        /** Away from the mean luma of the image. */
        CONTRAST(1, 0) {
            @Override
            double strength(Options options) {
                return options.contrast();
            }

            @Override
            NDArray apply(NDArray floats, NDArray factor) {
                return Colour.blend(floats, Colour.meanLuma(floats), factor);
            }
        },
        /** Away from the luma of each pixel. */
        SATURATION(1, 0) {
            @Override
            double strength(Options options) {
                return options.saturation();
            }

            @Override
            NDArray apply(NDArray floats, NDArray factor) {
                return Colour.blend(floats, Colour.luma(floats), factor);
            }
        },
        /** By so many turns of the colour circle. */
        HUE(0, -0.5) {
            @Override
            double strength(Options options) {
                return options.hue();
            }

            @Override
            NDArray apply(NDArray floats, NDArray turns) {
                return Colour.turnHue(floats, turns);
            }
        };

        private final double neutral;
        private final double least;

        Change(double neutral, double least) {
            this.neutral = neutral;
            this.least = least;
        }

        abstract double strength(Options options);

        /** Floats in and out; the amount has shape (n, 1, 1, 1). */
        abstract NDArray apply(NDArray floats, NDArray amount);
    }

    /** Options. A strength s draws factors from 1 - s (at least 0) to 1 + s, and for the hue turns from -s to s. */
    public record Options(
            @Doc("factors from 1 - this to 1 + this") @PositiveOrZero @Default("0.4") double brightness,
            @Doc("factors from 1 - this to 1 + this") @PositiveOrZero @Default("0.4") double contrast,
            @Doc("factors from 1 - this to 1 + this") @PositiveOrZero @Default("0.4") double saturation,
            @Doc("turns of the colour circle, either way") @PositiveOrZero @DecimalMax("0.5") @Default("0.1") double hue,
            @Doc("probability of each image to be changed at all") @PositiveOrZero @DecimalMax("1") @Default("0.8") double p) {}
}
