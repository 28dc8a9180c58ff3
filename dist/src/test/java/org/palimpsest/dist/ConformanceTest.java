package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

    private static final List<String> METHODS = List.of("finetune", "joint", "cumulative", "freeze", "er", "er-ace", "der", "der++", "mir", "agem", "gdumb",
            "icarl", "ewc", "online-ewc", "si", "mas", "lwf", "lwf-mc", "ncm", "slda", "fecam", "deesil", "fetril", "fetril-fc", "zero-shot");
    private static final List<String> ADD_ONS = List.of("ema", "nap", "cbp", "redo", "shrink-perturb", "noisy-grad", "crelu", "leaky", "l2", "l2-init",
            "layernorm", "label-smoothing");

    private static final int TOGETHER = 5;

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

    /** All that learn pictures without more ado, a few at a time. */
    @DataProvider
    public Object[][] builtIn() {
        List<String> recipes = Stream.concat(METHODS.stream(), ADD_ONS.stream().map(addOn -> "er+" + addOn)).toList();
        return IntStream.iterate(0, from -> from < recipes.size(), from -> from + TOGETHER)
                .mapToObj(from -> new Object[] {recipes.subList(from, Math.min(recipes.size(), from + TOGETHER))}).toArray(Object[][]::new);
    }

    /** What shows what is known before anything is learned need not learn. */
    @Test(dataProvider = "builtIn")
    public void builtInMethodsAndAddOnsKeepThem(List<String> recipes) {
        List<String> command = new ArrayList<>(List.of("check", "--json"));
        command.addAll(recipes);
        List<String> faults = new ArrayList<>();
        int tried = 0;
        for (JsonNode verdict : palimpsest.run(command.toArray(String[]::new)).json()) {
            tried++;
            if (!verdict.get("outcome").asText().equals("KEPT")) {
                faults.add(verdict.get("method").asText() + " " + verdict.get("rule").asText());
            }
        }
        assertEquals(faults, recipes.contains("zero-shot") ? List.of("zero-shot learns") : List.of());
        assertEquals(tried, recipes.size() * RULES.size());
    }

    @Test(groups = "slow")
    public void thoseThatAskForMoreKeepThem() {
        palimpsest.run("check", "fscil", "--set", "augment=random-crop").exits(0);
        palimpsest.run("check", "er+bn", "er+adab2n", "er+precise-bn",
                "--set", "backbone=slim-resnet18", "--set", "backbone.width=8", "--set", "lr=0.03").exits(0);
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
