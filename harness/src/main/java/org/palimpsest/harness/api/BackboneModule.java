package org.palimpsest.harness.api;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;

/**
 * Announces a backbone: any DJL {@link Block} that maps a batch of normalised examples to features of shape (n, d). Found by
 * {@link java.util.ServiceLoader} like a method.
 *
 * @param <O> record of options
 */
public abstract class BackboneModule<O extends Record> extends RecipeModule {
    private final Class<O> type;

    /** Describes a backbone; see {@link RecipeModule}. */
    protected BackboneModule(String name, String summary, String source, Class<O> options) {
        super(name, summary, source, options);
        this.type = options;
    }

    /** Builds the block from an instance of {@link #options()}. */
    public final Block create(Record options, Shape input) {
        return build(type.cast(options), input);
    }

    /**
     * Builds the block, not initialised.
     *
     * @param options the options as set
     * @param input shape of one example, without the batch dimension, e.g. (3, 32, 32)
     */
    protected abstract Block build(O options, Shape input);
}
