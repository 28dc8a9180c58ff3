package org.palimpsest.harness.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.palimpsest.datasets.Problems;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads a file of definitions: one YAML section of plain values, lists and sections. What YAML would read quietly in another way than it
 * looks is refused: a second document, aliases, tags; numbers are decimal, and whatever is written otherwise stays text.
 */
final class Yaml {
    /** Bytes that a file of definitions may have; those that are packaged have a hundredth of it. */
    static final int LARGEST = 1 << 20;
    private static final int DEEPEST = 20;
    /** Text that needs no quotes. */
    private static final Pattern WORD = Pattern.compile("(?i)(?!(true|false|null|yes|no|on|off|y|n)$)[a-z][\\w.+-]*");
    private static final String MORE =
            "must be one YAML section: what follows its end, a second document or keys behind a closing brace, would be ignored";
    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final YAMLFactory FACTORY = YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final YAMLParser parser;
    private int depth;

    private Yaml(YAMLParser parser) {
        this.parser = parser;
    }

    /** A place in the text where something is wrong. */
    private static final class Mistake extends Exception {
        private static final long serialVersionUID = 1L;

        private final int line;

        /**
         * A mistake.
         *
         * @param line from 1; 0 if it is nowhere in particular
         */
        Mistake(int line, String message) {
            super(message);
            this.line = line;
        }
    }

    /** The text of a file; a problem of the place that the collector is at is added if it is none. */
    static Optional<String> text(byte[] bytes, Problems problems) {
        if (bytes.length > LARGEST) {
            problems.add("", "", "is larger than the " + LARGEST + " bytes that a file of definitions may have");
            return Optional.empty();
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            problems.add(line(1 + (int) text.chars().filter(c -> c == '\n').count()), "",
                    "is no UTF-8 text: byte 0x" + Integer.toHexString(bytes[in.position()] & 0xff) + "; save the file as UTF-8");
            return Optional.empty();
        }
        return Optional.of(!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text);
    }

    /** Values, lists and sections in one line, as this reads them; text that is a number is written as one. */
    static String flow(Object value) {
        if (value instanceof Map<?, ?> section) {
            return section.entrySet().stream().map(entry -> flow(entry.getKey()) + ": " + flow(entry.getValue())).collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Yaml::flow).collect(Collectors.joining(", ", "[", "]"));
        }
        String text = String.valueOf(value);
        if (!(value instanceof String) || Numerals.isDecimal(text) || WORD.matcher(text).matches()) {
            return text;
        }
        return new TextNode(text).toString(); // JSON, and so YAML
    }

    /** The section that a text is; a problem of the place that the collector is at is added if it is none. */
    static Optional<Map<String, Object>> section(String text, Problems problems) {
        try (YAMLParser parser = FACTORY.createParser(text)) {
            return Optional.of(new Yaml(parser).document());
        } catch (Mistake e) {
            problems.add(e.line == 0 ? "" : line(e.line), "", e.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory cannot be read", e);
        }
    }

    private static String line(int number) {
        return "line " + number;
    }

    private Map<String, Object> document() throws Mistake {
        JsonToken first = next();
        if (first == null || first == JsonToken.VALUE_NULL || first == JsonToken.VALUE_STRING && text().isEmpty()) {
            throw new Mistake(0, "is empty");
        }
        if (first != JsonToken.START_OBJECT) {
            throw here("is not a YAML section: it must be keys and values, 'key: value' each");
        }
        Map<String, Object> section = section();
        int end = parser.currentTokenLocation().getLineNr();
        JsonToken more;
        try {
            more = next();
        } catch (Mistake e) {
            throw new Mistake(e.line, MORE);
        }
        if (more != null) {
            throw new Mistake(Math.max(end, parser.currentTokenLocation().getLineNr()), MORE);
        }
        return section;
    }

    private JsonToken next() throws Mistake {
        try {
            JsonToken token = parser.nextToken();
            if (token != null && parser.isCurrentAlias()) {
                throw here("*" + parser.getText() + " is an alias, and aliases are not looked up: write out what it stands for");
            }
            if (token != null && parser.getTypeId() != null) {
                throw here("has a tag (!" + parser.getTypeId() + "), and tags are not read: quote what is to be text");
            }
            return token;
        } catch (JsonProcessingException e) {
            throw syntax(e);
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory cannot be read", e);
        }
    }

    private static Mistake syntax(JsonProcessingException e) {
        String words = "is not a YAML section: ";
        if (e.getCause() instanceof MarkedYAMLException cause && cause.getProblemMark() != null) {
            return new Mistake(cause.getProblemMark().getLine() + 1, words + cause.getProblem());
        }
        String message = e.getOriginalMessage().lines().findFirst().orElse("").replaceAll(": <org\\.yaml.*", "");
        return new Mistake(e.getLocation() == null ? 0 : e.getLocation().getLineNr(), words + message);
    }

    private Mistake here(String message) {
        return new Mistake(parser.currentTokenLocation().getLineNr(), message);
    }

    private Map<String, Object> section() throws Mistake {
        deeper();
        Map<String, Object> section = new LinkedHashMap<>();
        while (next() != JsonToken.END_OBJECT) {
            String key = text();
            section.put(key, value(next()));
        }
        depth--;
        return section;
    }

    private List<Object> list() throws Mistake {
        deeper();
        List<Object> list = new ArrayList<>();
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            list.add(value(token));
        }
        depth--;
        return list;
    }

    private void deeper() throws Mistake {
        if (++depth > DEEPEST) {
            throw here("is nested more than " + DEEPEST + " deep");
        }
    }

    private Object value(JsonToken token) throws Mistake {
        String text = text();
        return switch (token) {
            case START_OBJECT -> section();
            case START_ARRAY -> list();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> Numerals.isWhole(text) ? number() : text;
            case VALUE_NUMBER_FLOAT -> Numerals.isDecimal(text) ? number() : text;
            default -> text;
        };
    }

    private String text() {
        try {
            return parser.getText();
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory cannot be read", e);
        }
    }

    private Number number() throws Mistake {
        try {
            return parser.getNumberValue();
        } catch (JsonProcessingException e) {
            throw syntax(e);
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory cannot be read", e);
        }
    }
}
