package org.palimpsest.harness.config;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
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
            {new String[] {"- legs", "- arms"}, "line 1", ""},
            {new String[] {"legs"}, "line 1", ""},
            {new String[] {""}, "", ""},
            {new String[] {"# nothing but a remark"}, "", ""},
            {new String[] {"legs: 4\u0000"}, "", ""},
            {new String[] {"legs: \"\\q\""}, "line 1", ""},
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
