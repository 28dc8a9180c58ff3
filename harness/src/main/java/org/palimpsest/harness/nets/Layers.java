package org.palimpsest.harness.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import org.palimpsest.harness.api.network.FanIn;
import org.palimpsest.harness.api.network.Norm;

/** The layers that the residual networks are made of, and how layers of convolutional networks follow one another. */
final class Layers {
    private Layers() {}

    /** Convolution without bias, padded so that stride 1 keeps the size; weights as {@link FanIn}. */
    static Conv2d convolution(int in, int out, int kernel, int stride) {
        Conv2d layer = Conv2d.builder()
                .setFilters(out)
                .setKernelShape(new Shape(kernel, kernel))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(kernel / 2, kernel / 2))
                .optBias(false)
                .build();
        return FanIn.apply(layer, (long) in * kernel * kernel);
    }

    /** Convolution with bias; weights as {@link FanIn}. */
    static Conv2d biased(int in, int out, int kernel, int stride, int padding) {
        Conv2d layer = Conv2d.builder()
                .setFilters(out)
                .setKernelShape(new Shape(kernel, kernel))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(padding, padding))
                .build();
        return FanIn.apply(layer, (long) in * kernel * kernel);
    }

    /** Batch normalisation whose running statistics move by a tenth, as in PyTorch, unless another normaliser is chosen. */
    static Norm batchNorm() {
        return new Norm();
    }

    /** What a layer makes of an array. */
    static NDArray forward(Block layer, ParameterStore store, NDArray input, boolean training) {
        return layer.forward(store, new NDList(input), training).singletonOrThrow();
    }

    /** As {@link #forward}, of an array that is of no use afterwards, see {@link #instead}. */
    static NDArray last(Block layer, ParameterStore store, NDArray input, boolean training) {
        return instead(input, forward(layer, store, input, training), training);
    }

    /**
     * The second of two arrays, once there is no more use for the first. In evaluation that one is freed at once: what comes next is then written where
     * it was, to memory that the processor has at hand. In training gradients need most of them, and whoever watches units may look until the step is over.
     */
    static NDArray instead(NDArray spent, NDArray next, boolean training) {
        if (!training && next != spent) {
            spent.close();
        }
        return next;
    }
}
