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
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A linear layer, y = W x + b over the last axis, that an adapter may be put beside: what the adapter makes of x is then added to y. A backbone whose
 * layers shall be open to adapters uses it in place of the engine's linear layer.
 */
public final class Projection extends AbstractBlock {
    private final int outputs;
    private final Parameter weight;
    private final Parameter bias;
    private Block adapter;

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
        for (Pair<String, Block> child : block.getChildren()) {
            String name = path + Network.withoutNumber(child.getKey());
            if (child.getValue() instanceof Projection projection) {
                found.put(name, projection);
            } else {
                collect(name + ".", child.getValue(), found);
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
     * @param beside from (..., inputs) to (..., outputs)
     * @throws IllegalArgumentException if there is one already
     */
    public void adapt(Block beside) {
        if (adapter != null) {
            throw new IllegalArgumentException("a layer has two adapters, and there can be one");
        }
        adapter = addChildBlock("adapter", beside);
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
        NDArray y = x.getNDArrayInternal().linear(x, w, b).singletonOrThrow();
        return new NDList(adapter == null ? y : y.add(adapter.forward(store, inputs, training).singletonOrThrow()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        Shape x = inputs[0];
        return new Shape[] {x.slice(0, x.dimension() - 1).add(outputs)};
    }
}
