package org.palimpsest.datasets.disk.instructions;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Printable;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.TextLines;

/** The values in a file, be it a JSON list of them, one JSON value, or lines of JSON, each with where it stands. */
final class JsonValues {
    /** A file of which so much is wrong is of another kind; to read on would tell nothing. */
    private static final int ENOUGH = 1_000;
    private static final ObjectMapper MAPPER = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final Path file;
    private final Problems problems;
    private final BiConsumer<String, JsonNode> consumer;
    private final int before;

    private JsonValues(Path file, Problems problems, BiConsumer<String, JsonNode> consumer) {
        this.file = file;
        this.problems = problems.at(file.toString());
        this.consumer = consumer;
        this.before = problems.count();
    }

    /**
     * Reads a file. What is wrong with one line does not keep the others from being read.
     *
     * @param problems collects what is no JSON
     * @param consumer takes each value, after its place: {@code [0]} and so on in a list, {@code line 1} and so on, nothing for a lone value
     */
    static void read(Path file, Problems problems, BiConsumer<String, JsonNode> consumer) {
        try {
            new JsonValues(file, problems, consumer).read(TextLines.text(file));
        } catch (DatasetException e) {
            // the message names the file
            problems.add(new Problem("", "", "", e.getMessage()));
        }
    }

    private void read(String text) {
        String head = text.stripLeading();
        if (head.isEmpty()) {
            problems.add("", "", "is empty");
        } else if (isLines(head)) {
            lines(text);
        } else {
            whole(text);
        }
    }

    private boolean isLines(String head) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return true;
        }
        int end = head.indexOf('\n');
        return head.charAt(0) == '{' && end >= 0 && !head.substring(end).isBlank() && isValue(head.substring(0, end));
    }

    private static boolean isValue(String line) {
        try {
            value(line);
            return true;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static JsonNode value(String text) throws JsonProcessingException {
        try (JsonParser parser = MAPPER.createParser(text)) {
            JsonNode value = parser.readValueAsTree();
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "something follows after its end");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("text in memory", e);
        }
    }

    private void lines(String text) {
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                consumer.accept("line " + number, value(line));
            } catch (JsonProcessingException e) {
                problems.add("line " + number, Printable.brief(line), "is no JSON: " + reason(e));
            }
            if (isHopeless()) {
                return;
            }
        }
    }

    /** What Jackson says, without where in its buffer an object began. */
    private static String reason(JsonProcessingException e) {
        return e.getOriginalMessage().replaceAll("(?s) \\(start marker at .*", "");
    }

    private void whole(String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                consumer.accept("", value(text));
                return;
            }
            int index = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                consumer.accept("[" + index + "]", parser.readValueAsTree());
                index++;
                if (isHopeless()) {
                    return;
                }
            }
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "something follows after its end");
            }
            if (index == 0) {
                problems.add("", "", "is an empty list");
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            problems.add("line " + line, "", "is no JSON: " + reason(e));
        } catch (IOException e) {
            throw new IllegalStateException("text in memory", e);
        }
    }

    private boolean isHopeless() {
        boolean hopeless = problems.count() - before >= ENOUGH;
        if (hopeless) {
            problems.add("", "", "has more than " + ENOUGH + " problems and was not read to its end");
        }
        return hopeless;
    }
}
