package org.palimpsest.results.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** JSON as this module writes it: keys in the order of declaration, empty optionals left out. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .serializationInclusion(JsonInclude.Include.NON_ABSENT)
            .build();

    /** Sorted keys: equal maps give equal text, in whatever order they were filled. */
    private static final ObjectMapper CANONICAL =
            MAPPER.copy().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    // the same line ends on every system
    private static final DefaultPrettyPrinter PRETTY = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"));

    private Json() {}

    /** Over several lines, ending with a line break. */
    public static String pretty(Object value) {
        try {
            return MAPPER.writer(PRETTY).writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** In one line, the same for equal values. */
    public static String canonical(Object value) {
        try {
            return CANONICAL.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** What is wrong with some JSON, in words for people: no packages of Java's classes, and what a class itself has to say of its values. */
    static String problem(JsonProcessingException e) {
        Throwable own = e instanceof ValueInstantiationException ? e.getCause() : null;
        return own instanceof NullPointerException ? "a value is missing"
                : own instanceof IllegalArgumentException ? own.getMessage() : e.getOriginalMessage().replaceAll("(?:[a-z]\\w*\\.)+(?=[A-Z])", "");
    }

    /** What a text says as JSON; empty if it is none. */
    public static Optional<Object> value(String json) {
        try {
            return Optional.ofNullable(MAPPER.readValue(json, Object.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a file of one record.
     *
     * @throws RecordException if it is damaged or cannot be read
     */
    public static <T> T read(Path file, Class<T> type) {
        try {
            return read(Files.readAllBytes(file), type);
        } catch (JsonProcessingException e) {
            throw RecordException.atLine(file, e.getLocation() == null ? 1 : e.getLocation().getLineNr(), "damaged, " + problem(e));
        } catch (IOException e) {
            throw RecordException.io(file, "read", e);
        }
    }

    /** Reads a record; the text {@code null} is none. */
    static <T> T read(byte[] json, Class<T> type) throws IOException {
        T value = MAPPER.readValue(json, type);
        if (value == null) {
            throw new JsonParseException(null, "holds nothing");
        }
        return value;
    }
}
