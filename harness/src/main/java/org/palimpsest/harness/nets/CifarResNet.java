package org.palimpsest.harness.nets;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;

/** The CIFAR networks of He et al., CVPR 2016, section 4.2: three stages of {@code depth} blocks make 6 depth + 2 layers. */
final class CifarResNet {
    private CifarResNet() {}

    static Block of(Shape input, int depth) {
        return new ResNet((int) input.get(0), new int[] {16, 32, 64}, depth, Shortcut.ZERO_PADDING);
    }
}
