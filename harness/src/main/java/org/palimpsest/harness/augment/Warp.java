package org.palimpsest.harness.augment;

import java.util.Optional;

/**
 * Where the pixels of each image of a batch come from: an affine map per image, from a position in the result to one in the
 * source. Positions are (u, v), in pixels to the right of and below the middle of the image, so that a flip or a quarter turn
 * needs no shift.
 */
final class Warp {
    /** u' = a u + b v + c and v' = d u + e v + f. */
    private static final int TERMS = 6;
    private static final double[] NOWHERE_ELSE = {1, 0, 0, 0, 1, 0};

    private final double[] terms;
    private final double[] limits;
    private final Sampling sampling;

    /**
     * How values are taken from the source.
     *
     * @param interpolation between pixels
     * @param fill value of what lies outside the source, 0 to 255
     * @param permutes whether every pixel of the source goes to exactly one of the result, as in a flip; two maps can be joined
     *     only if one of them does so, since otherwise the first loses what the second would fetch
     */
    record Sampling(Interpolation interpolation, double fill, boolean permutes) {
        static final Sampling PERMUTATION = new Sampling(Interpolation.NEAREST, 0, true);

        static Sampling of(Interpolation interpolation, double fill) {
            return new Sampling(interpolation, fill, false);
        }
    }

    /** Leaves n images where they are, until {@link #set} says otherwise. */
    Warp(int n, Sampling sampling) {
        this(new double[TERMS * n], new double[2 * n], sampling);
        for (int i = 0; i < n; i++) {
            set(i, NOWHERE_ELSE);
            limit(i, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
    }

    private Warp(double[] terms, double[] limits, Sampling sampling) {
        this.terms = terms;
        this.limits = limits;
        this.sampling = sampling;
    }

    /** Maps image i by u' = a u + b v + c, v' = d u + e v + f. */
    void set(int i, double... map) {
        System.arraycopy(map, 0, terms, TERMS * i, TERMS);
    }

    /** Takes the pixels of image i whose position in the result is beyond these from the positions at the limits. */
    void limit(int i, double u, double v) {
        limits[2 * i] = u;
        limits[2 * i + 1] = v;
    }

    /** Number of images. */
    int size() {
        return terms.length / TERMS;
    }

    Sampling sampling() {
        return sampling;
    }

    /** Term a (0) to f (5) of every image. */
    float[] term(int which) {
        float[] values = new float[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) terms[TERMS * i + which];
        }
        return values;
    }

    /** Limits along u (0) or v (1) of every image. */
    float[] limits(int which) {
        float[] values = new float[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) limits[2 * i + which];
        }
        return values;
    }

    /** Whether any image has limits. */
    boolean limited() {
        return limits.length > 0 && limits[0] < Double.POSITIVE_INFINITY;
    }

    /** This map and then the next, as one; empty if one look-up cannot stand for both. */
    Optional<Warp> then(Warp next) {
        if (!sampling.permutes && !next.sampling.permutes) {
            return Optional.empty();
        }
        Warp both = new Warp(size(), next.sampling.permutes ? sampling : next.sampling);
        for (int i = 0; i < size(); i++) {
            both.set(i, product(terms, next.terms, TERMS * i));
            Warp limiting = next.sampling.permutes ? this : next;
            boolean turned = next.sampling.permutes && next.terms[TERMS * i] == 0;
            both.limit(i, limiting.limits[2 * i + (turned ? 1 : 0)], limiting.limits[2 * i + (turned ? 0 : 1)]);
        }
        return Optional.of(both);
    }

    /** Position in the result, by {@code inner} to one in between, by {@code outer} to one in the source. */
    private static double[] product(double[] outer, double[] inner, int at) {
        double[] product = new double[TERMS];
        for (int row = 0; row < TERMS; row += 3) {
            for (int column = 0; column < 3; column++) {
                product[row + column] = outer[at + row] * inner[at + column] + outer[at + row + 1] * inner[at + 3 + column]
                        + (column == 2 ? outer[at + row + 2] : 0);
            }
        }
        return product;
    }
}
