package org.palimpsest.methods.fscil;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** The supervised contrastive loss (Khosla et al., NeurIPS 2020, equation 2). */
final class ContrastiveLoss {
    private static final double NEVER = -1e9;

    private ContrastiveLoss() {}

    /**
     * The mean over all rows i of -(1/|P(i)|) sum_{p in P(i)} log(exp(z_i . z_p / t) / sum_{a != i} exp(z_i . z_a / t)), P(i) being the
     * other rows with the label of row i; a row without any adds 0. With two views of every image and a label of its own for each
     * image it is the normalised temperature-scaled cross-entropy (Chen et al., ICML 2020, equation 1).
     *
     * @param rows z before it is brought to length 1, shape (n, width), n at least 1
     * @param labels shape (n), INT64
     * @param temperature t, above 0
     * @return a scalar
     */
    static NDArray of(NDArray rows, NDArray labels, double temperature) {
        NDArray z = rows.normalize(2, 1);
        NDArray self = z.getManager().eye((int) z.getShape().get(0), (int) z.getShape().get(0), 0, z.getDataType());
        NDArray positive = labels.expandDims(0).eq(labels.expandDims(1)).toType(z.getDataType(), false).sub(self);
        NDArray logShare = z.matMul(z.transpose()).div(temperature).add(self.mul(NEVER)).logSoftmax(1);
        NDArray count = positive.sum(new int[] {1}).maximum(1);
        return logShare.mul(positive).sum(new int[] {1}).div(count).mean().neg();
    }

    /** Labels that are all different from one another: 0 to n - 1, twice over. */
    static NDArray twice(NDArray owner, int n) {
        NDArray once = owner.getManager().arange(0, n, 1, DataType.INT64);
        return once.concat(once);
    }
}
