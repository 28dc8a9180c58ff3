package org.palimpsest.harness.nets.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.palimpsest.datasets.safetensors.ModelFolder;

/** The tokenizer in the folder of a language model. */
final class FolderTokenizer {
    private static final String FILE = "tokenizer.json";
    private static final String SETTINGS = "tokenizer_config.json";
    private static final String CONFIG = "config.json";
    private static final String GENERATION = "generation_config.json";

    private FolderTokenizer() {}

    /**
     * Reads it. A text ends with {@code eos_token} of its settings, or the (first) {@code eos_token_id} of the model's; batches are filled up with
     * {@code pad_token}, or with ends if there is none; texts begin with a token if the tokenizer itself begins them so.
     *
     * @param vocabulary tokens that the network knows
     * @throws IllegalArgumentException if it has others, or no end
     * @throws org.palimpsest.datasets.DatasetException if it is missing
     */
    static TokenizerFile of(ModelFolder folder, int vocabulary) {
        String file = folder.path(FILE);
        JsonNode settings = json(folder, SETTINGS);
        TokenizerFile tokenizer = new TokenizerFile(file, folder.bytes(FILE));
        if (tokenizer.vocabulary() > vocabulary) {
            throw new IllegalArgumentException(file + " has tokens up to number " + (tokenizer.vocabulary() - 1) + ", and the network knows "
                    + vocabulary);
        }
        int end = marked(tokenizer, settings, "eos_token", first(json(folder, CONFIG), json(folder, GENERATION), "eos_token_id"));
        if (end < 0 || end >= vocabulary) {
            throw new IllegalArgumentException(end < 0
                    ? file + ": " + SETTINGS + " has no eos_token, and " + CONFIG + " no eos_token_id: nothing ends an answer"
                    : file + ": the end of an answer is token " + end + ", and the network knows " + vocabulary);
        }
        int padding = marked(tokenizer, settings, "pad_token", first(json(folder, CONFIG), json(folder, GENERATION), "pad_token_id"));
        return tokenizer.marked(end, padding < 0 || padding >= vocabulary ? end : padding);
    }

    private static JsonNode json(ModelFolder folder, String file) {
        return folder.has(file) ? folder.json(file) : MissingNode.getInstance();
    }

    /** A token that settings name, as text or with its properties; or else the other. */
    private static int marked(TokenizerFile tokenizer, JsonNode settings, String key, int otherwise) {
        JsonNode token = settings.path(key);
        return tokenizer.find(token.isObject() ? token.path("content").asText() : token.asText("")).orElse(otherwise);
    }

    private static int first(JsonNode config, JsonNode generation, String key) {
        JsonNode value = config.hasNonNull(key) ? config.get(key) : generation.path(key);
        return (value.isArray() ? value.path(0) : value).asInt(-1);
    }
}
