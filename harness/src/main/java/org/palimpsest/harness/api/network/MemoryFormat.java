package org.palimpsest.harness.api.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.training.initializer.Initializer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * In which order the numbers of images and of convolution weights lie in memory; PyTorch's word for it. The engine computes a convolution in the order of
 * its weights, and hands its result on in the same. Shapes are the same in any order, and so is what is computed, up to rounding.
 */
public enum MemoryFormat {
    /** As shapes have it: channel after channel. */
    CONTIGUOUS {
        @Override
        public void apply(Block block) {
            // what arrays are unless they are told otherwise
        }

        @Override
        public Optional<String> problem(Block block) {
            return Optional.empty();
        }
    },
    /** All channels of a position together, position after position (NHWC). */
    CHANNELS_LAST {
        @Override
        public void apply(Block block) {
            if (block instanceof Convolution) {
                for (Parameter parameter : block.getDirectParameters().values()) {
                    Initializer rule = parameter.getInitializer();
                    parameter.setInitializer((manager, shape, type) -> reordered(manager, rule.initialize(manager, shape, type)));
                }
            }
            block.getChildren().values().forEach(this::apply);
        }

        @Override
        public Optional<String> problem(Block block) {
            List<Convolution> convolutions = convolutions(block).toList();
            if (convolutions.isEmpty()) {
                return Optional.of("is for convolutions, and there is none");
            }
            return convolutions.stream().filter(MemoryFormat::overruns).findFirst()
                    .map(c -> "has the engine write past its memory in the backward pass of a convolution of 1 x 1 with stride and fewer than "
                            + NARROW + " channels, on processors with AVX2, and there is one of " + channels(c) + " channels");
        }
    };

    private static final int IMAGE_AXES = 4;
    /** Numbers of a vector of AVX2. */
    private static final int NARROW = 8;

    /** Has the weights of all convolutions in a block, which is not initialised yet, lie in this order. */
    public abstract void apply(Block block);

    /**
     * Why a network's convolutions must not lie in this order.
     *
     * @param block initialised, so that its weights have shapes
     */
    public abstract Optional<String> problem(Block block);

    private static Stream<Convolution> convolutions(Block block) {
        return block instanceof Convolution convolution ? Stream.of(convolution) : block.getChildren().values().stream().flatMap(MemoryFormat::convolutions);
    }

    /** Seen with PyTorch 2.7.1 (oneDNN 3.7): the heap is damaged, and the process dies some time later. */
    private static boolean overruns(Convolution convolution) {
        return convolution.getKernelShape().size() == 1 && convolution.getStride().size() > 1 && channels(convolution) < NARROW;
    }

    private static long channels(Convolution convolution) {
        return convolution.getParameters().get("weight").getShape().get(1);
    }

    /** An array of shape (out, in, h, w) in the order (out, h, w, in), in the place of the one given; any other as it is. */
    private static NDArray reordered(NDManager manager, NDArray weight) {
        Shape shape = weight.getShape();
        if (shape.dimension() != IMAGE_AXES) {
            return weight;
        }
        try (NDManager scratch = manager.newSubManager()) {
            weight.attach(scratch);
            // only a change of shape makes the engine lay an array out anew
            NDArray flat = weight.transpose(0, 2, 3, 1).reshape(-1);
            NDArray laidOut = flat.reshape(shape.get(0), shape.get(2), shape.get(3), shape.get(1)).transpose(0, 3, 1, 2).duplicate();
            laidOut.attach(manager);
            return laidOut;
        }
    }
}
