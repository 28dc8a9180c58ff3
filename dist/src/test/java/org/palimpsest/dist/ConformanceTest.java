package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The conformance kit, tried on methods that each break one rule. */
public class ConformanceTest {
    private static final String PREFIX = "broken-";
    private static final List<String> SOURCES = List.of(
            "Undocumented", "Guessing", "Moody", "Forgetful", "Clairvoyant", "Examinee", "Hoarder", "Leaking", "Fussy", "Bored");
    private static final List<String> RULES = List.of(
            "documented", "learns", "deterministic", "resumes", "future", "test-data", "memory", "leaks", "odd-tasks", "repeated-classes");

    private Palimpsest palimpsest;
    private Outcome outcome;
    private final Map<String, List<JsonNode>> broken = new TreeMap<>();

    @BeforeClass
    public void check() {
        palimpsest = new Palimpsest(Folders.temporary(getClass()));
        Path plugins = palimpsest.home().resolve("plugins");
        SOURCES.forEach(name -> PluginJar.build("broken/" + name, plugins));
        List<String> command = new ArrayList<>(List.of("check", "--plugins", "plugins", "--json", "er"));
        RULES.forEach(rule -> command.add(PREFIX + rule));
        outcome = palimpsest.run(command.toArray(String[]::new)).exits(1);
        for (JsonNode verdict : outcome.json()) {
            boolean tried = !verdict.get("outcome").asText().equals("NOT_TRIED");
            assertTrue(tried || verdict.get("happened").asText().equals("since no two of its runs are the same"), verdict.toString());
            List<JsonNode> own = broken.computeIfAbsent(verdict.get("method").asText(), method -> new ArrayList<>());
            if (verdict.get("outcome").asText().equals("BROKEN")) {
                own.add(verdict);
            }
        }
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(palimpsest.home());
    }

    @DataProvider
    public Object[][] rules() {
        return RULES.stream().map(rule -> new Object[] {rule}).toArray(Object[][]::new);
    }

    @Test(dataProvider = "rules")
    public void whatBreaksARuleIsCaughtByThatRuleAlone(String rule) {
        List<JsonNode> caught = broken.get(PREFIX + rule);
        assertEquals(caught.stream().map(verdict -> verdict.get("rule").asText()).toList(), List.of(rule), caught.toString());
        assertTrue(!caught.get(0).get("expected").asText().isBlank() && !caught.get(0).get("happened").asText().isBlank(), caught.toString());
    }

    @Test
    public void aSoundMethodBreaksNone() {
        assertEquals(broken.get("er"), List.of(), outcome.toString());
    }

    @Test
    public void allRulesAreTriedHere() {
        palimpsest.run("check", "er", "--rule", "none-such").exits(2).complainsOf("--rule", String.join(", ", RULES));
    }

    @Test
    public void oneRuleCanBeTriedAgain() {
        palimpsest.run("check", PREFIX + "learns", "--plugins", "plugins", "--rule", "learns").exits(1)
                .shows("BROKEN: learns", "expected: at least 0.75", "happened: ", "again: palimpsest check broken-learns --rule learns");
    }
}
