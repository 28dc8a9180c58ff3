package org.palimpsest.methods.fscil;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;

/** Directions that are as far from one another as they can be, one row each, of length 1. */
final class PrototypeDirections {
    /** A larger step would throw two near points over to the other side together. */
    private static final float RATE = 0.1f;

    private PrototypeDirections() {}

    /** How the directions are found. */
    enum Kind {
        /** A simplex equiangular tight frame, which needs at least as many dimensions as directions. */
        ETF,
        /** Random directions, driven apart by gradient descent; any number in any dimension. */
        OPTIMISED
    }

    /**
     * E = sqrt(K / (K - 1)) U (I - 11' / K) with U of orthonormal columns (Yang et al., Neural Collapse Inspired Feature-Classifier
     * Alignment, ICLR 2023, equation 1), from the Q of a Gaussian matrix; any two columns are at cosine -1 / (K - 1).
     *
     * @param count K, at least 2
     * @param width d, at least K
     * @return the columns of E as rows, shape (K, d)
     * @throws IllegalArgumentException if there are too few dimensions
     */
    static NDArray etf(NDManager manager, int count, int width, UniformRandomProvider random) {
        if (width < count) {
            throw new IllegalArgumentException(tooFew(count, width));
        }
        QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(width, count);
        qr.decompose(DMatrixRMaj.wrap(width, count, gaussian(width * count, random)));
        DMatrixRMaj u = qr.getQ(null, true);
        float[] rows = new float[count * width];
        double scale = Math.sqrt(count / (count - 1.0));
        for (int j = 0; j < width; j++) {
            int coordinate = j;
            double mean = IntStream.range(0, count).mapToDouble(k -> u.get(coordinate, k)).sum() / count;
            for (int k = 0; k < count; k++) {
                rows[k * width + j] = (float) (scale * (u.get(j, k) - mean));
            }
        }
        return manager.create(rows, new Shape(count, width));
    }

    /** What is wrong with a simplex of more directions than dimensions. */
    static String tooFew(int count, int width) {
        return "too few dimensions for the frame: a simplex of " + count + " prototypes needs a width of " + count + " or more, this one is "
                + width + " (a frame that is optimised needs no more than 2)";
    }

    /**
     * Minimises the sum over i of t log sum_{j != i} exp(p_i . p_j / t) by plain gradient steps, each followed by a return to length 1
     * (Ahmed, Kukleva and Schiele, OrCo, CVPR 2024, section 3.2, where t is 1).
     *
     * @param temperature t; the smaller, the more the nearest pairs count
     * @return shape (count, width)
     */
    static NDArray optimised(NDManager manager, int count, int width, double temperature, int steps, UniformRandomProvider random) {
        double[] start = gaussian(count * width, random);
        float[] values = new float[start.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) start[i];
        }
        try (NDManager scratch = manager.newSubManager()) {
            NDArray points = scratch.create(values, new Shape(count, width)).normalize(2, 1);
            for (int i = 0; i < steps; i++) {
                points = driven(points, count, (float) (1 / temperature));
            }
            points.attach(manager);
            return points;
        }
    }

    /** One step; what it needs on the way is freed. */
    private static NDArray driven(NDArray points, int count, float sharpness) {
        NDManager owner = points.getManager();
        try (NDManager scratch = owner.newSubManager()) {
            points.attach(scratch);
            NDArray never = scratch.eye(count).mul(-1e9f);
            NDArray shares = points.matMul(points.transpose()).mul(sharpness).add(never).softmax(1);
            NDArray gradient = shares.add(shares.transpose()).matMul(points);
            NDArray next = points.sub(gradient.mul(RATE)).normalize(2, 1);
            next.attach(owner);
            return next;
        }
    }

    private static double[] gaussian(int n, UniformRandomProvider random) {
        ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
        return normal.samples(n).toArray();
    }
}
