package org.palimpsest.harness.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.palimpsest.harness.api.network.Norm;
import org.palimpsest.harness.api.network.Relu;

/** Two 3x3 convolutions around a shortcut: relu(bn(conv(relu(bn(conv(x))))) + shortcut(x)) (He et al., CVPR 2016, figure 2). */
final class ResidualBlock extends AbstractBlock {
    private final int in;
    private final int out;
    private final int stride;
    private final Convolution convolution1;
    private final Norm norm1;
    private final Relu relu1;
    private final Convolution convolution2;
    private final Norm norm2;
    private final Relu relu2;
    private final Convolution projection;
    private final Norm projectionNorm;

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
        NDArray input = inputs.singletonOrThrow();
        NDArray hidden = norm1.after(convolution1, store, input, training);
        hidden = Layers.instead(hidden, relu1.apply(hidden, training), training);
        hidden = Layers.instead(hidden, norm2.after(convolution2, store, hidden, training), training);
        NDArray shortcut = shortcut(store, input, training);
        NDArray sum = Layers.instead(hidden, hidden.add(shortcut), training);
        if (shortcut != input) {
            Layers.instead(shortcut, sum, training);
        }
        return new NDList(Layers.instead(sum, relu2.apply(sum, training), training));
    }

    private NDArray shortcut(ParameterStore store, NDArray input, boolean training) {
        if (projection != null) {
            return projectionNorm.after(projection, store, input, training);
        }
        return keepsShape() ? input : padded(input.get(new NDIndex(":, :, ::{}, ::{}", stride, stride)));
    }

    private NDArray padded(NDArray thinned) {
        Shape shape = thinned.getShape();
        int before = (out - in) / 2;
        try (NDList parts = new NDList(zeros(thinned, shape, before), thinned, zeros(thinned, shape, out - in - before))) {
            return NDArrays.concat(parts, 1);
        }
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
