package org.palimpsest.harness.api.text;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.api.network.BackboneModule;

/**
 * Announces a backbone that reads tokens. One that does not {@linkplain #generates() generate} maps (n, length) tokens, INT32 and padded at the right, to
 * features (n, d). One that does maps (n, 2, length): the tokens, and a 1 at each position after which the next token is asked for (0 elsewhere); it gives the
 * outputs (m, vocabulary) of these m positions, row by row, and its block is a {@link Generative}. Positions that are padding in all examples are not computed.
 *
 * @param <O> record of options
 */
public abstract class TextBackboneModule<O extends Record> extends BackboneModule<O> {
    private final Map<O, Tokenizer> tokenizers = new ConcurrentHashMap<>();

    /** Describes a backbone; see {@link RecipeModule}. */
    protected TextBackboneModule(String name, String summary, String source, Class<O> options) {
        super(name, summary, source, options);
    }

    /** Whether it writes answers, token by token, rather than give features of what it reads. */
    public abstract boolean generates();

    /** The tokenizer that goes with an instance of {@link #options()}; made once for each. */
    public final Tokenizer tokenizerOf(Record options) {
        return tokenizers.computeIfAbsent(own(options), this::tokenizer);
    }

    /** The most tokens that it can read at once, those that it writes included. */
    public final int contextOf(Record options) {
        return context(own(options));
    }

    /**
     * What an array is called in the files that such networks are published in.
     *
     * @param path of the array below the network, e.g. {@code layer0.attention.query.weight}
     * @return for example {@code model.layers.0.self_attn.q_proj.weight}; the path itself if there are no such files
     */
    public String publishedName(String path) {
        return path;
    }

    /**
     * The tokenizer.
     *
     * @throws IllegalArgumentException if it does not fit the network; the message says why
     */
    protected abstract Tokenizer tokenizer(O options);

    /** The most tokens, see {@link #contextOf}. */
    protected abstract int context(O options);
}
