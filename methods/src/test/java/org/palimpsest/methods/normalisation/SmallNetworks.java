package org.palimpsest.methods.normalisation;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import org.palimpsest.harness.api.network.FanIn;
import org.palimpsest.harness.api.network.Norm;

/** Networks for small grey images whose normalisation is a choice. */
public final class SmallNetworks {
    private SmallNetworks() {}

    /** A convolution of 4 channels for images of 2 x 2. */
    public static Block oneConvolution() {
        Conv2d convolution = Conv2d.builder().setFilters(4).setKernelShape(new Shape(2, 2)).optPadding(new Shape(1, 1)).optBias(false).build();
        return new SequentialBlock().add(FanIn.apply(convolution, 4)).add(new Norm())
                .add(x -> new NDList(Activation.relu(x.singletonOrThrow()))).add(Blocks.batchFlattenBlock());
    }

    /** Convolutions of 16 and 32 channels, the second one of stride 2. */
    static Block twoConvolutions() {
        SequentialBlock layers = new SequentialBlock();
        int in = 1;
        for (int filters : new int[] {16, 32}) {
            Conv2d convolution = Conv2d.builder().setFilters(filters).setKernelShape(new Shape(3, 3)).optPadding(new Shape(1, 1))
                    .optStride(new Shape(in == 1 ? 1 : 2, in == 1 ? 1 : 2)).optBias(false).build();
            layers.add(FanIn.apply(convolution, 9L * in)).add(new Norm()).add(x -> new NDList(Activation.relu(x.singletonOrThrow())));
            in = filters;
        }
        return layers.add(Blocks.batchFlattenBlock());
    }
}
