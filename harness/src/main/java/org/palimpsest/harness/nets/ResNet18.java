package org.palimpsest.harness.nets;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;

/** The one shape of ResNet-18 for small images: four stages of two blocks, widths doubling, projection shortcuts. */
final class ResNet18 {
    private ResNet18() {}

    static Block of(Shape input, int width) {
        int[] widths = {width, 2 * width, 4 * width, 8 * width};
        return new ResNet((int) input.get(0), widths, 2, Shortcut.PROJECTION);
    }
}
