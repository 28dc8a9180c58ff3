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

    private final Object owner; // the tokenizer is closed when nobody knows it any more
    private final HuggingFaceTokenizer tokenizer;
    private final Map<String, Integer> ids;
    private final String sha256;
    private final OptionalInt begin;
    private final int end;
    private final int padding;

    /**
     * A tokenizer whose texts have no end yet.
     *
     * @param name of the file, for messages
     * @param json its content
     * @throws IllegalArgumentException if it is no such file
     */
    TokenizerFile(String name, byte[] json) {
        sha256 = DigestUtils.sha256Hex(json);
        try {
            ids = ids(JsonMapper.builder().build().readTree(json));
            tokenizer = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), Map.of("truncation", "false", "padding", "false"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(name + " is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(name + " describes no tokenizer: " + e.getMessage(), e);
        }
        owner = new Object();
        CLEANER.register(owner, tokenizer::close);
        long[] marked = tokenizer.encode("", true, false).getIds();
        begin = marked.length == 0 ? OptionalInt.empty() : OptionalInt.of((int) marked[0]);
        end = -1;
        padding = -1;
    }

    private TokenizerFile(TokenizerFile other, int end, int padding) {
        owner = other.owner;
        tokenizer = other.tokenizer;
        ids = other.ids;
        sha256 = other.sha256;
        begin = other.begin.stream().filter(token -> token != end).findFirst();
        this.end = end;
        this.padding = padding;
    }

    /** The same with tokens that a text ends with and a batch is filled up with. */
    TokenizerFile marked(int endOfText, int filling) {
        return new TokenizerFile(this, endOfText, filling);
    }

    /** As {@link #marked(int, int)}, of tokens that there are. */
    TokenizerFile marked(String endOfText, String filling) {
        return marked(find(endOfText).orElseThrow(), find(filling).orElseThrow());
    }

    private static Map<String, Integer> ids(JsonNode json) {
        Map<String, Integer> ids = new HashMap<>();
        JsonNode vocabulary = json.path("model").path("vocab");
        for (int i = 0; vocabulary.isArray() && i < vocabulary.size(); i++) {
            ids.put(vocabulary.get(i).path(0).asText(), i); // with its likelihood
        }
        vocabulary.fields().forEachRemaining(token -> ids.put(token.getKey(), token.getValue().asInt()));
        json.path("added_tokens").forEach(token -> ids.put(token.path("content").asText(), token.path("id").asInt()));
        return ids;
    }

    /** The number of a token. */
    OptionalInt find(String token) {
        Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
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
        return ids.values().stream().mapToInt(id -> id + 1).max().orElse(0);
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
