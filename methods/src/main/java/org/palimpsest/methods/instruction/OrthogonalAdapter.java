package org.palimpsest.methods.instruction;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Optional;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.network.Adapter;
import org.palimpsest.harness.api.network.OwnWork;
import org.palimpsest.harness.api.network.Projection;
import org.palimpsest.methods.adapters.LoraAdapter;
import org.palimpsest.methods.adapters.LoraOptions;

/**
 * A low-rank adapter and those of past tasks, which go on giving what they gave: scale (B_1 A_1 + ... + B_t A_t) x (Wang et al., EMNLP Findings 2023, section
 * 3). The past ones lie one below the other, as one of a higher rank; there is no dropout for them.
 */
final class OrthogonalAdapter extends AbstractBlock implements Adapter, OwnWork, Stateful {
    private final double scale;
    private final LoraAdapter current;
    private NDManager manager;
    private NDArray pastA; // (past ranks, inputs); null at first
    private NDArray pastB; // (outputs, past ranks), scaled
    private NDArray directions; // past A, transposed

    OrthogonalAdapter(Projection layer, LoraOptions options) {
        scale = options.scale();
        current = addChildBlock("current", new LoraAdapter(layer, options));
    }

    /** The adapter in training. */
    LoraAdapter current() {
        return current;
    }

    @Override
    protected void initializeChildBlocks(NDManager owner, DataType type, Shape... inputs) {
        manager = owner.newSubManager();
        current.initialize(owner, type, inputs);
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDList given = current.forward(store, inputs, training);
        if (pastA == null) {
            return given;
        }
        NDArray x = inputs.singletonOrThrow();
        return new NDList(given.singletonOrThrow().add(linear(linear(x, pastA), pastB)));
    }

    private static NDArray linear(NDArray x, NDArray weight) {
        return x.getNDArrayInternal().linear(x, weight, null).singletonOrThrow();
    }

    /** The products of the rows of A with those of past ones, shape (rank, past ranks); none if there are no past ones. Gradients flow to A. */
    Optional<NDArray> overlaps() {
        return Optional.ofNullable(directions).map(past -> current.a().getArray().matMul(past));
    }

    /** Makes the adapter in training one of the past, and lets another begin. */
    void adopt() {
        NDArray a = current.a().getArray().stopGradient();
        NDArray b = current.b().getArray().stopGradient().mul((float) scale);
        setPast(pastA == null ? a.duplicate() : pastA.concat(a, 0), pastB == null ? b : pastB.concat(b, 1));
        begin(current.a());
        begin(current.b());
    }

    private void begin(Parameter parameter) {
        try (NDArray fresh = parameter.getInitializer().initialize(manager, parameter.getShape(), DataType.FLOAT32)) {
            parameter.getArray().set(new NDIndex(":"), fresh);
        }
    }

    private void setPast(NDArray a, NDArray b) {
        closePast();
        pastA = a;
        pastB = b;
        try (NDArray view = a.transpose()) {
            directions = view.duplicate();
        }
        pastA.attach(manager);
        pastB.attach(manager);
        directions.attach(manager);
    }

    private void closePast() {
        if (pastA != null) {
            pastA.close();
            pastB.close();
            directions.close();
        }
    }

    /** Bytes of the past ones. */
    long bytes() {
        return pastA == null ? 0 : Float.BYTES * (2 * pastA.size() + pastB.size());
    }

    @Override
    public Optional<NDArray> change(NDManager owner) {
        Optional<NDArray> own = current.change(owner);
        if (pastA != null) {
            try (NDArray past = pastB.matMul(pastA)) {
                own.orElseThrow().addi(past);
            }
        }
        return own;
    }

    @Override
    public long flops() {
        Shape input = getInputShapes()[0];
        return pastA == null ? 0 : 2 * input.slice(1, input.dimension() - 1).size() * (pastA.size() + pastB.size());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return current.getOutputShapes(inputs);
    }

    @Override
    public void save(State state) {
        if (pastA != null) {
            state.put("a", pastA);
            state.put("b", pastB);
        }
    }

    @Override
    public void load(State state) {
        if (state.has("a")) {
            setPast(state.array("a").duplicate(), state.array("b").duplicate());
        }
    }
}
