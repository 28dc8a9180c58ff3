package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Agents in games are ranked by scores, told by what the record holds, where the games were measured as they are played. */
public class AgentScoresTest {
    private Path home;
    private Palimpsest palimpsest;

    @BeforeClass
    public void writeTheFiles() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        stream("measured", "");
        stream("hidden", "boundaries: hidden");
        stream("unmeasured", "stickyActions: 0");
        Folders.write(home.resolve("agents.yaml"), """
                benchmarks: [measured.yaml, hidden.yaml, unmeasured.yaml]
                methods:
                  - random
                  - dqn: {memory: 100, warmUp: 200}
                  - dqn: {memory: 100, warmUp: 200, reset: true}
                seeds: 1
                """);
        palimpsest.run("run", home.resolve("agents.yaml").toString(), "--results", "results").exits(0)
                .shows("score in shares of the reference", "return in reward per episode", "transfer");
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    private void stream(String name, String more) {
        GameFiles.write(home, name, "games: [breakout, space-invaders]\nvisits: 2\n" + more, "steps: 220\nepisodes: 3\nprobes: 2\nprobeEpisodes: 2");
    }

    private List<Map<String, String>> rows(String benchmark) {
        return Records.csv(home.resolve("results/leaderboards/agents.csv")).stream().filter(row -> row.get("benchmark").equals(benchmark)).toList();
    }

    @Test
    public void theRecordHoldsWhatScoresAreToldBy() {
        JsonNode tasks = Records.json(Records.run(home.resolve("results"), "measured", "random").resolve("run.json")).get("stream").get("tasks");
        assertEquals(tasks.findValuesAsText("name"), List.of("breakout", "space-invaders", "breakout", "space-invaders"));
        for (Map<String, String> row : rows("measured")) {
            double expected = 0;
            for (int task = 0; task < 4; task++) {
                JsonNode scale = tasks.get(task).get("scale");
                double random = scale.get("random").asDouble();
                expected += (finalReturn(row, task + 1) - random) / (scale.get("reference").asDouble() - random) / 4;
            }
            assertEquals(Double.parseDouble(row.get("score.final")), expected, 1e-9, row.get("options"));
            assertFalse(row.get("score.iqm").isEmpty() || row.get("score.cw.transfer").isEmpty() || row.get("score.cora.forgetting").isEmpty());
        }
        assertEquals(rows("measured").stream().map(row -> row.get("rank")).filter(String::isEmpty).count(), 0);
    }

    /** The mean return on a task at the end of the run of a row. */
    private double finalReturn(Map<String, String> row, int task) {
        Map<String, String> run = Records.csv(home.resolve("results/leaderboards/agents.runs.csv")).stream()
                .filter(one -> List.of("benchmark", "method", "options").stream().allMatch(key -> one.get(key).equals(row.get(key)))).findFirst().orElseThrow();
        Path folder = home.resolve("results/runs").resolve(run.get("benchmark")).resolve(run.get("method"))
                .resolve(run.get("seed") + "-" + run.get("digest").substring(1));
        return Records.csv(folder.resolve("returns.csv")).stream()
                .filter(one -> one.get("trained_task").equals("4") && one.get("task").equals(Integer.toString(task)))
                .mapToDouble(one -> Double.parseDouble(one.get("return_mean"))).findFirst().orElseThrow();
    }

    @Test
    public void whereGamesArePlayedOtherwiseReturnsRank() {
        List<Map<String, String>> rows = rows("unmeasured");
        assertTrue(rows.stream().allMatch(row -> row.get("score.final").isEmpty() && !row.get("return.final").isEmpty()), rows.toString());
        List<Double> returns = rows.stream().map(row -> Double.valueOf(row.get("return.final"))).toList();
        assertEquals(returns, returns.stream().sorted(Comparator.reverseOrder()).toList());
    }

    /** An agent that begins anew with each task of which it is told is what others' transfer is told against; where it is told of none it does not. */
    @Test
    public void onlyAgentsThatAreToldOfTasksLearnThemFromScratch() {
        assertEquals(scratch("measured"), 1);
        assertEquals(scratch("hidden"), 0);
        assertTrue(rows("hidden").stream().allMatch(row -> row.get("score.cw.transfer").isEmpty()));
    }

    private long scratch(String benchmark) {
        return Folders.tree(home.resolve("results/runs").resolve(benchmark)).stream().filter(file -> file.endsWith("run.json"))
                .filter(file -> Records.json(file).path("scratch").asBoolean()).count();
    }
}
