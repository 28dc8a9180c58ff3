package org.palimpsest.methods.plasticity;

import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.palimpsest.harness.api.network.Norm;
import org.palimpsest.harness.api.network.Relu;

/**
 * What can be seen of a backbone from outside: in a {@link SequentialBlock} the layers in their order, as far as they are DJL's or ours;
 * in any other block which {@link Relu}s it has.
 */
final class Structure {
    private static final String RELU = "ReLU";
    private static final Set<String> FUNCTIONS = Set.of(
            RELU, "ReLU6", "LeakyReLU", "ELU", "SELU", "GELU", "Swish", "Mish", "Tanh", "sigmoid", "softPlus", "softSign");
    private static final Pattern PASSING = Pattern.compile("identity|batchFlatten|(global)?(max|avg|lp|Max|Avg|Lp)Pool[123]d");

    private Structure() {}

    /**
     * The same backbone with a {@link Relu} for every function of DJL's that is one, so that it can be seen and changed.
     *
     * @throws IllegalArgumentException if there is none, or a function that might be one
     */
    static Block withRelus(Block backbone) {
        Block rebuilt = rebuilt(backbone);
        if (relus(rebuilt).isEmpty()) {
            throw new IllegalArgumentException("there is no ReLU in it");
        }
        return rebuilt;
    }

    private static Block rebuilt(Block block) {
        if (block instanceof LambdaBlock function) {
            requireName(function);
            return function.getName().equals(RELU) ? new Relu() : block;
        }
        if (!(block instanceof SequentialBlock)) {
            return block;
        }
        SequentialBlock rebuilt = new SequentialBlock();
        block.getChildren().values().forEach(child -> rebuilt.add(rebuilt(child)));
        return rebuilt;
    }

    private static void requireName(LambdaBlock function) {
        if (!isFunction(function) && !isPassing(function)) {
            throw new IllegalArgumentException("it has a function of which cannot be said what it does (" + function.getName()
                    + "); org.palimpsest.harness.api.network.Relu and DJL's own blocks can be told");
        }
    }

    /** All of them, wherever they are. */
    static List<Relu> relus(Block block) {
        List<Relu> found = new ArrayList<>();
        if (block instanceof Relu relu) {
            found.add(relu);
        }
        block.getChildren().values().forEach(child -> found.addAll(relus(child)));
        return found;
    }

    /**
     * The layers of a backbone, one after the other.
     *
     * @throws IllegalArgumentException if it is not made of layers in a row, or has a part of which cannot be said what it does
     */
    static List<Block> inARow(Block backbone) {
        List<Block> layers = flat(backbone);
        for (Block layer : layers) {
            if (!canBeTold(layer)) {
                throw new IllegalArgumentException("it is not made of layers in a row: what is inside of " + layer.getClass().getSimpleName()
                        + " cannot be seen");
            }
        }
        return layers;
    }

    /**
     * Whether it is one layer, function or normalisation; otherwise it has parts that cannot be seen.
     *
     * @throws IllegalArgumentException if it is a function of which cannot be said what it does
     */
    static boolean canBeTold(Block block) {
        if (block instanceof LambdaBlock function) {
            requireName(function);
            return true;
        }
        return isLayer(block) || isNorm(block) || block instanceof Relu || block instanceof Dropout;
    }

    /** The layers of weights in a block, wherever they are. */
    static List<Block> layers(Block block) {
        List<Block> found = new ArrayList<>();
        if (isLayer(block)) {
            found.add(block);
        }
        block.getChildren().values().forEach(child -> found.addAll(layers(child)));
        return found;
    }

    /** The parts of sequences, and of sequences in sequences. */
    static List<Block> flat(Block block) {
        if (!(block instanceof SequentialBlock)) {
            return List.of(block);
        }
        List<Block> parts = new ArrayList<>();
        block.getChildren().values().forEach(child -> parts.addAll(flat(child)));
        return parts;
    }

    /** Whether it multiplies by weights. */
    static boolean isLayer(Block block) {
        return block instanceof Linear || block instanceof Convolution;
    }

    /** Whether it normalises. */
    static boolean isNorm(Block block) {
        return block instanceof Norm || block instanceof BatchNorm || block instanceof LayerNorm;
    }

    /** Whether it is a function of each number that is not linear. */
    static boolean isFunction(Block block) {
        return block instanceof Relu || block instanceof LambdaBlock function && FUNCTIONS.contains(function.getName());
    }

    /** Whether it only rearranges or pools. */
    private static boolean isPassing(LambdaBlock function) {
        return PASSING.matcher(function.getName()).matches();
    }
}
