package org.palimpsest.harness.api.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.List;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.network.Network;

/**
 * Finds the gradients of weights, and moves the weights along them. The state lives in arrays of ours, so that it can be part of a
 * snapshot.
 */
public final class Optimiser implements Stateful, AutoCloseable {
    private static final double NORM_EPSILON = 1e-6;
    private static final NDIndex ALL = new NDIndex(":");
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;
    private static final float NO_CLIPPING = -1;

    private final NDManager manager;
    private final List<Parameter> parameters;
    private final OptimiserOptions options;
    private final NDArray[] first;
    private final NDArray[] second;
    private final NDArray[] gradients;
    private final PtNDArray one;
    private final NDArray momentum;
    private final NDArray decay;
    private NDArray rate;
    private double lr;
    private long updates;
    private int frozen;

    /** An optimiser for these weights; its arrays belong to the manager. */
    public Optimiser(NDManager manager, List<Parameter> parameters, OptimiserOptions options) {
        this.manager = manager.newSubManager();
        this.parameters = List.copyOf(parameters);
        this.options = options;
        boolean adam = options.name() == OptimiserOptions.Rule.ADAM;
        first = adam || options.momentum() > 0 ? zeros() : null;
        second = adam ? zeros() : null;
        gradients = this.parameters.stream().map(p -> gradientOf(p.getArray())).toArray(NDArray[]::new);
        one = (PtNDArray) this.manager.ones(new Shape());
        momentum = options.momentum() > 0 ? number(options.momentum()) : null;
        decay = options.weightDecay() > 0 ? number(options.weightDecay()) : null;
        lr(options.lr());
    }

    /**
     * Lets the engine make the gradient array now, by a loss that is always 0. It then adds to this one array for as long as it is
     * cleared in place.
     */
    private NDArray gradientOf(NDArray weight) {
        try (NDManager scratch = manager.newSubManager(); GradientCollector recording = Engine.getInstance().newGradientCollector()) {
            NDArray nothing = weight.sub(weight);
            nothing.attach(scratch);
            recording.backward(nothing);
        }
        return JniUtils.getGradient((PtNDArray) weight);
    }

    /**
     * An optimiser of the same rule for other weights, e.g. those of a head that a method has beside the network's own. It starts at the
     * learning rate that this one began with; where there is a schedule, the method passes the rate on. To be closed by whoever needs it no
     * more.
     *
     * @param owner of its arrays
     */
    public Optimiser sibling(NDManager owner, List<Parameter> others) {
        return sibling(owner, others, options);
    }

    /** As {@link #sibling(NDManager, List)}, of a rule of its own. */
    public Optimiser sibling(NDManager owner, List<Parameter> others, OptimiserOptions rule) {
        return new Optimiser(owner, others, rule);
    }

    /** As an array: what is multiplied by one costs less native work than by a Java number, and is rounded to a float once. */
    private NDArray number(double value) {
        return manager.create((float) value);
    }

    private NDArray[] zeros() {
        return parameters.stream().map(p -> manager.zeros(p.getShape())).toArray(NDArray[]::new);
    }

    /** The options that it was made with. */
    public OptimiserOptions options() {
        return options;
    }

    /** The learning rate in force. */
    public double lr() {
        return lr;
    }

    /** Changes the learning rate; where there is a schedule, until the next step. */
    public void lr(double value) {
        if (rate != null && value == lr) {
            return;
        }
        if (rate != null) {
            rate.close();
        }
        lr = value;
        rate = number(value);
    }

    /**
     * Sets the learning rate that the schedule has for a step; a constant one is left to whoever last set it.
     *
     * @param step updates made in the task so far
     * @param stepsPerEpoch updates of one pass over the task
     * @param steps updates of the whole task
     */
    public void schedule(long step, long stepsPerEpoch, long steps) {
        if (!options.schedule().equals(Schedule.CONSTANT)) {
            lr(options.lr() * options.schedule().at(step, stepsPerEpoch, steps));
        }
    }

    /** Updates made so far in this run. */
    public long updates() {
        return updates;
    }

    /**
     * Adds the gradients of a loss to those that there are: of these weights and of all others that it depends on.
     *
     * @param loss a scalar, computed while gradients are recorded, from at least one weight
     */
    public void backward(NDArray loss) {
        JniUtils.backward((PtNDArray) loss, one, false, false);
    }

    /**
     * The gradient of weight array number {@code i} of {@link Network#parameters()}, zero before any loss depends on it; changing
     * it changes the update. It stays the same array for as long as the optimiser is open.
     */
    public NDArray gradient(int i) {
        return gradients[i];
    }

    /** Leaves the first {@code count} weight arrays alone from now on, decay and momentum included. */
    public void freeze(int count) {
        frozen = count;
    }

    /** Starts anew: no update made, no momentum. */
    public void restart() {
        updates = 0;
        for (NDArray[] moments : new NDArray[][] {first, second}) {
            for (int i = 0; moments != null && i < moments.length; i++) {
                moments[i].muli(0);
            }
        }
    }

    /**
     * Forgets what was gathered for some weights, e.g. because they begin anew: their momentum and moments are zero again. The number of
     * updates, which Adam's bias correction goes by, stays that of all weights.
     *
     * @param i number of the weight array in {@link Network#parameters()}
     * @param kept 1 for weights that are left alone and 0 for the others, of a shape that broadcasts to the array's
     */
    public void forget(int i, NDArray kept) {
        for (NDArray[] moments : new NDArray[][] {first, second}) {
            if (moments != null) {
                moments[i].muli(kept);
            }
        }
    }

    /** Sets the gradients to zero. */
    public void clear() {
        parameters.forEach(p -> JniUtils.zeroGrad((PtNDArray) p.getArray()));
    }

    /** Makes one update and clears the gradients. */
    public void step() {
        updates++;
        options.clipValue().ifPresent(this::clipValue);
        options.clipNorm().ifPresent(this::clipNorm);
        for (int i = frozen; i < gradients.length; i++) {
            NDArray weight = parameters.get(i).getArray();
            if (options.name() == OptimiserOptions.Rule.ADAM) {
                adam(i, weight);
            } else {
                sgd(i, weight);
            }
        }
        clear();
    }

    private void clipValue(double largest) {
        for (int i = frozen; i < gradients.length; i++) {
            try (NDArray clipped = gradients[i].clip(-largest, largest)) {
                gradients[i].set(ALL, clipped);
            }
        }
    }

    /** Scales the gradients down to a length, as PyTorch does: by length / (norm + 1e-6). Decay, which is no part of them, comes later. */
    private void clipNorm(double length) {
        try (NDManager scratch = manager.newSubManager()) {
            NDList norms = new NDList();
            for (int i = frozen; i < gradients.length; i++) {
                NDArray norm = gradients[i].norm();
                norm.attach(scratch);
                norms.add(norm);
            }
            double factor = norms.isEmpty() ? 1 : length / (NDArrays.stack(norms).norm().getFloat() + NORM_EPSILON);
            if (factor < 1) {
                NDArray scale = scratch.create((float) factor);
                for (int i = frozen; i < gradients.length; i++) {
                    gradients[i].muli(scale);
                }
            }
        }
    }

    /** v = momentum v + (g + decay w), w = w - lr v; all in place. */
    private void sgd(int i, NDArray weight) {
        NDArray gradient = gradients[i];
        if (decay != null) {
            try (NDArray penalty = weight.mul(decay)) {
                gradient.addi(penalty);
            }
        }
        if (first == null) {
            weight.subi(gradient.muli(rate));
            return;
        }
        try (NDArray move = first[i].muli(momentum).addi(gradient).mul(rate)) {
            weight.subi(move);
        }
    }

    /**
     * Algorithm 1 of Kingma and Ba, ICLR 2015, in one fused call. The bias corrections are folded into the step size and, so that
     * it stays the same algorithm for small gradients too, into epsilon.
     */
    private void adam(int i, NDArray weight) {
        double root = Math.sqrt(1 - Math.pow(BETA2, updates));
        double correction = root / (1 - Math.pow(BETA1, updates));
        NDList inputs = new NDList(weight, gradients[i], first[i], second[i]);
        weight.getNDArrayInternal().adamUpdate(inputs, new NDList(weight), (float) lr, (float) (lr * correction),
                (float) options.weightDecay(), 1, NO_CLIPPING, BETA1, BETA2, (float) (EPSILON * root), false, false);
    }

    /** Clears the gradients and frees its arrays. */
    @Override
    public void close() {
        clear();
        Arrays.stream(gradients).forEach(NDArray::close);
        manager.close();
    }

    @Override
    public void save(State state) {
        state.put("updates", updates);
        state.put("lr", Double.doubleToRawLongBits(lr));
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
        lr(Double.longBitsToDouble(state.longs("lr")[0]));
        load(state.scope("first"), first);
        load(state.scope("second"), second);
    }

    private static void load(State state, NDArray[] arrays) {
        for (int i = 0; arrays != null && i < arrays.length; i++) {
            state.copyTo(Integer.toString(i), arrays[i]);
        }
    }
}
