package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.List;

/**
 * Moves the weights along their gradients and clears the gradients. One fused native call per weight array; the state lives
 * in arrays of ours, so that it can be part of a snapshot.
 */
public final class Optimiser implements Stateful {
    private static final float NO_CLIPPING = -1;
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final NDManager manager;
    private final List<Parameter> parameters;
    private final OptimiserOptions options;
    private final NDArray[] gradients;
    private final NDArray[] first;
    private final NDArray[] second;
    private double lr;
    private long updates;

    /** An optimiser for these weights; its arrays belong to the manager. */
    public Optimiser(NDManager manager, List<Parameter> parameters, OptimiserOptions options) {
        this.manager = manager;
        this.parameters = List.copyOf(parameters);
        this.options = options;
        this.lr = options.lr();
        gradients = new NDArray[parameters.size()];
        boolean adam = options.name() == OptimiserOptions.Rule.ADAM;
        first = adam || options.momentum() > 0 ? zeros() : null;
        second = adam ? zeros() : null;
    }

    private NDArray[] zeros() {
        return parameters.stream().map(p -> manager.zeros(p.getShape())).toArray(NDArray[]::new);
    }

    /** The learning rate in force. */
    public double lr() {
        return lr;
    }

    /** Changes the learning rate, until it is changed again; schedules call this. */
    public void lr(double value) {
        lr = value;
    }

    /** Updates made so far in this run. */
    public long updates() {
        return updates;
    }

    /** The gradient of weight array number {@code i} of {@link Network#parameters()}; changing it changes the update. */
    public NDArray gradient(int i) {
        if (gradients[i] == null) {
            // the handle is taken once: the engine accumulates into the same native array for as long as it is cleared in place
            gradients[i] = parameters.get(i).getArray().getGradient();
        }
        return gradients[i];
    }

    /** Makes one update and clears the gradients. */
    public void step() {
        updates++;
        for (int i = 0; i < gradients.length; i++) {
            update(i, parameters.get(i).getArray(), gradient(i));
        }
    }

    private void update(int i, NDArray weight, NDArray gradient) {
        NDList target = new NDList(weight);
        float rate = (float) lr;
        float decay = (float) options.weightDecay();
        if (options.name() == OptimiserOptions.Rule.ADAM) {
            // sqrt(1 - beta2^t) / (1 - beta1^t), the bias correction of Kingma and Ba, section 2
            double correction = Math.sqrt(1 - Math.pow(BETA2, updates)) / (1 - Math.pow(BETA1, updates));
            weight.getNDArrayInternal().adamUpdate(new NDList(weight, gradient, first[i], second[i]), target, rate,
                    (float) (lr * correction), decay, 1, NO_CLIPPING, BETA1, BETA2, EPSILON, false, false);
        } else {
            NDList inputs = first == null ? new NDList(weight, gradient) : new NDList(weight, gradient, first[i]);
            weight.getNDArrayInternal().sgdUpdate(inputs, target, rate, decay, 1, NO_CLIPPING, (float) options.momentum(), false);
        }
    }

    @Override
    public void save(State state) {
        state.put("updates", updates);
        save(state.scope("first"), first);
        save(state.scope("second"), second);
    }

    private static void save(State state, NDArray[] arrays) {
        for (int i = 0; arrays != null && i < arrays.length; i++) {
            state.put(Integer.toString(i), arrays[i]);
        }
    }

    @Override
    public void load(State state) {
        updates = state.longs("updates")[0];
        load(state.scope("first"), first);
        load(state.scope("second"), second);
    }

    private static void load(State state, NDArray[] arrays) {
        for (int i = 0; arrays != null && i < arrays.length; i++) {
            state.copyTo(Integer.toString(i), arrays[i]);
        }
    }
}
