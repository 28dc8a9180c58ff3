package org.palimpsest.harness.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.palimpsest.harness.api.network.Relu;

/** A few channels, then half of the many by 1x1 and half by 3x3 convolutions, side by side (Iandola et al. 2016, section 3.2). */
final class Fire extends AbstractBlock {
    private final int half;
    private final Block squeeze;
    private final Block expand1;
    private final Block expand3;
    private final Relu squeezeRelu;
    private final Relu relu;

    /**
     * A module.
     *
     * @param in channels of the input
     * @param squeezed channels in between
     * @param half channels of each kind of output
     */
    Fire(int in, int squeezed, int half) {
        this.half = half;
        squeeze = addChildBlock("squeeze1x1", Layers.biased(in, squeezed, 1, 1, 0));
        squeezeRelu = addChildBlock("squeezeRelu", new Relu());
        expand1 = addChildBlock("expand1x1", Layers.biased(squeezed, half, 1, 1, 0));
        expand3 = addChildBlock("expand3x3", Layers.biased(squeezed, half, 3, 1, 1));
        relu = addChildBlock("relu", new Relu());
    }

    /** Channels of the output. */
    int channels() {
        return 2 * half;
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray few = Layers.forward(squeeze, store, inputs.singletonOrThrow(), training);
        few = Layers.instead(few, squeezeRelu.apply(few, training), training);
        NDArray one = Layers.forward(expand1, store, few, training);
        NDArray three = Layers.last(expand3, store, few, training);
        NDArray both = NDArrays.concat(new NDList(one, three), 1);
        Layers.instead(one, both, training);
        Layers.instead(three, both, training);
        return new NDList(Layers.instead(both, relu.apply(both, training), training));
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        squeeze.initialize(manager, type, inputs);
        Shape[] few = squeeze.getOutputShapes(inputs);
        squeezeRelu.initialize(manager, type, few);
        expand1.initialize(manager, type, few);
        expand3.initialize(manager, type, few);
        relu.initialize(manager, type, getOutputShapes(inputs));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        Shape in = inputs[0];
        return new Shape[] {new Shape(in.get(0), channels(), in.get(2), in.get(3))};
    }
}
