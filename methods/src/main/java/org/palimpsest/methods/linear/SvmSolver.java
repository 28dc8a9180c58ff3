package org.palimpsest.methods.linear;

import ai.djl.ndarray.NDManager;

/**
 * Trains linear support vector machines, one for each class against the rest: w and b with the least
 * (|w|^2 + b^2) / 2 + C sum over rows i of max(0, 1 - y_i (w . x_i + b))^2, where y_i is 1 for rows of the class and -1 for all others
 * (Fan et al., LIBLINEAR, JMLR 2008, appendix A; its type 2 with a bias feature of 1, which is regularised). The least value is
 * unique, so that solvers differ in nothing but how close they get to it, and at what cost.
 */
public interface SvmSolver {
    /**
     * Solves all classes.
     *
     * @param rows what is learned
     * @param classes number of classes; one without rows gets a machine that has seen other classes alone
     * @param c weight of the errors, C
     * @param tolerance stops when the gradient of a class is below {@code tolerance * max(min(rows of the class, other rows), 1) / rows}
     *     times what it is at w = 0, as LIBLINEAR does
     * @param owner owner of the result
     */
    LinearClassifier solve(LabelledRows rows, int classes, double c, double tolerance, NDManager owner);
}
