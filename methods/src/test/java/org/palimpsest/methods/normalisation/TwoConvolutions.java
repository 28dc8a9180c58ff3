package org.palimpsest.methods.normalisation;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import org.palimpsest.harness.api.FanIn;
import org.palimpsest.harness.api.Norm;

/** A network for small grey pictures whose normalisation is a choice: convolutions of 16 and 32 channels, the second one of stride 2. */
final class TwoConvolutions {
    private TwoConvolutions() {}

    static Block network() {
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
