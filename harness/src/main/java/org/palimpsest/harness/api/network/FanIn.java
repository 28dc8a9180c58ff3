package org.palimpsest.harness.api.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;

/**
 * PyTorch's default for linear and convolution layers, weights and biases alike: uniform within +-1/sqrt(fan-in), which is
 * Kaiming's uniform rule with a negative slope of sqrt(5) (He et al., ICCV 2015, eq. 15). Used so that results compare with
 * those published from PyTorch code.
 */
public final class FanIn implements Initializer {
    private final float bound;

    private FanIn(long fanIn) {
        bound = bound(fanIn);
    }

    /** The rule for a layer in which every output sees {@code fanIn} inputs. */
    public static FanIn of(long fanIn) {
        return new FanIn(fanIn);
    }

    /** Sets the rule for the weight and the bias of a layer and returns the layer. */
    public static <B extends Block> B apply(B layer, long fanIn) {
        return set(layer, of(fanIn));
    }

    /** As {@link #apply(Block, long)}, with as many inputs as the layer has once it is made: its weight, made first, has shape (out, in, ...). */
    public static <B extends Block> B apply(B layer) {
        return set(layer, new OfLayer());
    }

    private static <B extends Block> B set(B layer, Initializer rule) {
        layer.setInitializer(rule, Parameter.Type.WEIGHT);
        layer.setInitializer(rule, Parameter.Type.BIAS);
        return layer;
    }

    /** The bound 1/sqrt(fan-in). */
    public static float bound(long fanIn) {
        return (float) (1 / Math.sqrt(fanIn));
    }

    @Override
    public NDArray initialize(NDManager manager, Shape shape, DataType type) {
        return manager.randomUniform(-bound, bound, shape, type);
    }

    /** Reads the inputs of its layer off the weight, for the bias as well. */
    private static final class OfLayer implements Initializer {
        private FanIn rule;

        @Override
        public NDArray initialize(NDManager manager, Shape shape, DataType type) {
            if (shape.dimension() > 1) {
                rule = of(shape.slice(1).size());
            }
            return rule.initialize(manager, shape, type);
        }
    }
}
