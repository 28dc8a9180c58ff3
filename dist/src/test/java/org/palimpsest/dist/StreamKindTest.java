package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** A new kind of stream is one file, and changes nothing else: planned, run, recorded, resumed, ranked and compared like images. */
public class StreamKindTest {
    private Path home;
    private Palimpsest palimpsest;

    @BeforeClass
    public void installThePlugin() throws IOException {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        PluginJar.build("Bandits", home.resolve("plugins"));
        Files.writeString(home.resolve("arms.yaml"), String.join("\n", "id: arms", "version: 1", "scenario: bandits", "tasks: 3", "arms: 5", ""));
        Files.writeString(home.resolve("casino.yaml"), String.join("\n", "id: casino", "version: 1", "title: Three bandits", "stream: arms.yaml",
                "backbone: identity", "pulls: 150", ""));
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    private String casino() {
        return home.resolve("casino.yaml").toString();
    }

    @Test
    public void itIsRunRecordedAndRankedByItsOwnMeasure() {
        Path results = home.resolve("ranked");
        String suite = home.resolve("both.yaml").toString();
        write("both.yaml", "benchmarks: [casino.yaml]", "methods:", "  - greedy", "  - greedy: {rate: 0.001}", "seeds: 3");
        palimpsest.run("run", suite, "--results", results.toString()).exits(0).shows("payout", "greedy");

        List<Map<String, String>> rows = Records.csv(results.resolve("leaderboards/both.csv"));
        assertEquals(rows.stream().map(row -> row.get("rank")).filter(rank -> rank.matches("[12]")).count(), 2, "both have a place");
        List<Double> payouts = rows.stream().map(row -> Double.parseDouble(row.get("payout.final"))).toList();
        assertTrue(payouts.get(0) >= payouts.get(1), "the better one first: " + payouts);
        assertTrue(rows.get(0).get("options").contains("rate=0.1"), rows.get(0).toString());
        assertEquals(rows.get(0).get("scenario"), "bandits");
        double forgotten = Double.parseDouble(rows.get(0).get("payout.forgetting.max"));
        assertTrue(forgotten >= 0, rows.get(0).toString());
        assertFalse(rows.get(0).containsKey("class_il.accuracy.final"), "no column that nothing fills");

        palimpsest.run("run", casino(), "--methods", "greedy", "--seeds", "7,", "--results", "alone").exits(0);
        Path run = Records.run(home.resolve("alone"), "casino", "greedy");
        assertTrue(Files.notExists(run.resolve("accuracy.csv")));
        assertEquals(Records.csv(run.resolve("rewards.csv")).size(), 4 * 3);
        JsonNode plugins = Records.json(run.resolve("run.json")).get("plugins");
        assertEquals(plugins.size(), 1);
        assertEquals(plugins.get(0).get("jar").asText(), "Bandits.jar");
        assertTrue(plugins.get(0).get("sha256").asText().matches("[0-9a-f]{64}"), plugins.toString());
        palimpsest.run("compare", results.resolve("leaderboards/both.csv").toString(), "--a", "greedy:rate=0.1", "--b", "greedy:rate=0.001")
                .exits(0).shows("payout.final");
    }

    @Test
    public void methodsAndStreamsOfTwoKindsAreToldApartBeforeAnythingRuns() {
        palimpsest.run("run", casino(), "--methods", "greedy,finetune", "--seeds", "1", "--results", "apart", "--dry-run").exits(2)
                .complainsOf("finetune", "learns labelled examples, but casino has a stream of the kind bandits, which has bandits");
        palimpsest.run("run", "split-digits-online", "--methods", "greedy", "--seeds", "1", "--results", "apart").exits(2)
                .complainsOf("greedy", "learns bandits, but split-digits-online has a stream of the kind class-incremental, which has labelled examples");
        assertTrue(Files.notExists(home.resolve("apart")));
        palimpsest.run("describe", "method", "greedy").exits(0).shows("learns: bandits");
    }

    @Test
    public void itsKeysAreCheckedLikeThoseOfImages() {
        write("wrong-arms.yaml", "id: wrong-arms", "version: 1", "scenario: bandits", "tasks: 3", "arms: 1");
        write("wrong.yaml", "id: wrong", "version: 1", "title: Wrong", "stream: wrong-arms.yaml", "backbone: identity", "pulls: 0",
                "budget: {epochs: 1}");
        palimpsest.run("run", home.resolve("wrong.yaml").toString(), "--methods", "greedy", "--seeds", "1", "--results", "wrong").exits(2)
                .complainsOf("arms", ">= 2", "pulls", "> 0", "budget", "unknown key");
        palimpsest.run("run", casino(), "--methods", "greedy", "--set", "pulls=40", "--seeds", "1", "--dry-run").exits(0);
        palimpsest.run("describe", "benchmark", casino()).exits(0).shows("pulls: 150", "arms: 5");
    }

    private void write(String name, String... lines) {
        try {
            Files.writeString(home.resolve(name), String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
