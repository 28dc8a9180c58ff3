package org.palimpsest.methods.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Rows;

/**
 * Newton's method for the machines of all classes at once, on the device (Keerthi and DeCoste, JMLR 2005; Galli and Lin, 2022, for the
 * conjugate gradients in it). With E = (X W - Y) where y (x . w) &lt; 1 and 0 elsewhere, one column per class, the gradient is
 * W + 2 C X'E and the Hessian of a column I + 2 C X'DX, where D picks the rows with y (x . w) &lt; 1. Rows pass by in blocks, several times
 * for each step, and are made anew every time: what is kept is one truth value for each row and class.
 *
 * <p>The conjugate gradients of all columns are preconditioned by one matrix, the inverse of I + C X'X: about half of all rows are in D once
 * a machine has learned that most rows are not of its class.
 */
public final class NewtonSvm implements SvmSolver {
    private static final int BLOCK = 2048;
    private static final int NEWTON_STEPS = 60;
    private static final int INNER_STEPS = 40;
    private static final int HALVINGS = 20;
    private static final double INNER_TOLERANCE = 0.05;
    private static final double SUFFICIENT = 1e-4; // of the decrease that the gradient promises
    private static final double FLAT = 1e-8; // relative changes that are rounding

    @Override
    public LinearClassifier solve(LabelledRows rows, int classes, double c, double tolerance, NDManager owner) {
        try (NDManager manager = owner.newSubManager(); Solution solution = new Solution(rows, classes, c, tolerance, manager)) {
            return solution.find(owner);
        }
    }

    /** What a block of X v becomes on the way back: shape (n, classes) to the same shape, in place or not. */
    private interface Residual {
        NDArray of(NDArray product, int block, NDManager scratch);
    }

    /** One problem and what its solution needs; column k of every matrix is of class k, and the last row belongs to the bias. */
    private static final class Solution implements AutoCloseable {
        private final LabelledRows rows;
        private final int classes;
        private final NDManager manager;
        private final NDArray twiceC;
        private final double c;
        private final double[] bounds;
        private final Rows signs; // row y: 1 in column y, -1 elsewhere
        private final int[][] blocks;
        private final NDArray inverse;

        Solution(LabelledRows rows, int classes, double c, double tolerance, NDManager manager) {
            this.rows = rows;
            this.classes = classes;
            this.manager = manager;
            this.c = c;
            this.twiceC = manager.create((float) (2 * c));
            this.signs = new Rows(manager.eye(classes).muli(2).subi(1));
            int count = (rows.size() + BLOCK - 1) / BLOCK;
            this.blocks = IntStream.range(0, count)
                    .mapToObj(i -> IntStream.range(i * BLOCK, Math.min((i + 1) * BLOCK, rows.size())).toArray())
                    .toArray(int[][]::new);
            this.bounds = bounds(tolerance);
            this.inverse = preconditioner();
        }

        /** How much smaller than at W = 0 the gradient of each class shall become. */
        private double[] bounds(double tolerance) {
            int n = rows.size();
            int[] positive = new int[classes];
            IntStream.range(0, n).forEach(i -> positive[rows.label(i)]++);
            return IntStream.of(positive).mapToDouble(p -> tolerance * Math.max(Math.min(p, n - p), 1) / n).toArray();
        }

        /** The inverse of I + C X'X, bias included. */
        private NDArray preconditioner() {
            int d = rows.width();
            try (NDManager scratch = manager.newSubManager()) {
                NDArray gram = scratch.zeros(new Shape(d + 1, d + 1));
                for (int[] block : blocks) {
                    try (NDManager step = scratch.newSubManager()) {
                        NDArray x = rows.rows(block, step).concat(step.ones(new Shape(block.length, 1)), 1);
                        gram.addi(x.transpose().matMul(x));
                    }
                }
                NDArray wide = gram.toType(DataType.FLOAT64, false).muli(c).addi(scratch.eye(d + 1).toType(DataType.FLOAT64, false));
                NDArray inverted = wide.inverse().toType(DataType.FLOAT32, false);
                inverted.attach(manager);
                return inverted;
            }
        }

        /** X' residual(X v), shape (d + 1, classes), owned by {@code owner}. */
        private NDArray pass(NDArray v, Residual residual, NDManager owner) {
            int d = rows.width();
            try (NDManager scratch = manager.newSubManager()) {
                NDArray body = v.get(scratch, new NDIndex("0:{}", d));
                NDArray bias = v.get(scratch, new NDIndex("{}:", d));
                NDArray sum = scratch.zeros(body.getShape());
                NDArray biasSum = scratch.zeros(bias.getShape());
                for (int i = 0; i < blocks.length; i++) {
                    try (NDManager step = scratch.newSubManager()) {
                        NDArray x = rows.rows(blocks[i], step);
                        NDArray e = residual.of(x.matMul(body).addi(bias), i, step);
                        sum.addi(x.transpose().matMul(e));
                        biasSum.addi(e.sum(new int[] {0}, true));
                    }
                }
                NDArray whole = sum.concat(biasSum, 0);
                whole.attach(owner);
                return whole;
            }
        }

        LinearClassifier find(NDManager owner) {
            Point point = new Point(manager.zeros(new Shape(rows.width() + 1, classes)));
            double[] atZero = point.slopes();
            for (int step = 0; step < NEWTON_STEPS && !isDone(point, atZero); step++) {
                Point next = next(point);
                boolean moved = next != point && improves(point, next);
                if (next != point) {
                    point.close();
                }
                point = next;
                if (!moved) {
                    break;
                }
            }
            int d = rows.width();
            return LinearClassifier.of(owner, point.w.get("0:" + d), point.w.get(d + ":"));
        }

        private boolean isDone(Point point, double[] atZero) {
            double[] slopes = point.slopes();
            return IntStream.range(0, classes).allMatch(k -> slopes[k] <= bounds[k] * atZero[k]);
        }

        private boolean improves(Point from, Point to) {
            return IntStream.range(0, classes).anyMatch(k -> from.values[k] - to.values[k] > FLAT * from.values[k]);
        }

        /** The point at the end of a Newton step, shortened for the classes that a whole step does not help; the same point if none gains. */
        private Point next(Point point) {
            try (NDManager scratch = manager.newSubManager()) {
                NDArray direction = direction(point, scratch);
                double[] promised = columns(direction.mul(point.gradient));
                float[] lengths = new float[classes];
                Arrays.fill(lengths, 1);
                for (int halving = 0; halving < HALVINGS; halving++) {
                    NDArray moved = direction.mul(scratch.create(lengths, new Shape(1, classes))).addi(point.w);
                    moved.attach(manager);
                    Point candidate = new Point(moved);
                    boolean enough = true;
                    for (int k = 0; k < classes; k++) {
                        double most = point.values[k] + SUFFICIENT * lengths[k] * promised[k] + FLAT * point.values[k];
                        if (!(candidate.values[k] <= most)) {
                            lengths[k] = halving == HALVINGS - 2 ? 0 : lengths[k] / 2;
                            enough = false;
                        }
                    }
                    if (enough) {
                        return candidate;
                    }
                    candidate.close();
                }
                return point;
            }
        }

        /** Minus the inverse Hessian times the gradient, nearly: conjugate gradients for all columns side by side. */
        private NDArray direction(Point point, NDManager owner) {
            try (NDManager scratch = manager.newSubManager()) {
                NDArray residual = scratch.zeros(point.gradient.getShape()).subi(point.gradient);
                NDArray sum = scratch.zeros(residual.getShape());
                NDArray z = inverse(residual, scratch);
                NDArray p = z.duplicate();
                double[] enough = columns(residual.square());
                double[] rz = columns(residual.mul(z));
                for (int i = 0; i < INNER_STEPS; i++) {
                    NDArray q = point.hessian(p, scratch);
                    double[] pq = columns(p.mul(q));
                    NDArray alpha = ratio(rz, pq, scratch);
                    sum.addi(p.mul(alpha));
                    residual.subi(q.muli(alpha));
                    double[] left = columns(residual.square());
                    if (IntStream.range(0, classes).allMatch(k -> left[k] <= INNER_TOLERANCE * INNER_TOLERANCE * enough[k])) {
                        break;
                    }
                    z.close();
                    z = inverse(residual, scratch);
                    double[] next = columns(residual.mul(z));
                    p.muli(ratio(next, rz, scratch)).addi(z);
                    rz = next;
                    q.close();
                }
                sum.attach(owner);
                return sum;
            }
        }

        /** The result of an operation belongs to the manager of its first operand, which here lives longer. */
        private NDArray inverse(NDArray v, NDManager owner) {
            NDArray product = inverse.matMul(v);
            product.attach(owner);
            return product;
        }

        private NDArray ratio(double[] above, double[] below, NDManager owner) {
            float[] ratios = new float[classes];
            for (int k = 0; k < classes; k++) {
                ratios[k] = below[k] > 0 ? (float) (above[k] / below[k]) : 0;
            }
            return owner.create(ratios, new Shape(1, classes));
        }

        /** Sums of the columns. */
        private static double[] columns(NDArray matrix) {
            try (NDArray sums = matrix.sum(new int[] {0})) {
                float[] narrow = sums.toFloatArray();
                return IntStream.range(0, narrow.length).mapToDouble(k -> narrow[k]).toArray();
            } finally {
                matrix.close();
            }
        }

        @Override
        public void close() {
            manager.close();
        }

        /** Weights, and what is true there. */
        private final class Point implements AutoCloseable {
            private final NDManager own = manager.newSubManager();
            private final NDArray w;
            private final NDArray gradient;
            private final double[] values; // of the objective
            private final List<NDArray> wanting = new ArrayList<>(); // of each block, where y (x . w) < 1

            Point(NDArray weights) {
                w = weights;
                w.attach(own);
                NDArray loss = own.zeros(new Shape(classes), DataType.FLOAT64);
                gradient = pass(w, (product, block, scratch) -> {
                    NDArray y = signs.select(scratch, rows.labels(blocks[block]));
                    NDArray mask = y.mul(product).lt(1);
                    NDArray e = product.subi(y).muli(mask.toType(DataType.FLOAT32, false));
                    loss.addi(e.square().sum(new int[] {0}).toType(DataType.FLOAT64, false));
                    mask.attach(own);
                    wanting.add(mask);
                    return e;
                }, own).muli(twiceC).addi(w);
                double[] errors = loss.toDoubleArray();
                double[] squares = columns(w.square());
                values = IntStream.range(0, classes).mapToDouble(k -> squares[k] / 2 + c * errors[k]).toArray();
            }

            /** Lengths of the gradients. */
            double[] slopes() {
                return DoubleStream.of(columns(gradient.square())).map(Math::sqrt).toArray();
            }

            /** v + 2 C X'DX v. */
            NDArray hessian(NDArray v, NDManager owner) {
                return pass(v, (product, block, scratch) -> {
                    NDArray mask = wanting.get(block).toType(DataType.FLOAT32, true);
                    mask.attach(scratch);
                    return product.muli(mask);
                }, owner).muli(twiceC).addi(v);
            }

            @Override
            public void close() {
                own.close();
            }
        }
    }
}
