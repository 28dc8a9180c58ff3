package org.palimpsest.harness.config;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.FolderTest;
import org.palimpsest.harness.PluginJar;
import org.palimpsest.harness.plugins.Plugins;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class DefinitionsTest extends FolderTest {
    private Problems problems;

    private Definitions definitions() throws IOException {
        problems = new Problems();
        new PluginJar()
                .file("palimpsest/recipes/zebra.yaml", "legs: 4")
                .file("palimpsest/recipes/ant.yaml", "legs: 6\nbody: {parts: 3}")
                .file("palimpsest/recipes/notes.txt", "no definition")
                .file("palimpsest/recipes/deeper/hidden.yaml", "legs: 0")
                .write(folder(), "recipes.jar");
        return new Definitions("recipes", Plugins.load(List.of(folder())).classLoader());
    }

    private Optional<Values> values(String name) throws IOException {
        return definitions().values(name, "suite.yaml", "recipe", problems);
    }

    @Test
    public void findsTheFilesOfItsKindInAJar() throws IOException {
        assertEquals(definitions().names(), List.of("ant", "zebra"));
        assertTrue(definitions().contains("ant"));
        assertFalse(definitions().contains("hidden"));
        assertEquals(definitions().text("ant"), Optional.of("legs: 6\nbody: {parts: 3}"));
        assertEquals(values("ant").orElseThrow().tree(), Map.of("legs", 6, "body", Map.of("parts", 3)));
        assertEquals(values("ant").orElseThrow().sourceOf("legs"), "recipes/ant.yaml");
    }

    @Test
    public void findsThoseInFoldersOfTheClassPathToo() {
        Definitions benchmarks = new Definitions("benchmarks", Definitions.class.getClassLoader());
        assertTrue(benchmarks.names().contains("split-fashion-mnist-compact-online"), benchmarks.names().toString());
    }

    @Test
    public void readsAFileByItsPath() throws IOException {
        String file = write("mine.yaml", "legs: 8");
        assertTrue(definitions().contains(file));
        assertEquals(values(file).orElseThrow().tree(), Map.of("legs", 8));
        assertEquals(values(file).orElseThrow().sourceOf("legs"), file);
        assertFalse(definitions().contains(folder().resolve("other.yaml").toString()));
    }

    @Test
    public void offersTheNearestNameForOneThatDoesNotExist() throws IOException {
        assertEquals(values("zebar"), Optional.empty());
        assertEquals(problems.list(), List.of(new Problem("suite.yaml", "recipe", "zebar", "unknown recipe (did you mean 'zebra'?)")));
    }

    @DataProvider
    public Object[][] broken() {
        return new Object[][] {
            {new String[] {"legs: 4", "arms: 2", "legs: 5"}, "line 3", "legs"},
            {new String[] {"legs: 4", "body: {parts: 3"}, "line", ""},
            {new String[] {"legs: 4", "body:", "  a: 1", " b: 2"}, "line 4", ""},
            {new String[] {"legs: 4", "\tarms: 2"}, "line 2", ""},
            {new String[] {"- legs", "- arms"}, "line 1", "must be keys and values"},
            {new String[] {"legs"}, "line 1", "must be keys and values"},
            {new String[] {"? [legs]", ": 4"}, "line 1", ""},
            {new String[] {""}, "", "is empty"},
            {new String[] {"---"}, "", "is empty"},
            {new String[] {"# nothing but a remark"}, "", "is empty"},
            {new String[] {"legs: 4\u0000"}, "", ""},
            {new String[] {"legs: \"\\q\""}, "line 1", ""},
            {new String[] {"legs: 4", "---", "legs: 5"}, "line 3", "must be one YAML section"},
            {new String[] {"legs: 4", "---"}, "line", "must be one YAML section"},
            {new String[] {"{legs: 4}", "arms: 2"}, "line 2", "must be one YAML section"},
            {new String[] {"{legs: 4} arms"}, "line 1", "must be one YAML section"},
            {new String[] {"{legs: 4}}"}, "line 1", "must be one YAML section"},
            {new String[] {"legs: 4", "...", "arms: 2"}, "line 3", "must be one YAML section"},
            {new String[] {"legs: &four 4", "arms: *four"}, "line 2", "*four is an alias"},
            {new String[] {"legs: [&a er+nap, *a]"}, "line 1", "*a is an alias"},
            {new String[] {"base: &b {legs: 4}", "ant:", "  <<: *b"}, "line 3", "*b is an alias"},
            {new String[] {"legs: &a 4", "*a : 5"}, "line 2", ""},
            {new String[] {"legs: !!int '4'"}, "line 1", "tag"},
            {new String[] {"legs: !legs {n: 4}"}, "line 1", "tag"},
            {new String[] {"legs: " + "[".repeat(30) + "]".repeat(30)}, "line 1", "nested more than 20 deep"},
            {new String[] {"legs: " + "[".repeat(200_000)}, "line 1", "nested more than 20 deep"},
            {new String[] {"{a: ".repeat(100_000)}, "line 1", "nested more than 20 deep"},
            {new String[] {"legs: " + "4".repeat(1 << 20)}, "", "is larger than the 1048576 bytes"},
        };
    }

    @Test(dataProvider = "broken")
    public void aBrokenFileIsToldWithItsNameAndLine(String[] lines, String line, String told) throws IOException {
        String file = write("broken.yaml", lines);
        assertEquals(values(file), Optional.empty());
        assertEquals(problems.list().size(), 1, problems.toString());
        assertEquals(problems.list().get(0).source(), file);
        assertTrue(problems.list().get(0).key().startsWith(line), problems.toString());
        assertTrue(problems.list().get(0).message().contains(told), problems.toString());
        assertEquals(problems.list().get(0).message().lines().count(), 1, problems.toString());
    }

    @Test
    public void aFileThatIsNoTextIsRefusedAndTheLineTold() throws IOException {
        Path file = folder().resolve("latin.yaml");
        Files.write(file, "legs: 4\ntitle: f\u00fc\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(values(file.toString()), Optional.empty());
        assertEquals(problems.list(), List.of(new Problem(file.toString(), "line 2", "", "is no UTF-8 text: byte 0xfc; save the file as UTF-8")));
    }

    @Test
    public void aByteOrderMarkIsNoPartOfTheFirstKey() throws IOException {
        assertEquals(values(write("marked.yaml", "\ufefflegs: 4")).orElseThrow().tree(), Map.of("legs", 4));
    }

    @Test
    public void aFolderIsNoFileOfDefinitions() throws IOException {
        Path folder = Files.createDirectory(folder().resolve("ants.yaml"));
        assertEquals(values(folder.toString()), Optional.empty());
        assertEquals(problems.list(), List.of(new Problem(folder.toString(), "", "", "cannot be read: is a folder")));
    }

    @Test
    public void aPathThatNoFileCanHaveIsAnUnknownName() throws IOException {
        assertEquals(values("a\u0000b.yaml"), Optional.empty());
        assertEquals(problems.list().get(0).message(), "unknown recipe: there is no such file, ending in .yaml or .yml");
        assertEquals(definitions().relativeTo(write("mine.yaml", "legs: 8"), "a\u0000b.yaml"), "a\u0000b.yaml");
    }

    /** Numbers are decimal; what YAML 1.1 would take for octal, hexadecimal, grouped or binary stays as it is written, for a check to refuse. */
    @Test
    public void numbersAreDecimal() throws IOException {
        String file = write("numbers.yaml", "a: 7", "b: -1", "c: 1e-3", "d: .5", "e: 1.10", "f: 007", "g: 0x10", "h: 1_000", "i: 0b11", "j: '5'", "k: true",
                "m: ~", "n: 4000000000", "o: 1:30", "p: 2024-01-01", "q: 0o17");
        Map<String, Object> expected = new LinkedHashMap<>(Map.of("a", 7, "b", -1, "c", 0.001, "d", 0.5, "e", 1.1, "f", "007", "g", "0x10"));
        expected.putAll(Map.of("h", "1_000", "i", "0b11", "j", "5", "k", true, "n", 4_000_000_000L, "o", "1:30", "p", "2024-01-01"));
        expected.put("m", null);
        expected.put("q", "0o17");
        assertEquals(values(file).orElseThrow().tree(), expected);
    }

    @Test
    public void anOverriddenValueRemembersWhoSetIt() throws IOException {
        Values values = values("ant").orElseThrow();
        values.override("body.parts", "5", "--set");
        values.override("wings.left", "1", "--set");
        assertEquals(values.tree(), Map.of("legs", 6, "body", Map.of("parts", "5"), "wings", Map.of("left", "1")));
        assertEquals(values.sourceOf("body.parts"), "--set");
        assertEquals(values.sourceOf("legs"), "recipes/ant.yaml");
    }

    @Test
    public void aSectionWrittenAsANameKeepsItsNameWhenAKeyIsAdded() {
        Values values = new Values(Map.of("head", "cosine"), "b.yaml");
        values.override("head.scale", "8", "--set");
        assertEquals(values.tree(), Map.of("head", Map.of("name", "cosine", "scale", "8")));
    }
}
