package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What there is, by name, with every option and its default, is what the golden files say: nothing changes or goes by accident. */
public class GoldenInventoryTest {
    /** Kinds of things and the word for one of them. */
    private static final Map<String, String> KINDS = kinds();
    /** Things that have options; where they were loaded from is the house's matter and not looked at. */
    private static final Set<String> PLUGINS = Set.of("methods", "addons", "normalisers", "backbones", "augmentations");
    private static final Set<String> MEASURES = Set.of("metrics", "gauges");

    private Palimpsest palimpsest;
    private final Map<String, Outcome> tables = new LinkedHashMap<>();
    private final Map<String, JsonNode> rows = new LinkedHashMap<>();
    private final Map<String, Map<String, Outcome>> described = new LinkedHashMap<>();
    private final Map<String, Map<String, JsonNode>> data = new LinkedHashMap<>();

    private static Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        for (String pair : List.of("methods method", "addons addon", "normalisers normaliser", "backbones backbone", "augmentations augmentation",
                "benchmarks benchmark", "suites suite", "streams stream", "trainings training", "datasets dataset", "metrics metric", "gauges gauge")) {
            kinds.put(pair.split(" ")[0], pair.split(" ")[1]);
        }
        return kinds;
    }

    @BeforeClass
    public void describeEverything() {
        palimpsest = new Palimpsest(Folders.temporary(getClass()));
        CommandBatch batch = new CommandBatch(palimpsest.home());
        List<List<String>> lists = new ArrayList<>();
        KINDS.keySet().forEach(kind -> lists.addAll(List.of(List.of("list", kind), List.of("list", kind, "--json"))));
        List<List<String>> descriptions = new ArrayList<>();
        for (Outcome outcome : batch.run(lists)) {
            String kind = outcome.exits(0).command().get(1);
            if (!outcome.command().contains("--json")) {
                tables.put(kind, outcome);
                continue;
            }
            rows.put(kind, outcome.json());
            for (String name : outcome.json().findValuesAsText("name")) {
                if (PLUGINS.contains(kind) || MEASURES.contains(kind)) {
                    descriptions.add(List.of("describe", KINDS.get(kind), name));
                }
                descriptions.add(List.of("describe", KINDS.get(kind), name, "--json"));
            }
        }
        for (Outcome outcome : batch.run(descriptions)) {
            String thing = outcome.exits(0).command().get(1);
            String name = outcome.command().get(2);
            if (outcome.command().contains("--json")) {
                data.computeIfAbsent(thing, t -> new LinkedHashMap<>()).put(name, outcome.json());
            } else {
                described.computeIfAbsent(thing, t -> new LinkedHashMap<>()).put(name, outcome);
            }
        }
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(palimpsest.home());
    }

    @DataProvider
    public Object[][] everyKind() {
        return KINDS.keySet().stream().map(kind -> new Object[] {kind}).toArray(Object[][]::new);
    }

    /** The cells, of which a column's width is no part: a longer name would move all the others. */
    @Test(dataProvider = "everyKind")
    public void listsOf(String kind) {
        List<String> lines = new ArrayList<>();
        lines.add("# " + String.join(" | ", keys(kind)));
        rows.get(kind).forEach(row -> lines.add(keys(kind).stream().map(key -> cell(row, key)).collect(Collectors.joining(" | "))));
        Golden.assertSame("list/" + kind + ".txt", lines);
    }

    /** What is on a machine, and what is not, is that machine's matter. */
    private static String cell(JsonNode row, String key) {
        return row.get(key).asText().replaceAll("^(on disk|damaged|not found)$", "on disk or not");
    }

    /** The keys of a row that the golden files speak of. */
    private List<String> keys(String kind) {
        List<String> keys = new ArrayList<>();
        rows.get(kind).get(0).fieldNames().forEachRemaining(keys::add);
        if (PLUGINS.contains(kind)) {
            assertEquals(keys.remove(keys.size() - 1), "from");
        }
        keys.remove("data"); // whether it is on this machine
        return keys;
    }

    /** Text has the cells that people want, below a heading, in lines that fit where nobody says how long they may be. */
    @Test(dataProvider = "everyKind")
    public void textIsATableOfTheData(String kind) {
        List<String> lines = tables.get(kind).out().lines().toList();
        assertTrue(lines.get(0).strip().startsWith("name "), lines.get(0));
        assertTrue(lines.stream().allMatch(line -> line.length() <= 100), tables.get(kind).toString());
        for (JsonNode row : rows.get(kind)) {
            assertTrue(lines.stream().anyMatch(line -> line.strip().split(" ")[0].equals(row.get("name").asText())), row + " in " + lines);
        }
    }

    /** One line an option: a changed default, type or range is a changed line. */
    @Test
    public void options() {
        List<String> lines = new ArrayList<>();
        KINDS.forEach((kind, thing) -> {
            if (!PLUGINS.contains(kind)) {
                return;
            }
            data.get(thing).forEach((name, module) -> {
                if (module.get("options").isEmpty()) {
                    lines.add(thing + " " + name + ": no options");
                }
                for (JsonNode option : module.get("options")) {
                    String range = option.get("range").asText();
                    lines.add(thing + " " + name + ": " + option.get("name").asText() + " (" + option.get("type").asText() + (range.isEmpty() ? ""
                            : ", " + range)
                            + (option.get("default").asText().isEmpty() ? ", must be set" : ", default " + option.get("default").asText()) + ")");
                }
            });
        });
        Golden.assertSame("options.txt", lines);
    }

    /** For people the same is said, with a word on each option. */
    @Test
    public void optionsAreToldToPeopleLikewise() {
        KINDS.forEach((kind, thing) -> {
            if (!PLUGINS.contains(kind)) {
                return;
            }
            data.get(thing).forEach((name, module) -> {
                List<String> lines = new ArrayList<>(List.of(name + ": " + module.get("summary").asText(), "source: " + module.get("source").asText(),
                        "from: " + module.get("from").asText()));
                if (module.has("learns")) {
                    lines.add("learns: " + module.get("learns").asText());
                }
                lines.add(module.get("options").isEmpty() ? "no options" : "options:");
                for (JsonNode option : module.get("options")) {
                    String range = option.get("range").asText();
                    String value = option.get("default").asText();
                    lines.add("  " + option.get("name").asText() + " (" + option.get("type").asText() + (range.isEmpty() ? "" : ", " + range)
                            + (value.isEmpty() ? ", must be set" : ", default " + value) + "): " + option.get("doc").asText());
                }
                Golden.assertSame("describe " + thing + " " + name, lines, described.get(thing).get(name).out().lines().toList());
            });
        });
    }

    /** Everything that may be set of a benchmark and its update rule, by what is said to who sets something else. */
    @Test
    public void keysOfABenchmark() {
        String error = palimpsest.run("run", "split-digits-online", "--methods", "finetune", "--set", "no-such-key=1", "--dry-run").exits(2).err();
        String valid = error.substring(error.indexOf("(valid: ") + "(valid: ".length(), error.lastIndexOf(')'));
        Golden.assertSame("benchmark-keys.txt", List.of(valid.split(", ")));
    }

    @DataProvider
    public Object[][] measures() {
        return new Object[][] {{"metric"}, {"gauge"}};
    }

    @Test(dataProvider = "measures")
    public void everyMeasure(String thing) {
        List<String> lines = new ArrayList<>();
        described.get(thing).values().forEach(outcome -> outcome.out().lines().forEach(lines::add));
        Golden.assertSame(thing + "s.txt", lines);
    }

    @Test(dataProvider = "measures")
    public void everyMeasureIsTheSameAsData(String thing) {
        data.get(thing).forEach((name, json) -> {
            List<String> lines = new ArrayList<>();
            json.properties().forEach(field -> lines.add(field.getKey() + ": " + field.getValue().asText()));
            Golden.assertSame("describe " + thing + " " + name, lines, described.get(thing).get(name).out().lines().toList());
        });
    }

    /** Every key of every benchmark and its stream, defaults included. */
    @Test
    public void protocols() {
        List<String> lines = new ArrayList<>();
        data.get("benchmark").forEach((name, protocol) -> Flat.of(protocol).forEach((path, value) -> lines.add(name + "  " + path + " = " + value)));
        Golden.assertSame("protocols.txt", lines);
    }

    @DataProvider
    public Object[][] definitions() {
        return new Object[][] {{"suite"}, {"stream"}, {"training"}};
    }

    /** The packaged files, without what is remarked in them. */
    @Test(dataProvider = "definitions")
    public void definitionsOf(String thing) {
        List<String> lines = new ArrayList<>();
        data.get(thing).forEach((name, file) -> file.get("yaml").asText().lines()
                .filter(line -> !line.isBlank() && !line.strip().startsWith("#")).forEach(line -> lines.add(name + "  " + line)));
        Golden.assertSame(thing + "s.txt", lines);
    }

    /** What is embedded is there on every machine; of the others the state differs. */
    @Test
    public void datasets() {
        List<String> lines = new ArrayList<>();
        Set<String> embedded = StreamSupport.stream(rows.get("datasets").spliterator(), false).filter(row -> row.get("where").asText().equals("embedded"))
                .map(row -> row.get("name").asText()).collect(Collectors.toSet());
        data.get("dataset").forEach((name, facts) -> Flat.of(facts).forEach((path, value) -> {
            if (embedded.contains(name) || !Set.of("state", "where", "detail").contains(path)) {
                lines.add(name + "  " + path + " = " + value);
            }
        }));
        Golden.assertSame("datasets.txt", lines);
    }
}
