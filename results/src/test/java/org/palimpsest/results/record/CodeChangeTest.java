package org.palimpsest.results.record;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.results.Examples;
import org.palimpsest.results.Folders;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** A run goes on with the code that it was begun with, or not at all. */
public class CodeChangeTest {
    private static final String ONE = "1".repeat(64);
    private static final String TWO = "2".repeat(64);
    private static final Map<String, String> CODE = Map.of("harness", ONE, "methods", ONE);

    private Path results;

    @BeforeMethod
    void makeFolder() {
        results = Folders.fresh();
    }

    @AfterMethod(alwaysRun = true)
    void deleteFolder() throws IOException {
        Folders.delete(results);
    }

    private static Environment of(String version, String commit, boolean dirty, Map<String, String> code) {
        return new Environment(version, commit, dirty, "e", "b", 1, "cpu", "j", "o", "c", Optional.empty()).withCode(code);
    }

    private static Optional<String> change(Environment then, Environment now) {
        return CodeChange.between(Examples.info("er", 1).withEnvironment(then), now, List.of());
    }

    /** Where the compiled code is known, it alone decides. */
    @DataProvider
    public Object[][] same() {
        return new Object[][] {
            {of("1", "abc", false, CODE), of("1", "abc", false, CODE)},
            {of("1", "abc", false, CODE), of("1", "def", false, CODE)}, // a commit to the documentation
            {of("1", "abc", true, CODE), of("1", "abc", true, CODE)},
            {of("1", "abc", false, CODE), of("1", "abc", true, CODE)}, // a file that is no code
            {of("1", "abc", false, Map.of()), of("1", "abc", false, CODE)}, // of an older version
        };
    }

    @Test(dataProvider = "same")
    public void theSameCodeMayGoOn(Environment then, Environment now) {
        assertEquals(change(then, now), Optional.empty());
    }

    @DataProvider
    public Object[][] other() {
        Map<String, String> changed = Map.of("harness", ONE, "methods", TWO);
        return new Object[][] {
            {of("1", "abc", true, CODE), of("1", "abc", true, changed), // two states of one checkout
                "the code of methods (SHA-256 recorded 111111111111, here 222222222222); recorded is 1, commit abc with changes; here is 1, commit abc with "
                    + "changes"},
            {of("1", "abc", false, CODE), of("2", "def", false, Map.of("harness", ONE)),
                "the code of methods (SHA-256 recorded 111111111111, here none); recorded is 1, commit abc; here is 2, commit def"},
            {of("1", "abc", false, Map.of()), of("1", "def", false, CODE), "the code: recorded is 1, commit abc; here is 1, commit def"},
            {of("1", "abc", false, Map.of()), of("2", "abc", false, CODE), "the code: recorded is 1, commit abc; here is 2, commit abc"},
            {of("1", "abc", true, Map.of()), of("1", "abc", true, CODE), // nobody knows which changes
                "the code: recorded is 1, commit abc with changes; here is 1, commit abc with changes"},
        };
    }

    @Test(dataProvider = "other")
    public void otherCodeIsNamedBesideThatOfTheRecord(Environment then, Environment now, String words) {
        assertEquals(change(then, now), Optional.of("cannot be resumed, the run was begun with other code than there is now: " + words));
    }

    @Test
    public void anotherPluginJarIsNamed() {
        Environment here = of("1", "abc", false, CODE);
        RunInfo begun = Examples.info("er", 1).withEnvironment(here).toBuilder().plugins(List.of(new PluginInfo("mine.jar", ONE))).build();
        assertEquals(CodeChange.between(begun, here, List.of(new PluginInfo("mine.jar", ONE))), Optional.empty());
        String message = CodeChange.between(begun, here, List.of(new PluginInfo("mine.jar", TWO), new PluginInfo("new.jar", TWO))).orElseThrow();
        assertTrue(message.endsWith(": the plug-in mine.jar (SHA-256 recorded 111111111111, here 222222222222); "
                + "the plug-in new.jar (SHA-256 recorded none, here 222222222222)"), message);
    }

    @Test
    public void aRunThatHasLearnedNothingMayBeginAgainAndOthersAreRefused() {
        RunStore store = RunStore.at(results);
        RunInfo begun = Examples.info("er", 1).withEnvironment(of("1", "abc", false, CODE));
        store.create(begun, Examples.TABLES);
        Environment now = of("1", "def", false, Map.of("harness", TWO));
        assertFalse(store.mayGoOn(begun, now, List.of()));
        assertTrue(store.mayGoOn(begun, begun.environment(), List.of()));
        for (RunInfo learned : List.of(begun.withProgress(1, begun.timings(), begun.cost()), begun.withParts(1, begun.timings(), begun.cost()))) {
            String message = expectThrows(BadRecordException.class, () -> store.mayGoOn(learned, now, List.of())).getMessage();
            Path json = results.resolve("runs").resolve(begun.id().relativePath()).resolve("run.json");
            assertTrue(message.startsWith(json + ": cannot be resumed") && message.endsWith("; delete the run's folder to begin it again"), message);
        }
    }

    /** What is recorded of the code is in no table, and read back. */
    @Test
    public void digestsOfTheCodeAreRecorded() {
        RunStore store = RunStore.at(results);
        RunInfo begun = Examples.info("er", 1).withEnvironment(of("1", "abc", false, CODE));
        store.create(begun, Examples.TABLES);
        assertEquals(store.find(begun.id()).orElseThrow().environment().code(), CODE);
    }
}
