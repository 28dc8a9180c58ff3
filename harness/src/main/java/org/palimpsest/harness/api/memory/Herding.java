package org.palimpsest.harness.api.memory;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.function.IntFunction;

/** Picks exemplars whose mean stays close to the mean of all (Welling, ICML 2009; Rebuffi et al., iCaRL, CVPR 2017, algorithm 4). */
public final class Herding {
    private static final int LARGEST_GRAM = 8192; // 256 MiB

    private Herding() {}

    /**
     * The k-th pick is the row x, of those not picked yet, for which the mean of the k picked ones is closest to the mean of all:
     * the smallest |mu - (x + sum of those picked before) / k|. The first picks are the same however many are asked for.
     *
     * <p>Costs O(n) per pick once all inner products are known, O(n d) per pick above 8,192 rows, where they would not fit.
     *
     * @param features shape (n, d), FLOAT32, of length 1 if the classifier compares angles
     * @param count picks wanted; all rows are picked if there are fewer
     * @return row numbers in the order of picking
     */
    public static int[] select(NDArray features, int count) {
        try (NDManager manager = features.getManager().newSubManager()) {
            NDArray x = features.duplicate();
            x.attach(manager);
            int n = (int) x.getShape().get(0);
            if (n > LARGEST_GRAM) {
                return pick(x, i -> x.matMul(x.get(i)).toFloatArray(), count);
            }
            NDArray products = x.matMul(x.transpose());
            return pick(x, i -> products.get(new NDIndex(i)).toFloatArray(), count);
        }
    }

    /** With s the sum of those picked, |k mu - s - x|^2 is smallest where |x|^2 - 2 x . (k mu - s) is. */
    private static int[] pick(NDArray x, IntFunction<float[]> productsWith, int count) {
        float[] squares = x.square().sum(new int[] {1}).toFloatArray();
        float[] withMean = x.matMul(x.mean(new int[] {0})).toFloatArray();
        double[] withPicked = new double[squares.length];
        boolean[] picked = new boolean[squares.length];
        int[] order = new int[Math.min(count, squares.length)];
        for (int k = 1; k <= order.length; k++) {
            int best = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < squares.length; i++) {
                double distance = squares[i] - 2 * (k * (double) withMean[i] - withPicked[i]);
                if (!picked[i] && distance < least) {
                    best = i;
                    least = distance;
                }
            }
            order[k - 1] = best;
            picked[best] = true;
            float[] products = productsWith.apply(best);
            for (int i = 0; i < products.length; i++) {
                withPicked[i] += products[i];
            }
        }
        return order;
    }
}
