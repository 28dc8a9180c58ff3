package org.palimpsest.results.text;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.testng.SkipException;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What {@code rouge-score} 0.1.2 says, bit for bit; {@code make_rouge.py} beside the values says how they were made. */
public class RougeLTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<String> lines(String name) throws IOException {
        try (InputStream in = RougeLTest.class.getResourceAsStream("/palimpsest/rouge/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }

    @Test
    public void agreesToTheLastBit() throws IOException {
        List<String> lines = lines("pairs.jsonl");
        assertTrue(lines.size() > 200, lines.size() + " pairs");
        int between = 0;
        for (String line : lines) {
            JsonNode pair = JSON.readTree(line);
            String given = pair.get("given").asText();
            List<String> answers = texts(pair.get("answers"));
            double words = Double.parseDouble(pair.get("rouge_l").asText());
            assertEquals(RougeL.words(given, answers), words, line);
            assertEquals(RougeL.characters(given, answers), Double.parseDouble(pair.get("rouge_l_chars").asText()), line);
            assertEquals(ExactMatch.normalised(given, answers), pair.get("normalised").asBoolean(), line);
            between += words > 0 && words < 1 ? 1 : 0;
        }
        assertTrue(between > 150, between + " pairs that are neither the same nor strangers");
    }

    /** Summaries, dialogues, programs, Chinese and German; their texts are not ours to commit. */
    @Test(groups = "slow")
    public void agreesOnRealAnswers() throws IOException {
        Path folder = real();
        Map<Path, List<JsonNode>> files = new HashMap<>();
        int scored = 0;
        for (String line : lines("real.tsv")) {
            String[] cells = line.split("\t");
            List<JsonNode> rows = files.computeIfAbsent(folder.resolve(cells[0]), RougeLTest::rows);
            JsonNode row = rows.get(Integer.parseInt(cells[2]));
            String given = cells[1].equals("question") ? question(row) : answers(row).get(0);
            List<String> answers = answers(rows.get(Integer.parseInt(cells[3])));
            assertEquals(RougeL.words(given, answers), Double.parseDouble(cells[4]), line);
            assertEquals(RougeL.characters(given, answers), Double.parseDouble(cells[5]), line);
            scored++;
        }
        assertTrue(scored > 300, scored + " pairs");
    }

    private static Path real() {
        return Stream.ofNullable(System.getenv("PALIMPSEST_DATA")).flatMap(list -> Stream.of(list.split(File.pathSeparator)))
                .map(folder -> Path.of(folder, "instructions")).filter(Files::isDirectory).findFirst()
                .orElseThrow(() -> new SkipException("not here: set PALIMPSEST_DATA to a folder that holds instructions"));
    }

    private static List<JsonNode> rows(Path file) {
        try {
            JsonNode all = JSON.readTree(file.toFile());
            List<JsonNode> rows = new ArrayList<>();
            (all.has("Instances") ? all.get("Instances") : all).forEach(rows::add);
            return rows;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String question(JsonNode row) {
        return row.has("input") ? row.get("input").asText() : row.get("prompt").asText();
    }

    private static List<String> answers(JsonNode row) {
        JsonNode answer = row.has("output") ? row.get("output") : row.get("answer");
        return answer.isArray() ? texts(answer) : List.of(answer.asText());
    }

    @DataProvider
    public Object[][] told() {
        return new Object[][] {
            // P = 2/3, R = 2/4
            {"the black cat", "the cat is black", 4.0 / 7, 2.0 / 3},
            {"", "cat", 0, 0}, {"dog", "cat", 0, 0}, {"Cat!", "cat", 1, 1},
            {"中立", "中立", 0, 1}, {"中立。", "中 立", 0, 1}, {"反对", "支持", 0, 0},
        };
    }

    @Test(dataProvider = "told")
    public void isTheFMeasureOfWhatBothHaveInOneOrder(String given, String answer, double words, double characters) {
        assertEquals(RougeL.words(given, List.of(answer)), words, 1e-15);
        assertEquals(RougeL.words(given, List.of("zzz", answer)), words, 1e-15);
        assertEquals(RougeL.characters(given, List.of(answer, "zzz")), characters, 1e-15);
    }
}
