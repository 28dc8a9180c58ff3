package org.palimpsest.methods.frozen;

import ai.djl.ndarray.NDArray;

/** Estimates of covariance that stay invertible when there are few examples. */
final class Shrinkage {
    private Shrinkage() {}

    /**
     * Oracle-approximating shrinkage (Chen et al., Shrinkage Algorithms for MMSE Covariance Estimation, IEEE TSP 2010, equation 23):
     * (1 - r) S + r tr(S) / p I with r = min(1, ((1 - 2/p) tr(S^2) + tr(S)^2) / ((n + 1 - 2/p) (tr(S^2) - tr(S)^2 / p))).
     *
     * @param s sample covariance, shape (p, p), FLOAT64
     * @param n examples that it comes from
     * @return shape (p, p), owned by the manager of {@code s}
     */
    static NDArray oas(NDArray s, long n) {
        double p = s.getShape().get(0);
        NDArray eye = s.getManager().eye((int) p).toType(s.getDataType(), false);
        double trace = s.mul(eye).sum().toDoubleArray()[0];
        double traceOfSquare = s.square().sum().toDoubleArray()[0];
        double above = (1 - 2 / p) * traceOfSquare + trace * trace;
        double below = (n + 1 - 2 / p) * (traceOfSquare - trace * trace / p);
        double rho = below <= 0 ? 1 : Math.min(1, above / below);
        return s.mul(1 - rho).add(eye.mul(rho * trace / p));
    }
}
