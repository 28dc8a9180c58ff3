package org.palimpsest.harness.api;

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
        bound = (float) (1 / Math.sqrt(fanIn));
    }

    /** The rule for a layer in which every output sees {@code fanIn} inputs. */
    public static FanIn of(long fanIn) {
        return new FanIn(fanIn);
    }

    /** Sets the rule for the weight and the bias of a layer and returns the layer. */
    public static <B extends Block> B apply(B layer, long fanIn) {
        FanIn rule = of(fanIn);
        layer.setInitializer(rule, Parameter.Type.WEIGHT);
        layer.setInitializer(rule, Parameter.Type.BIAS);
        return layer;
    }

    @Override
    public NDArray initialize(NDManager manager, Shape shape, DataType type) {
        return manager.randomUniform(-bound, bound, shape, type);
    }
}
