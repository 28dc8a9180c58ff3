package org.palimpsest.harness.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.palimpsest.harness.api.network.Relu;

/** Two 3x3 convolutions around a shortcut: relu(bn(conv(relu(bn(conv(x))))) + shortcut(x)) (He et al., CVPR 2016, figure 2). */
final class ResidualBlock extends AbstractBlock {
    private final int in;
    private final int out;
    private final int stride;
    private final Block convolution1;
    private final Block norm1;
    private final Relu relu1;
    private final Block convolution2;
    private final Block norm2;
    private final Relu relu2;
    private final Block projection;
    private final Block projectionNorm;

    ResidualBlock(int in, int out, int stride, Shortcut shortcut) {
        this.in = in;
        this.out = out;
        this.stride = stride;
        convolution1 = addChildBlock("convolution1", Layers.convolution(in, out, 3, stride));
        norm1 = addChildBlock("norm1", Layers.batchNorm());
        relu1 = addChildBlock("relu1", new Relu());
        convolution2 = addChildBlock("convolution2", Layers.convolution(out, out, 3, 1));
        norm2 = addChildBlock("norm2", Layers.batchNorm());
        relu2 = addChildBlock("relu2", new Relu());
        boolean projects = !keepsShape() && shortcut == Shortcut.PROJECTION;
        projection = projects ? addChildBlock("projection", Layers.convolution(in, out, 1, stride)) : null;
        projectionNorm = projects ? addChildBlock("projectionNorm", Layers.batchNorm()) : null;
    }

    private boolean keepsShape() {
        return stride == 1 && in == out;
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDList hidden = norm1.forward(store, convolution1.forward(store, inputs, training), training);
        hidden = new NDList(relu1.apply(hidden.singletonOrThrow(), training));
        hidden = norm2.forward(store, convolution2.forward(store, hidden, training), training);
        NDArray sum = hidden.singletonOrThrow().add(shortcut(store, inputs, training));
        return new NDList(relu2.apply(sum, training));
    }

    private NDArray shortcut(ParameterStore store, NDList inputs, boolean training) {
        NDArray input = inputs.singletonOrThrow();
        if (projection != null) {
            return projectionNorm.forward(store, projection.forward(store, inputs, training), training).singletonOrThrow();
        }
        return keepsShape() ? input : padded(input.get(new NDIndex(":, :, ::{}, ::{}", stride, stride)));
    }

    private NDArray padded(NDArray thinned) {
        Shape shape = thinned.getShape();
        int before = (out - in) / 2;
        NDList parts = new NDList();
        parts.add(zeros(thinned, shape, before));
        parts.add(thinned);
        parts.add(zeros(thinned, shape, out - in - before));
        return NDArrays.concat(parts, 1);
    }

    private static NDArray zeros(NDArray like, Shape shape, int channels) {
        return like.getManager().zeros(new Shape(shape.get(0), channels, shape.get(2), shape.get(3)));
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        Shape[] input = inputs;
        convolution1.initialize(manager, type, input);
        Shape[] output = convolution1.getOutputShapes(input);
        norm1.initialize(manager, type, output);
        convolution2.initialize(manager, type, output);
        norm2.initialize(manager, type, output);
        if (projection != null) {
            projection.initialize(manager, type, input);
            projectionNorm.initialize(manager, type, output);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return convolution1.getOutputShapes(inputs);
    }
}
