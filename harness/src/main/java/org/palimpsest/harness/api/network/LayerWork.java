package org.palimpsest.harness.api.network;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.LayerNorm;

/**
 * Floating-point operations that one example takes in a block itself, without the blocks inside it: two for every multiply-add.
 *
 * <p>A convolution multiplies each of its weights once for every position of its output, a linear layer once for every vector, any other block once each of
 * its arrays of two axes or more, unless it does {@linkplain OwnWork work of its own}. A normalisation is one multiply-add for every number it normalises, as
 * in evaluation, where mean, deviation, scale and shift fold into one. Biases and functions without weights are not counted.
 */
final class LayerWork {
    private LayerWork() {}

    /** The operations of a block that is initialised. */
    static long flops(Block block) {
        if (block instanceof OwnWork own) {
            return own.flops();
        }
        if (block instanceof BatchNorm || block instanceof LayerNorm || block instanceof Norm && !block.getParameters().isEmpty()) {
            return 2 * input(block).slice(1).size();
        }
        long repeats = 1;
        if (block instanceof Convolution) {
            repeats = block.getOutputShapes(new Shape[] {input(block)})[0].slice(2).size();
        } else if (block instanceof Linear || block instanceof Projection) {
            repeats = input(block).slice(1, input(block).dimension() - 1).size();
        }
        return 2 * repeats * block.getDirectParameters().values().stream().map(Parameter::getShape)
                .filter(shape -> shape.dimension() > 1).mapToLong(Shape::size).sum();
    }

    /** The shape that the block was initialised for, batch dimension included. */
    private static Shape input(Block block) {
        return block.getInputShapes()[0];
    }

    /** Whether gradients move any weight of the block itself. */
    static boolean trained(Block block) {
        return block.getDirectParameters().values().stream().anyMatch(Parameter::requiresGradient);
    }
}
