package org.palimpsest.harness.nets.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.harness.api.text.Tokenizer;

/** A tokenizer as a {@code tokenizer.json} of Hugging Face's describes it; that it may ask for truncation, padding or marks at the ends is not heeded. */
final class TokenizerFile implements Tokenizer {
    private static final Cleaner CLEANER = Cleaner.create();

    private final HuggingFaceTokenizer tokenizer;
    private final Map<String, Integer> ids = new HashMap<>();
    private final String sha256;
    private final int vocabulary;
    private final OptionalInt begin;
    private final int end;
    private final int padding;

    /**
     * A tokenizer.
     *
     * @param name of the file, for messages
     * @param json its content
     * @param marks what stands for the begin of a text, its end, and padding
     * @throws IllegalArgumentException if it is no such file, or has no such tokens
     */
    TokenizerFile(String name, byte[] json, Marks marks) {
        sha256 = DigestUtils.sha256Hex(json);
        try {
            collect(JsonMapper.builder().build().readTree(json));
            tokenizer = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), Map.of("truncation", "false", "padding", "false"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(name + " is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(name + " describes no tokenizer: " + e.getMessage(), e);
        }
        CLEANER.register(this, tokenizer::close);
        vocabulary = ids.values().stream().mapToInt(id -> id + 1).max().orElse(0);
        begin = marks.begin() == null ? OptionalInt.empty() : OptionalInt.of(id(name, marks.begin()));
        end = id(name, marks.end());
        padding = id(name, marks.padding());
    }

    /**
     * Tokens with a meaning.
     *
     * @param begin what a text begins with, or null
     * @param end what a text ends with
     * @param padding what a batch is filled up with
     */
    record Marks(String begin, String end, String padding) {}

    private void collect(JsonNode json) {
        json.path("model").path("vocab").fields().forEachRemaining(token -> ids.put(token.getKey(), token.getValue().asInt()));
        json.path("added_tokens").forEach(token -> ids.put(token.path("content").asText(), token.path("id").asInt()));
    }

    private int id(String name, String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new IllegalArgumentException(name + " has no token " + token);
        }
        return id;
    }

    @Override
    public int[] encode(String text) {
        // halves of characters outside the basic plane are no text, and the native code would not have them
        String whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return Arrays.stream(tokenizer.encode(whole, false, false).getIds()).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public String decode(int... tokens) {
        return tokenizer.decode(Arrays.stream(tokens).asLongStream().toArray(), true);
    }

    @Override
    public int vocabulary() {
        return vocabulary;
    }

    @Override
    public int padding() {
        return padding;
    }

    @Override
    public OptionalInt begin() {
        return begin;
    }

    @Override
    public int end() {
        return end;
    }

    @Override
    public String sha256() {
        return sha256;
    }
}
