package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** A run whose loss leaves the numbers behind ends, is shown and is counted; the suite goes on. */
public class DivergenceTest {
    private Palimpsest palimpsest;
    private Path suite;
    private Outcome outcome;

    @BeforeClass
    public void runASuiteInWhichOneMethodDiverges() {
        palimpsest = new Palimpsest(Folders.temporary(getClass()));
        Benchmark.named("steep").in(palimpsest.home());
        suite = Folders.write(palimpsest.home().resolve("steep-suite.yaml"), """
                benchmarks: [steep.yaml]
                methods:
                  - er: {lr: 1.0e+30}
                  - finetune
                seeds: 2
                """);
        outcome = palimpsest.run("run", suite.toString());
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(palimpsest.home());
    }

    @Test
    public void theCommandSaysWhichRunsAndWhy() {
        outcome.exits(1).complainsOf("2 of 4 runs did not finish", "steep/er/0-", "steep/er/1-", "diverged in task 1, step ");
    }

    @Test
    public void theRecordSaysWhere() {
        Map<String, JsonNode> runs = Records.runs(palimpsest.results());
        assertEquals(runs.size(), 4);
        runs.forEach((id, info) -> {
            boolean diverged = id.contains("er/") && !id.contains("finetune/");
            assertEquals(info.get("status").asText(), diverged ? "diverged" : "finished", id);
            if (diverged) {
                assertEquals(info.get("stopPoint").get("task").asInt(), 1);
                assertTrue(info.get("stopPoint").get("step").asInt() >= 1, info.toString());
                assertTrue(info.get("message").asText().contains("NaN") || info.get("message").asText().contains("Infinity"), info.toString());
                assertEquals(info.get("tasksDone").asInt(), 0);
            }
        });
    }

    @Test
    public void theLeaderboardShowsAndCountsThem() {
        outcome.shows("2 diverged");
        Map<String, Map<String, String>> rows = Records.byMethod(palimpsest.results().resolve("leaderboards/steep-suite.csv"));
        Map<String, String> er = rows.get("er");
        assertEquals(er.get("diverged"), "2");
        assertEquals(er.get("runs"), "2");
        assertEquals(er.get("n"), "0");
        assertEquals(er.get("rank"), "");
        assertEquals(er.get("class_il.accuracy.final"), "");
        Map<String, String> finetune = rows.get("finetune");
        assertEquals(finetune.get("rank"), "1");
        assertEquals(finetune.get("n"), "2");
    }

    @Test(dependsOnMethods = {"theRecordSaysWhere", "theLeaderboardShowsAndCountsThem"})
    public void aDivergedRunIsNotMadeAgainAndStillCounts() {
        Outcome again = palimpsest.run("run", suite.toString()).exits(1);
        again.complainsOf("already diverged", "2 of 4 runs did not finish");
    }
}
