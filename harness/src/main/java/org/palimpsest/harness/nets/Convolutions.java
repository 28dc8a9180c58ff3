package org.palimpsest.harness.nets;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import java.util.List;
import org.palimpsest.harness.api.network.FanIn;
import org.palimpsest.harness.api.network.Relu;

/** Convolutions without padding, each followed by a ReLU and maybe a max-pooling. */
final class Convolutions {
    private Convolutions() {}

    /**
     * Such convolutions; their output is flattened.
     *
     * @param input shape of one example, (channels, height, width)
     * @param channels of each convolution
     * @param kernels side of each convolution's kernel; the last one holds for all that follow
     * @param strides likewise
     * @param pool side of the max-pooling after each; 1 for none
     * @throws IllegalArgumentException if an example is too small for one of them
     */
    static SequentialBlock of(Shape input, List<Integer> channels, List<Integer> kernels, List<Integer> strides, int pool) {
        SequentialBlock layers = new Row();
        long side = Math.min(input.get(1), input.get(2));
        for (int i = 0; i < channels.size(); i++) {
            int kernel = at(kernels, i);
            int stride = at(strides, i);
            side = side < kernel ? 0 : ((side - kernel) / stride + 1) / pool;
            if (side < 1) {
                throw new IllegalArgumentException("examples of " + input.get(1) + "x" + input.get(2) + " are too small for convolution " + (i + 1));
            }
            layers.add(FanIn.apply(Conv2d.builder().setFilters(channels.get(i)).setKernelShape(new Shape(kernel, kernel))
                    .optStride(new Shape(stride, stride)).build())).add(new Relu());
            if (pool > 1) {
                layers.add(Pool.maxPool2dBlock(new Shape(pool, pool), new Shape(pool, pool)));
            }
        }
        return layers.add(Blocks.batchFlattenBlock());
    }

    private static int at(List<Integer> values, int i) {
        return values.get(Math.min(i, values.size() - 1));
    }
}
