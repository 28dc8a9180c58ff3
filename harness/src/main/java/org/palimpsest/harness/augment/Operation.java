package org.palimpsest.harness.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.function.BinaryOperator;

/**
 * The operations of AutoAugment (Cubuk et al., CVPR 2019, table 6), each on images of shape (n, 3, height, width), UINT8, with a
 * magnitude per image; the result is rounded to UINT8.
 */
enum Operation {
    /** Rows shift to the left by magnitude times their distance from the top edge. */
    SHEAR_X(Scale.SHEAR) {
        @Override
        void move(Warp warp, int i, double magnitude, long height, long width) {
            warp.set(i, 1, magnitude, magnitude * height / 2, 0, 1, 0);
        }
    },
    /** Columns shift upwards by magnitude times their distance from the left edge. */
    SHEAR_Y(Scale.SHEAR) {
        @Override
        void move(Warp warp, int i, double magnitude, long height, long width) {
            warp.set(i, 1, 0, 0, magnitude, 1, magnitude * width / 2);
        }
    },
    /** To the right by a share of the width, in whole pixels. */
    TRANSLATE_X(Scale.TRANSLATION) {
        @Override
        void move(Warp warp, int i, double magnitude, long height, long width) {
            warp.set(i, 1, 0, -(int) (magnitude * width), 0, 1, 0);
        }
    },
    /** Downwards by a share of the height, in whole pixels. */
    TRANSLATE_Y(Scale.TRANSLATION) {
        @Override
        void move(Warp warp, int i, double magnitude, long height, long width) {
            warp.set(i, 1, 0, 0, 0, 1, -(int) (magnitude * height));
        }
    },
    /** Counter-clockwise about the middle, in degrees. */
    ROTATE(Scale.ANGLE) {
        @Override
        void move(Warp warp, int i, double magnitude, long height, long width) {
            Rotation.turn(warp, i, magnitude);
        }
    },
    /** Away from black. */
    BRIGHTNESS(Scale.ENHANCEMENT, (floats, factor) -> floats.mul(factor).clip(0, Colour.WHITE)),
    /** Away from the luma of each pixel. */
    COLOUR(Scale.ENHANCEMENT, (floats, factor) -> Colour.blend(floats, Colour.luma(floats).round(), factor)),
    /** Away from the mean luma of the image. */
    CONTRAST(Scale.ENHANCEMENT, (floats, factor) -> Colour.blend(floats, Colour.meanLuma(floats).round(), factor)),
    /** Away from a smoothed image. */
    SHARPNESS(Scale.ENHANCEMENT, (floats, factor) -> Colour.blend(floats, Tones.smooth(floats), factor)),
    /** So many of the highest bits stay. */
    POSTERIZE(Scale.BITS, Tones::posterize),
    /** Values from the threshold on are inverted. */
    SOLARIZE(Scale.THRESHOLD, Tones::solarize),
    /** Every channel stretched to all of 0 to 255. */
    AUTO_CONTRAST(Scale.NONE, (floats, unused) -> Tones.autoContrast(floats)),
    /** Every channel's histogram levelled. */
    EQUALIZE(Scale.NONE, (floats, unused) -> Tones.equalize(floats)),
    /** 255 minus the value. */
    INVERT(Scale.NONE, (floats, unused) -> Tones.invert(floats));

    private final Scale scale;
    private final BinaryOperator<NDArray> change;

    Operation(Scale scale) {
        this(scale, null);
    }

    Operation(Scale scale, BinaryOperator<NDArray> change) {
        this.scale = scale;
        this.change = change;
    }

    /**
     * What a level of the policy means. The paper gives the ranges and ten evenly spaced values of each. Its [0.1, 1.9] for
     * enhancements is read as in the common implementations: a distance from 1 that grows with the level, either way.
     */
    enum Scale {
        /** Columns per row or rows per column: 0 to 0.3, either way. */
        SHEAR,
        /** Share of the side: 0 to 150 of the 331 pixels that the paper's images had, either way. */
        TRANSLATION,
        /** Degrees: 0 to 30, either way. */
        ANGLE,
        /** Factor: 1 to 0.1, or 1 to 1.9. */
        ENHANCEMENT,
        /** Bits: 8 to 4. */
        BITS,
        /** Threshold: 256 to 0. */
        THRESHOLD,
        /** Nothing to choose. */
        NONE;

        private static final double HIGHEST = 9;

        private double at(int level, boolean negative) {
            double share = level / HIGHEST;
            double signed = negative ? -share : share;
            return switch (this) {
                case SHEAR -> 0.3 * signed;
                case TRANSLATION -> 150.0 / 331 * signed;
                case ANGLE -> 30 * signed;
                case ENHANCEMENT -> 1 + 0.9 * signed;
                case BITS -> 8 - Math.round(4 * share);
                case THRESHOLD -> 256 * (1 - share);
                case NONE -> 0;
            };
        }
    }

    /** The magnitude of a level from 0 to 9; for some operations it can go either way. */
    double magnitude(int level, boolean negative) {
        return scale.at(level, negative);
    }

    /** Moves image i; for operations that move pixels. */
    void move(Warp warp, int i, double magnitude, long height, long width) {
        throw new IllegalStateException(this + " moves no pixels");
    }

    /**
     * Does it to all images.
     *
     * @param images shape (n, 3, height, width), UINT8
     * @param magnitudes n magnitudes
     * @param fill value of what comes from outside the images
     */
    NDArray apply(NDArray images, double[] magnitudes, double fill) {
        if (change == null) {
            Warp warp = new Warp(magnitudes.length, Warp.Sampling.of(Interpolation.NEAREST, fill));
            for (int i = 0; i < magnitudes.length; i++) {
                move(warp, i, magnitudes[i], images.getShape().get(2), images.getShape().get(3));
            }
            return Resampler.apply(images, warp);
        }
        float[] narrow = new float[magnitudes.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) magnitudes[i];
        }
        NDArray changed = change.apply(Colour.floats(images), Colour.perImage(images.getManager(), narrow));
        return changed.round().toType(DataType.UINT8, false);
    }
}
