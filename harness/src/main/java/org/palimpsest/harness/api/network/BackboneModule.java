package org.palimpsest.harness.api.network;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.Optional;
import org.palimpsest.harness.api.RecipeModule;

/**
 * Announces a backbone: any DJL {@link Block} that maps a batch of normalised examples to features of shape (n, d). Found by
 * {@link java.util.ServiceLoader} like a method.
 *
 * @param <O> record of options
 */
public abstract class BackboneModule<O extends Record> extends RecipeModule<O> {
    /** Describes a backbone; see {@link RecipeModule}. */
    protected BackboneModule(String name, String summary, String source, Class<O> options) {
        super(name, summary, source, options);
    }

    /** Builds the block from an instance of {@link #options()}. */
    public final Block create(Record options, Shape input) {
        return build(own(options), input);
    }

    /**
     * Builds the block, not initialised.
     *
     * @param options the options as set
     * @param input shape of one example, without the batch dimension, e.g. (3, 32, 32)
     */
    protected abstract Block build(O options, Shape input);

    /** Which pretrained weights an instance of {@link #options()} asks for. */
    public final Optional<String> weightsOf(Record options) {
        return weights(own(options));
    }

    /** Name of the option that says where {@linkplain #weightsOf pretrained weights} are. */
    public String weightsOption() {
        return "weights";
    }

    /** Lets a block that was {@linkplain #create created} with these options start from pretrained weights. */
    public final void pretrain(Block block, PretrainedWeights weights, ChannelStatistics normalised) {
        load(block, weights, normalised);
    }

    /** Which pretrained weights the block should start from; none, unless a backbone has an option for them. */
    protected Optional<String> weights(O options) {
        return Optional.empty();
    }

    /**
     * Lets the arrays of a block start from pretrained ones, usually by {@link Pretrained#apply}; called if {@link #weights} names some,
     * before the block is initialised and before add-ons change it.
     *
     * @param block as it was built
     * @param weights the arrays by the names that they have in their file
     * @param normalised what the input was normalised by, see {@link Normalisation}
     * @throws IllegalArgumentException if the weights are not of such a network; the message says why
     */
    protected void load(Block block, PretrainedWeights weights, ChannelStatistics normalised) {
        throw new IllegalArgumentException(name() + " cannot start from pretrained weights");
    }
}
