package org.palimpsest.harness.nets.text;

/** What the arrays of {@link LanguageModel} are called in the files of Hugging Face's transformers. */
final class DecoderNames {
    private DecoderNames() {}

    /** From {@code layer0.attention.query.weight} to {@code model.layers.0.self_attn.q_proj.weight}. */
    static String of(String path) {
        if (path.startsWith("vocabulary.")) {
            return path.replaceFirst("vocabulary", "lm_head");
        }
        return "model." + path.replaceFirst("^tokens\\.", "embed_tokens.")
                .replaceFirst("^layer(\\d+)\\.", "layers.$1.")
                .replaceFirst("\\.attention\\.(query|key)Norm\\.", ".self_attn.$1_norm.")
                .replaceFirst("\\.attention\\.(query|key|value|output)\\.", ".self_attn.$1_proj.")
                .replaceFirst("\\.attentionNorm\\.", ".input_layernorm.")
                .replaceFirst("\\.hiddenNorm\\.", ".post_attention_layernorm.")
                .replaceFirst("\\.(gate|up|down)\\.", ".mlp.$1_proj.")
                .replaceFirst("\\.query_", ".q_").replaceFirst("\\.key_", ".k_").replaceFirst("\\.value_", ".v_").replaceFirst("\\.output_", ".o_");
    }

    /** What a decoder has no use for: frequencies of old files, and outputs that are tied to the token table. */
    static boolean isUnused(String name, boolean tied) {
        return name.endsWith(".rotary_emb.inv_freq") || tied && name.equals("lm_head.weight");
    }
}
