package org.palimpsest.harness.api.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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

    private final UpdateScript script = UpdateScript.get();
    private final NDManager manager;
    private final List<Parameter> parameters;
    private final OptimiserOptions options;
    private final Family family;
    private final NDArray[] first;
    private final NDArray[] second;
    private final Constants constants;
    private IValue rate;
    private IValue frozen;
    private IValue found; // the gradients; null while all of them are zero
    private PtNDArray[] gradients; // the same arrays, if somebody has asked for one
    private double lr;
    private long updates;
    private int frozenCount;

    /** An optimiser for these weights; its arrays belong to the manager. */
    public Optimiser(NDManager manager, List<Parameter> parameters, OptimiserOptions options) {
        this(manager, parameters, options, new Family());
    }

    private Optimiser(NDManager owner, List<Parameter> parameters, OptimiserOptions options, Family family) {
        this.manager = owner.newSubManager();
        this.parameters = List.copyOf(parameters);
        this.options = options;
        this.family = family;
        boolean adam = options.name() == OptimiserOptions.Rule.ADAM;
        first = adam || options.momentum() > 0 ? zeros() : null;
        second = adam ? zeros() : null;
        constants = new Constants(list(parameters.stream().map(Parameter::getArray)), first == null ? null : list(Arrays.stream(first)),
                second == null ? null : list(Arrays.stream(second)), number(options.momentum()), number(options.weightDecay()),
                IValue.listFrom((float) options.weightDecay(), BETA1, 1 - BETA1, BETA2, 1 - BETA2));
        lr(options.lr());
        freeze(0);
        family.add(this);
        manager.attachInternal("optimiser", this::release);
    }

    /** What every step hands to the script. */
    private record Constants(IValue weights, IValue first, IValue second, IValue momentum, IValue decay, IValue ofAdam) {
        void close() {
            Stream.of(weights, first, second, momentum, decay, ofAdam).filter(value -> value != null).forEach(IValue::close);
        }
    }

    /** Optimisers whose weights one loss may depend on: whoever finds gradients finds those of all. */
    private static final class Family {
        private final List<Optimiser> members = new ArrayList<>();
        private IValue weights;

        void add(Optimiser member) {
            members.add(member);
            changed();
        }

        void remove(Optimiser member) {
            members.remove(member);
            changed();
        }

        private void changed() {
            if (weights != null) {
                weights.close();
                weights = null;
            }
        }

        /** The weight arrays of all, those of one after those of the other. */
        IValue weights(UpdateScript script) {
            if (weights == null) {
                try (IValue lists = IValue.listFrom(members.stream().map(member -> member.constants.weights).toArray(IValue[]::new))) {
                    weights = script.call("join", lists);
                }
            }
            return weights;
        }
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

    /** As {@link #sibling(NDManager, List)}, of a rule of its own. Weights of both have their gradients in common. */
    public Optimiser sibling(NDManager owner, List<Parameter> others, OptimiserOptions rule) {
        return new Optimiser(owner, others, rule, family);
    }

    private static IValue list(Stream<NDArray> arrays) {
        return IValue.listFrom(arrays.toArray(PtNDArray[]::new));
    }

    /** As an array: what is multiplied by one costs less native work than by a Java number, and is rounded to a float once. */
    private IValue number(double value) {
        try (NDArray array = manager.full(new Shape(), (float) value, DataType.FLOAT32)) {
            return IValue.from((PtNDArray) array);
        }
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
     * Adds the gradients of a loss to those that there are: of these weights and of those of all {@linkplain #sibling siblings}.
     *
     * @param loss a scalar, computed while gradients are recorded, from at least one of the weights
     */
    public void backward(NDArray loss) {
        try (IValue value = IValue.from((PtNDArray) loss)) {
            IValue all = script.call("gradients", value, family.weights(script));
            if (family.members.size() == 1) {
                add(all);
                return;
            }
            long from = 0;
            for (Optimiser member : family.members) {
                long to = from + member.parameters.size();
                try (IValue start = IValue.from(from); IValue end = IValue.from(to)) {
                    member.add(script.call("part", all, start, end));
                }
                from = to;
            }
            all.close();
        }
    }

    private void add(IValue more) {
        if (found == null) {
            found = more;
        } else {
            script.run("add", found, more);
            more.close();
        }
    }

    /** The gradients, as a list of the script. */
    private IValue found() {
        if (found == null) {
            found = script.call("zeros", constants.weights);
        }
        return found;
    }

    /**
     * The gradient of weight array number {@code i} of {@link Network#parameters()}, zero before any loss depends on it; changing
     * it changes the update. What is computed from it dies with the step, see {@link Steps#manager}; it is to be asked for anew in every one.
     */
    public NDArray gradient(int i) {
        if (gradients == null || gradients[i].isReleased()) {
            gradients = found().toTensorArray((PtNDManager) parameters.get(i).getArray().getManager());
        }
        return gradients[i];
    }

    /** Leaves the first {@code count} weight arrays alone from now on, decay and momentum included. */
    public void freeze(int count) {
        if (frozen != null) {
            frozen.close();
        }
        frozenCount = count;
        frozen = IValue.from((long) count);
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
        if (gradients != null) {
            Arrays.stream(gradients).forEach(NDArray::close);
            gradients = null;
        }
        if (found != null) {
            found.close();
            found = null;
        }
    }

    /** Makes one update and clears the gradients. */
    public void step() {
        updates++;
        options.clipValue().ifPresent(this::clipValue);
        options.clipNorm().ifPresent(this::clipNorm);
        if (frozenCount < parameters.size()) {
            if (options.name() == OptimiserOptions.Rule.ADAM) {
                adam();
            } else {
                sgd();
            }
        }
        clear();
    }

    private void clipValue(double largest) {
        for (int i = frozenCount; i < parameters.size(); i++) {
            try (NDArray clipped = gradient(i).clip(-largest, largest)) {
                gradient(i).set(ALL, clipped);
            }
        }
    }

    /** Scales the gradients down to a length, as PyTorch does: by length / (norm + 1e-6). Decay, which is no part of them, comes later. */
    private void clipNorm(double length) {
        try (NDManager scratch = manager.newSubManager()) {
            NDList norms = new NDList();
            for (int i = frozenCount; i < parameters.size(); i++) {
                NDArray norm = gradient(i).norm();
                norm.attach(scratch);
                norms.add(norm);
            }
            double factor = norms.isEmpty() ? 1 : length / (NDArrays.stack(norms).norm().getFloat() + NORM_EPSILON);
            if (factor < 1) {
                NDArray scale = scratch.create((float) factor);
                for (int i = frozenCount; i < parameters.size(); i++) {
                    gradient(i).muli(scale);
                }
            }
        }
    }

    /** v = momentum v + (g + decay w), w = w - lr v; all in place. */
    private void sgd() {
        if (options.weightDecay() > 0) {
            script.run("decay", frozen, constants.weights, found(), constants.decay);
        }
        if (first == null) {
            script.run("sgd", frozen, constants.weights, found(), rate);
        } else {
            script.run("momentum", frozen, constants.weights, found(), constants.first, constants.momentum, rate);
        }
    }

    /**
     * Algorithm 1 of Kingma and Ba, ICLR 2015. The bias corrections are folded into the step size and, so that it stays the same
     * algorithm for small gradients too, into epsilon.
     */
    private void adam() {
        double root = Math.sqrt(1 - Math.pow(BETA2, updates));
        double correction = root / (1 - Math.pow(BETA1, updates));
        try (IValue size = IValue.from((double) (float) (lr * correction)); IValue epsilon = IValue.from((double) (float) (EPSILON * root))) {
            script.run("adam", frozen, constants.weights, found(), constants.first, constants.second, constants.ofAdam, size, epsilon);
        }
    }

    /** Its weights get no gradients any more; its arrays are freed. */
    @Override
    public void close() {
        manager.close();
    }

    private void release() {
        family.remove(this);
        clear();
        constants.close();
        rate.close();
        frozen.close();
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
