package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Methods that freeze the network of the first task share it: the same results as with one of their own, at the same booked cost. */
public class SharedBaseTest {
    private Path home;
    private Palimpsest palimpsest;
    private Path together;
    private String benchmark;

    @BeforeClass
    public void runTogether() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        benchmark = Benchmark.named("frozen").with("augment", "[{name: random-crop, padding: 1}]")
                .with("backbone", "{name: slim-resnet18, width: 2}").with("budget", "{epochs: 2, batch: 16, steps: 30}")
                .with("optimiser", "{name: sgd, lr: 0.05, momentum: 0.9, schedule: {name: cosine}}").in(home).toString();
        together = home.resolve("together");
        run(together, "ncm,slda,fetril,fetril-fc").exits(0);
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    private Outcome run(Path results, String methods, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "run", benchmark, "--methods", methods, "--seeds", "5,", "--results", results.toString()));
        command.addAll(List.of(more));
        return palimpsest.run(command.toArray(String[]::new));
    }

    private static Map<String, JsonNode> byMethod(Path results) {
        return Records.runs(results).values().stream().collect(Collectors.toMap(run -> run.get("id").get("method").asText(), run -> run, (a, b) -> b,
                TreeMap::new));
    }

    private static List<Path> bases(Path results) {
        return Folders.tree(results.resolve("bases")).stream().filter(file -> file.endsWith("base.json")).toList();
    }

    @Test
    public void aSuiteTrainsOneNetworkAndEveryRunSaysWhich() {
        assertEquals(bases(together).size(), 1);
        Map<String, JsonNode> runs = byMethod(together);
        String trainer = Records.run(together, "frozen", "ncm").toString().substring(together.resolve("runs").toString().length() + 1);
        runs.forEach((method, run) -> {
            assertEquals(run.get("base").get("trainedBy").asText(), trainer);
            assertEquals(run.get("base").get("shared").asBoolean(), !method.equals("ncm"), method);
            assertEquals(run.get("base").get("digest"), runs.get("ncm").get("base").get("digest"));
        });
    }

    /** Also whatever is drawn after the network was trained, such as the order in which fetril-fc visits features. */
    @Test
    public void resultsAreThoseOfANetworkOfOnesOwn() {
        Map<String, String> shared = Records.reproducible(together);
        for (String method : List.of("slda", "fetril-fc")) {
            Path alone = home.resolve("alone-" + method);
            run(alone, method).exits(0);
            assertFalse(byMethod(alone).get(method).get("base").get("shared").asBoolean());
            Map<String, String> own = Records.reproducible(alone);
            own.keySet().removeIf(name -> name.startsWith("leaderboards"));
            assertEquals(own.size(), 4);
            own.forEach((name, text) -> assertEquals(shared.get(name), text, name));
            assertTrue(own.values().stream().anyMatch(text -> text.lines().count() > 5), "probes of the first task are among them");
        }
    }

    @Test
    public void theCostOfTheNetworkIsBookedByEveryRun() {
        Map<String, JsonNode> runs = byMethod(together);
        JsonNode base = Records.json(bases(together).get(0));
        double seconds = base.get("trainSeconds").asDouble();
        assertTrue(seconds > 0);
        runs.forEach((method, run) -> {
            for (String what : List.of("updates", "examples", "forwardFlops", "backwardFlops")) {
                assertEquals(run.get("cost").get(what), runs.get("ncm").get("cost").get(what), method + " " + what);
            }
            assertEquals(run.get("cost").get("updates").asInt(), 30);
            assertTrue(run.get("timings").get("trainSeconds").asDouble() >= seconds, method);
            assertTrue(run.get("timings").get("totalSeconds").asDouble() >= run.get("timings").get("trainSeconds").asDouble(), method);
        });
    }

    @Test
    public void anotherUpdateRuleIsAnotherNetwork() {
        Path other = home.resolve("other");
        run(other, "ncm,slda", "--set", "slda.lr=0.01").exits(0);
        assertEquals(bases(other).size(), 2);
        Map<String, JsonNode> runs = byMethod(other);
        assertNotEquals(runs.get("ncm").get("base").get("digest"), runs.get("slda").get("base").get("digest"));
        assertFalse(runs.get("slda").get("base").get("shared").asBoolean());
    }

    /** Which code trained it is part of what it is. */
    @Test
    public void theCodeIsPartOfIt() {
        JsonNode base = Records.json(bases(together).get(0));
        assertEquals(base.get("identity").get("code"), byMethod(together).get("ncm").get("environment").get("code"));
        assertEquals(base.get("identity").get("code").size(), 3, base.toString());
    }

    /** The gauges are read while it is trained. */
    @Test
    public void aRunWithGaugesTrainsItsOwn() {
        Path gauged = home.resolve("gauged");
        run(gauged, "ncm").exits(0);
        run(gauged, "slda", "--gauges", "rank.stable").exits(0);
        assertFalse(byMethod(gauged).get("slda").get("base").get("shared").asBoolean());
        assertEquals(Records.text(Records.run(gauged, "frozen", "slda").resolve("accuracy.csv")),
                Records.text(Records.run(together, "frozen", "slda").resolve("accuracy.csv")));
    }

    @Test
    public void aDamagedNetworkIsNamedAndNotUsed() throws IOException {
        Path damaged = home.resolve("damaged");
        run(damaged, "ncm").exits(0);
        Path state = bases(damaged).get(0).resolveSibling("state.npz");
        byte[] bytes = Files.readAllBytes(state);
        bytes[bytes.length / 2] ^= 1;
        Files.write(state, bytes);
        run(damaged, "slda").exits(3).complainsOf(state.toString(), "is damaged: expected SHA-256", "delete its folder to have it trained again");
        Folders.delete(state.getParent());
        run(damaged, "slda").exits(0);
        assertFalse(byMethod(damaged).get("slda").get("base").get("shared").asBoolean());
    }
}
