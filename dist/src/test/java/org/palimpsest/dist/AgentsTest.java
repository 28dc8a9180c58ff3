package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Agents on streams of games: what they learn, that a killed run ends with the same bytes, and what is refused. */
public class AgentsTest {
    /** What SIGKILL leaves as exit code: 128 + 9. */
    private static final int KILLED = 137;
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private Path home;
    private Palimpsest palimpsest;

    @BeforeClass
    public void writeTheFiles() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        stream("told", "games: [breakout, space-invaders]");
        benchmark("told", "steps: 400");
        stream("hidden", "games: [breakout, space-invaders]", "boundaries: hidden");
        benchmark("hidden", "steps: 400");
        stream("single", "games: [space-invaders]", "visits: 1");
        benchmark("single", "steps: 6000", "episodes: 30");
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    private void stream(String name, String... more) {
        String visits = String.join("", more).contains("visits:") ? "" : "visits: 2\n";
        Folders.write(home.resolve(name + "-stream.yaml"),
                "id: " + name + "\nversion: 1\nscenario: control\n" + visits + String.join("\n", more) + "\n");
    }

    private void benchmark(String name, String... more) {
        Folders.write(home.resolve(name + ".yaml"), "id: " + name + "\nversion: 1\ntitle: Games\nstream: " + name
                + "-stream.yaml\nbackbone: conv\noptimiser: {name: adam, lr: 0.001}\n" + (String.join("", more).contains("episodes:") ? "" : "episodes: 3\n")
                + String.join("\n", more) + "\n");
    }

    /** With hidden tasks the memory is part of what a run goes on from. */
    @Test
    public void aKilledRunEndsWithTheSameBytes() throws Exception {
        String suite = Folders.write(home.resolve("kill.yaml"), """
                id: kill
                benchmarks: [told.yaml, hidden.yaml]
                methods:
                  - random
                  - dqn: {memory: 150, warmUp: 100, batch: 8, nStep: 2, doubleQ: true, duelling: true}
                seeds: [3]
                """).toString();
        palimpsest.run("run", suite, "--results", "undisturbed", "--commit-every", "0").exits(0);
        Map<String, String> expected = Records.reproducible(home.resolve("undisturbed"));

        Path results = home.resolve("killed");
        for (String benchmark : List.of("told", "hidden")) {
            Path folder = results.resolve(home.resolve("undisturbed").relativize(Records.run(home.resolve("undisturbed"), benchmark, "dqn")));
            Palimpsest.Running running = palimpsest.start("run", suite, "--results", "killed", "--commit-every", "0");
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (!folder.resolve("checkpoint-1.bin").toFile().exists() && !folder.resolve("checkpoint-2.bin").toFile().exists()) {
                assertTrue(running.process().isAlive() && System.nanoTime() < deadline, running.errors());
                Thread.onSpinWait();
            }
            running.process().destroyForcibly();
            assertEquals(running.process().waitFor(), KILLED);
        }
        palimpsest.run("run", suite, "--results", "killed", "--commit-every", "0").exits(0);
        Map<String, String> actual = Records.reproducible(results);
        assertEquals(actual.keySet(), expected.keySet());
        assertEquals(expected.keySet().stream().filter(file -> !actual.get(file).equals(expected.get(file))).toList(), List.of());
    }

    @Test
    public void gradientAddOnsApply() {
        palimpsest.run("run", "told.yaml", "--methods", "dqn+layernorm,dqn+nap,dqn+redo,dqn+cbp,dqn+l2-init,dqn+shrink-perturb", "--seeds", "1",
                "--results", "add-ons", "--set", "dqn.memory=300", "--set", "dqn.warmUp=100").exits(0);
        assertEquals(Records.runs(home.resolve("add-ons")).values().stream().map(info -> info.get("status").asText()).distinct().toList(),
                List.of("finished"));
    }

    /** Over three seeds random actions get 2.8 (sd of an episode 3), and 6,000 steps of learning more. */
    @Test
    public void dqnLearnsSpaceInvaders() {
        palimpsest.run("run", "single.yaml", "--methods", "random,dqn", "--seeds", "3", "--results", "learning", "--set", "dqn.memory=6000",
                "--set", "dqn.warmUp=300", "--set", "dqn.exploring=0.5").exits(0);
        List<Map<String, String>> rows = Records.csv(home.resolve("learning/leaderboards/single.csv"));
        double dqn = last(rows, "dqn");
        double random = last(rows, "random");
        assertTrue(dqn > 1.5 * random, dqn + " against " + random);
    }

    private static double last(List<Map<String, String>> rows, String method) {
        return rows.stream().filter(row -> row.get("method").equals(method)).mapToDouble(row -> Double.parseDouble(row.get("return.final"))).findFirst()
                .orElseThrow();
    }

    @Test
    public void allThatIsWrongIsToldAtOnce() {
        stream("wrong", "games: [brekout, space-invaders]");
        benchmark("wrong", "steps: 400");
        stream("unlike", "games: [breakout, asterix]", "actions: minimal");
        benchmark("unlike", "steps: 3", "environments: 4");
        Outcome outcome = palimpsest.run("run", Folders.write(home.resolve("bad.yaml"), "id: bad\nbenchmarks: [wrong.yaml, unlike.yaml]\nmethods: [dqn]\n")
                .toString(), "--results", "bad").exits(2);
        outcome.complainsOf("'brekout'", "'breakout'", "no such game", "one agent needs the same in all games", "at least one for each of the 4 environments");
        palimpsest.run("run", "told.yaml", "--methods", "er", "--results", "bad").exits(2).complainsOf("learns labelled examples", "has environments");
        palimpsest.run("run", "quickstart", "--methods", "dqn", "--results", "bad").exits(2).complainsOf("learns environments");
        palimpsest.run("run", "told.yaml", "--methods", "dqn", "--set", "dqn.memory=3", "--set", "dqn.nStep=2", "--results", "bad").exits(2)
                .complainsOf("memory must be at least 4 for 1 environment and 2 steps");
        assertFalse(home.resolve("bad").toFile().exists());
    }
}
