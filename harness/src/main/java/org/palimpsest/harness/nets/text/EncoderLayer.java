package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.palimpsest.harness.api.network.Projection;

/** A layer of BERT: attention, then a hidden layer of GELUs at each position, each added to its input and normalised. Input as {@link SelfAttention}. */
final class EncoderLayer extends AbstractBlock {
    private static final float EPSILON = 1e-12f;
    private static final int WIDTH_AXIS = 2;

    private final SelfAttention attention;
    private final LayerNorm attentionNorm;
    private final Projection intermediate;
    private final Projection output;
    private final LayerNorm norm;

    EncoderLayer(int width, int heads, int hidden) {
        attention = addChildBlock("attention", new SelfAttention(width, heads));
        attentionNorm = addChildBlock("attentionNorm", norm());
        intermediate = addChildBlock("intermediate", new Projection(width, hidden, true));
        output = addChildBlock("output", new Projection(hidden, width, true));
        norm = addChildBlock("norm", norm());
    }

    /** Normalises each position. */
    static LayerNorm norm() {
        return LayerNorm.builder().axis(WIDTH_AXIS).optEpsilon(EPSILON).build();
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        attention.initialize(manager, type, inputs);
        attentionNorm.initialize(manager, type, inputs[0]);
        intermediate.initialize(manager, type, inputs[0]);
        output.initialize(manager, type, intermediate.getOutputShapes(new Shape[] {inputs[0]}));
        norm.initialize(manager, type, inputs[0]);
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray input = inputs.get(0);
        NDArray attended = attention.forward(store, inputs, training).singletonOrThrow();
        NDList middle = attentionNorm.forward(store, new NDList(input.add(attended)), training);
        NDArray units = Activation.gelu(intermediate.forward(store, middle, training).singletonOrThrow());
        NDArray outputs = output.forward(store, new NDList(units), training).singletonOrThrow();
        return norm.forward(store, new NDList(middle.singletonOrThrow().add(outputs)), training);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {inputs[0]};
    }
}
