package org.palimpsest.harness.api.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A linear layer, y = W x + b over the last axis, that an adapter may be put beside: what the adapter makes of x is then added to y. A backbone whose
 * layers shall be open to adapters uses it in place of the engine's linear layer.
 */
public final class Projection extends AbstractBlock {
    private final int outputs;
    private final Parameter weight;
    private final Parameter bias;
    private Adapter adapter;
    private boolean merged;

    /**
     * A layer.
     *
     * @param inputs length of x; W has shape (outputs, inputs)
     * @param outputs length of y
     * @param biased whether there is b
     */
    public Projection(int inputs, int outputs, boolean biased) {
        this.outputs = outputs;
        weight = addParameter(Parameter.builder().setName("weight").setType(Parameter.Type.WEIGHT)
                .optInitializer(FanIn.of(inputs)).optShape(new Shape(outputs, inputs)).build());
        bias = !biased ? null : addParameter(Parameter.builder().setName("bias").setType(Parameter.Type.BIAS)
                .optInitializer(FanIn.of(inputs)).optShape(new Shape(outputs)).build());
    }

    /** All of these in a network by their path below it, e.g. {@code layer0.attention.query}, in its order. */
    public static Map<String, Projection> in(Block network) {
        Map<String, Projection> found = new LinkedHashMap<>();
        collect("", network, found);
        return found;
    }

    private static void collect(String path, Block block, Map<String, Projection> found) {
        List<String> names = Network.childNames(block);
        for (int i = 0; i < names.size(); i++) {
            String name = path + names.get(i);
            Block child = block.getChildren().valueAt(i);
            if (child instanceof Projection projection) {
                found.put(name, projection);
            } else {
                collect(name + ".", child, found);
            }
        }
    }

    /** Length of x. */
    public int inputs() {
        return (int) weight.getShape().get(1);
    }

    /** Length of y. */
    public int outputs() {
        return outputs;
    }

    /** W, shape (outputs, inputs). */
    public Parameter weight() {
        return weight;
    }

    /**
     * Puts an adapter beside it, before the network is initialised.
     *
     * @throws IllegalArgumentException if there is one already
     */
    public void adapt(Adapter beside) {
        if (adapter != null) {
            throw new IllegalArgumentException("a layer has two adapters, and there can be one");
        }
        adapter = addChildBlock("adapter", beside);
    }

    /** The adapter beside it, if there is one. */
    public Optional<Adapter> adapter() {
        return Optional.ofNullable(adapter);
    }

    /**
     * Adds what the adapter comes to to W, so that the layer gives the same, up to rounding, in one product and not in three. It cannot be trained meanwhile,
     * and the adapter's weights have to stay as they are.
     *
     * @throws IllegalStateException if there is no adapter that comes to a change of W, or it is merged already
     */
    public void merge() {
        if (merged) {
            throw new IllegalStateException("the adapter is merged already");
        }
        change(1);
        merged = true;
    }

    /**
     * Takes back what {@link #merge} did, up to rounding.
     *
     * @throws IllegalStateException if it is not merged
     */
    public void unmerge() {
        if (!merged) {
            throw new IllegalStateException("the adapter is not merged");
        }
        change(-1);
        merged = false;
    }

    /** Whether the adapter's change is part of W now. */
    public boolean merged() {
        return merged;
    }

    private void change(int sign) {
        NDArray w = weight.getArray();
        try (NDManager scratch = w.getManager().newSubManager()) {
            NDArray change = adapter().flatMap(beside -> beside.change(scratch))
                    .orElseThrow(() -> new IllegalStateException("there is no adapter that comes to a change of weights"));
            if (sign > 0) {
                w.addi(change);
            } else {
                w.subi(change);
            }
        }
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        if (adapter != null) {
            adapter.initialize(manager, type, inputs);
        }
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        NDArray w = store.getValue(weight, x.getDevice(), training);
        NDArray b = bias == null ? null : store.getValue(bias, x.getDevice(), training);
        if (merged && training) {
            throw new IllegalStateException("a layer is trained while its adapter is merged into its weights");
        }
        NDArray y = x.getNDArrayInternal().linear(x, w, b).singletonOrThrow();
        return new NDList(adapter == null || merged ? y : y.add(adapter.forward(store, inputs, training).singletonOrThrow()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        Shape x = inputs[0];
        return new Shape[] {x.slice(0, x.dimension() - 1).add(outputs)};
    }
}
