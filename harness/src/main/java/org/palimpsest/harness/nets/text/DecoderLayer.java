package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.palimpsest.harness.api.network.Projection;

/**
 * A layer of Llama (Touvron et al., 2023): attention, then gated units at each position (Shazeer, 2020), each of normalised states and added to them. Input
 * as {@link CausalAttention}.
 */
final class DecoderLayer extends AbstractBlock {
    private final DecoderScript script;
    private final RmsNorm attentionNorm;
    private final CausalAttention attention;
    private final RmsNorm hiddenNorm;
    private final Projection gate;
    private final Projection up;
    private final Projection down;

    DecoderLayer(DecoderShape shape, DecoderScript script) {
        this.script = script;
        attentionNorm = addChildBlock("attentionNorm", new RmsNorm(script, shape.width()));
        attention = addChildBlock("attention", new CausalAttention(shape, script));
        hiddenNorm = addChildBlock("hiddenNorm", new RmsNorm(script, shape.width()));
        gate = addChildBlock("gate", new Projection(shape.width(), shape.hidden(), shape.hiddenBiases()));
        up = addChildBlock("up", new Projection(shape.width(), shape.hidden(), shape.hiddenBiases()));
        down = addChildBlock("down", new Projection(shape.hidden(), shape.width(), shape.hiddenBiases()));
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        attentionNorm.initialize(manager, type, inputs[0]);
        attention.initialize(manager, type, inputs[0]);
        hiddenNorm.initialize(manager, type, inputs[0]);
        gate.initialize(manager, type, inputs[0]);
        up.initialize(manager, type, inputs[0]);
        down.initialize(manager, type, up.getOutputShapes(new Shape[] {inputs[0]}));
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray states = inputs.get(0);
        NDList normed = new NDList(attentionNorm.apply(store, states, training), inputs.get(1), inputs.get(2));
        NDArray attended = states.add(attention.forward(store, normed, training).singletonOrThrow());
        return new NDList(units(store, attended, training));
    }

    /** What the layer makes of positions that follow on those in a cache. */
    NDArray next(ParameterStore store, NDArray states, Cache cache, int layer) {
        NDArray normed = attentionNorm.apply(store, states, false);
        return units(store, states.add(attention.next(store, normed, cache, layer)), false);
    }

    /** Adds the weights in the order of {@link DecoderScript#next}. */
    void collect(Weights weights) {
        weights.add(attentionNorm);
        attention.collect(weights);
        weights.add(hiddenNorm);
        weights.add(gate);
        weights.add(up);
        weights.add(down);
    }

    private NDArray units(ParameterStore store, NDArray attended, boolean training) {
        NDList normed = new NDList(hiddenNorm.apply(store, attended, training));
        NDArray units = script.gated(gate.forward(store, normed, training).singletonOrThrow(), up.forward(store, normed, training).singletonOrThrow());
        return attended.add(down.forward(store, new NDList(units), training).singletonOrThrow());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {inputs[0]};
    }
}
