package org.palimpsest.harness.nets;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import org.palimpsest.harness.api.network.FanIn;
import org.palimpsest.harness.api.network.Norm;

/** The two layers that the residual networks are made of. */
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

    /** Batch normalisation whose running statistics move by a tenth, as in PyTorch, unless another normaliser is chosen. */
    static Norm batchNorm() {
        return new Norm();
    }
}
