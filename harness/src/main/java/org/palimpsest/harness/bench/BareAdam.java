package org.palimpsest.harness.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;

/** Adam on some weights, by a call of the engine for each. */
final class BareAdam {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final List<NDArray> weights;
    private final double lr;
    private final NDArray[] first;
    private final NDArray[] second;
    private final PtNDArray[] gradients;
    private long updates;

    BareAdam(NDManager manager, List<NDArray> weights, double lr) {
        this.weights = weights;
        this.lr = lr;
        first = weights.stream().map(w -> manager.zeros(w.getShape())).toArray(NDArray[]::new);
        second = weights.stream().map(w -> manager.zeros(w.getShape())).toArray(NDArray[]::new);
        gradients = new PtNDArray[weights.size()];
    }

    /** Moves the weights by their gradients, and clears these. */
    void move() {
        updates++;
        double correction = Math.sqrt(1 - Math.pow(BETA2, updates));
        double rate = lr * correction / (1 - Math.pow(BETA1, updates));
        for (int i = 0; i < gradients.length; i++) {
            NDArray weight = weights.get(i);
            if (gradients[i] == null) {
                gradients[i] = JniUtils.getGradient((PtNDArray) weight);
            }
            weight.getNDArrayInternal().adamUpdate(new NDList(weight, gradients[i], first[i], second[i]), new NDList(weight),
                    (float) lr, (float) rate, 0, 1, -1, BETA1, BETA2, (float) (EPSILON * correction), false, false);
            JniUtils.zeroGrad((PtNDArray) weight);
        }
    }

    /** Updates made. */
    long updates() {
        return updates;
    }
}
