package org.palimpsest.methods.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.palimpsest.harness.api.Rows;

/**
 * A fully connected layer under a softmax, trained from zero by stochastic gradient descent on the mean cross-entropy: v = m v + g + decay w,
 * w = w - lr v, with a rate that falls by half a cosine from one pass over the rows to the next (Loshchilov and Hutter, ICLR 2017,
 * equation 5). The gradient of one layer is written out, which saves recording it.
 *
 * @param epochs passes over the rows
 * @param lr learning rate of the first pass
 * @param batch rows per step
 * @param momentum m
 * @param decay weight decay, of the biases too
 */
public record SoftmaxClassifier(int epochs, double lr, int batch, double momentum, double decay) {
    /**
     * Trains.
     *
     * @param classes number of classes
     * @param order from the number of a pass to the order in which it visits the rows
     * @param owner owner of the result
     */
    public LinearClassifier train(LabelledRows rows, int classes, IntFunction<int[]> order, NDManager owner) {
        try (NDManager manager = owner.newSubManager()) {
            Layer layer = new Layer(rows, classes, manager);
            for (int epoch = 0; epoch < epochs; epoch++) {
                layer.rate(lr / 2 * (1 + Math.cos(Math.PI * epoch / epochs)));
                int[] visits = order.apply(epoch);
                for (int from = 0; from < visits.length; from += batch) {
                    layer.step(Arrays.copyOfRange(visits, from, Math.min(from + batch, visits.length)));
                }
            }
            return LinearClassifier.of(owner, layer.weights, layer.bias);
        }
    }

    /** The layer in training; numbers are arrays, as everywhere in a step, because the engine would make arrays of them each time. */
    private final class Layer {
        private final LabelledRows rows;
        private final NDManager manager;
        private final NDArray weights;
        private final NDArray bias;
        private final NDArray weightSpeed;
        private final NDArray biasSpeed;
        private final NDArray momentumNumber;
        private final NDArray decayNumber;
        private final Rows targets;
        private NDArray rate;

        Layer(LabelledRows rows, int classes, NDManager manager) {
            this.rows = rows;
            this.manager = manager;
            weights = manager.zeros(new Shape(rows.width(), classes));
            bias = manager.zeros(new Shape(1, classes));
            weightSpeed = manager.zeros(weights.getShape());
            biasSpeed = manager.zeros(bias.getShape());
            momentumNumber = manager.create((float) momentum);
            decayNumber = manager.create((float) decay);
            targets = new Rows(manager.eye(classes));
        }

        void rate(double value) {
            rate = manager.create((float) value);
        }

        void step(int[] numbers) {
            try (NDManager scratch = manager.newSubManager()) {
                NDArray x = rows.rows(numbers, scratch);
                NDArray error = x.matMul(weights).addi(bias).softmax(1).subi(targets.select(scratch, rows.labels(numbers)));
                error.divi(scratch.create((float) numbers.length));
                move(weights, weightSpeed, x.transpose().matMul(error), scratch);
                move(bias, biasSpeed, error.sum(new int[] {0}, true), scratch);
            }
        }

        private void move(NDArray values, NDArray speed, NDArray gradient, NDManager scratch) {
            NDArray penalty = values.mul(decayNumber);
            penalty.attach(scratch);
            speed.muli(momentumNumber).addi(gradient.addi(penalty));
            NDArray change = speed.mul(rate);
            change.attach(scratch);
            values.subi(change);
        }
    }
}
