package org.palimpsest.harness.nets.text;

import java.util.List;
import org.palimpsest.datasets.Names;

/**
 * What a decoder is like.
 *
 * @param vocabulary tokens that there are
 * @param width of hidden states
 * @param hidden units between gate and output of a layer
 * @param headSize numbers of each head
 * @param keyHeads heads of keys and values, each for as many heads of queries
 * @param epsilon of normalisations
 * @param context most positions
 * @param tied whether outputs are products with the rows of the token table
 * @param inputBiases whether queries, keys and values have biases
 * @param outputBias whether what comes of attention has
 * @param hiddenBiases whether gate, hidden units and output have
 * @param headNorms whether queries and keys are normalised
 */
record DecoderShape(int vocabulary, int width, int hidden, int layers, int heads, int keyHeads, int headSize, float epsilon, int context, boolean tied,
        boolean inputBiases, boolean outputBias, boolean hiddenBiases, boolean headNorms, Rotation rotation) {
    private static final String LLAMA = "llama";
    private static final String QWEN2 = "qwen2";
    private static final String QWEN3 = "qwen3";
    private static final List<String> FAMILIES = List.of(LLAMA, QWEN2, QWEN3);
    private static final int QWEN3_HEAD = 128;
    private static final int QWEN_CONTEXT = 32_768;
    private static final int LLAMA_CONTEXT = 2048;
    private static final double EPSILON = 1e-6;

    /** Checks what any decoder has to be like. */
    DecoderShape {
        if (heads % keyHeads != 0) {
            throw new IllegalArgumentException(heads + " heads cannot share " + keyHeads + " heads of keys evenly");
        }
        if (headSize % 2 != 0) {
            throw new IllegalArgumentException("heads of " + headSize + " numbers have no pairs to turn");
        }
    }

    /**
     * As a {@code config.json} has it.
     *
     * @throws IllegalArgumentException if it is of another family, or has features that are not known; the message names the key
     */
    static DecoderShape of(ModelFile config) {
        String family = config.text("model_type", "");
        if (!FAMILIES.contains(family)) {
            throw config.wrong("model_type", "'" + family + "' is not supported" + Names.suggestion(family, FAMILIES));
        }
        refuseWhatIsUnknown(config, family);
        int width = config.count("hidden_size");
        int heads = config.count("num_attention_heads");
        int headSize = config.count("head_dim", family.equals(QWEN3) ? QWEN3_HEAD : Math.max(1, width / heads));
        int keyHeads = config.count("num_key_value_heads", heads);
        if (heads % keyHeads != 0) {
            throw config.wrong("num_key_value_heads", keyHeads + " heads cannot be shared by " + heads + " evenly");
        }
        if (headSize % 2 != 0) {
            throw config.wrong("head_dim", "heads of " + headSize + " numbers have no pairs to turn");
        }
        int context = config.count("max_position_embeddings", family.equals(LLAMA) ? LLAMA_CONTEXT : QWEN_CONTEXT);
        boolean biases = !family.equals(QWEN2) && config.truth("attention_bias", false);
        return new DecoderShape(config.count("vocab_size"), width, config.count("intermediate_size"), config.count("num_hidden_layers"), heads,
                keyHeads, headSize, (float) config.number("rms_norm_eps", EPSILON), context,
                config.truth("tie_word_embeddings", false), biases || family.equals(QWEN2), biases,
                family.equals(LLAMA) && config.truth("mlp_bias", false), family.equals(QWEN3), Rotation.of(config, headSize, context));
    }

    private static void refuseWhatIsUnknown(ModelFile config, String family) {
        String activation = config.text("hidden_act", "silu");
        if (!activation.equals("silu")) {
            throw config.wrong("hidden_act", "'" + activation + "' is not supported; valid: silu");
        }
        if (config.has("quantization_config")) {
            throw config.wrong("quantization_config", "quantised weights are not supported");
        }
        boolean windows = !family.equals(LLAMA) && config.truth("use_sliding_window", false);
        if (windows) {
            throw config.wrong("use_sliding_window", "layers that see the last positions alone are not supported");
        }
    }

    /** The same with room for fewer positions. */
    DecoderShape within(int positions) {
        return new DecoderShape(vocabulary, width, hidden, layers, heads, keyHeads, headSize, epsilon, positions, tied, inputBiases, outputBias, hiddenBiases,
                headNorms, rotation);
    }
}
