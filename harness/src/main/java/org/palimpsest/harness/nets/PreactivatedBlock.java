package org.palimpsest.harness.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.palimpsest.harness.api.network.Relu;

/** Two 3x3 convolutions, each after a ReLU, around a shortcut, without normalisation: x + conv(relu(conv(relu(x)))). */
final class PreactivatedBlock extends AbstractBlock {
    private final Relu relu1;
    private final Block convolution1;
    private final Relu relu2;
    private final Block convolution2;

    PreactivatedBlock(int channels) {
        relu1 = addChildBlock("relu1", new Relu());
        convolution1 = addChildBlock("convolution1", Layers.biased(channels, channels, 3, 1, 1));
        relu2 = addChildBlock("relu2", new Relu());
        convolution2 = addChildBlock("convolution2", Layers.biased(channels, channels, 3, 1, 1));
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray input = inputs.singletonOrThrow();
        NDArray hidden = Layers.last(convolution1, store, relu1.apply(input, training), training);
        hidden = Layers.instead(hidden, relu2.apply(hidden, training), training);
        hidden = Layers.last(convolution2, store, hidden, training);
        return new NDList(Layers.instead(hidden, hidden.add(input), training));
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        relu1.initialize(manager, type, inputs);
        convolution1.initialize(manager, type, inputs);
        relu2.initialize(manager, type, inputs);
        convolution2.initialize(manager, type, inputs);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return inputs;
    }
}
