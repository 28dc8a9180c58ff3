package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Agents on streams of games: what they learn, that a killed run ends with the same bytes, and what is refused. */
public class AgentsTest {
    private static final String GAUGES = "units.dormant,rank.effective,update.size,gradient.norm,norm.drift";

    private Path home;
    private Palimpsest palimpsest;

    @BeforeClass
    public void writeTheFiles() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        GameFiles.write(home, "told", "games: [breakout, space-invaders]\nvisits: 2", "steps: 400\nepisodes: 3");
        GameFiles.write(home, "hidden", "games: [breakout, space-invaders]\nvisits: 2\nboundaries: hidden", "steps: 400\nepisodes: 3");
        GameFiles.write(home, "single", "games: [space-invaders]", "steps: 6000\nepisodes: 30");
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    /** With hidden tasks the memory is part of what a run goes on from. */
    @Test
    public void aKilledRunEndsWithTheSameBytes() {
        String suite = Folders.write(home.resolve("kill.yaml"), """
                id: kill
                benchmarks: [told.yaml, hidden.yaml]
                methods:
                  - random
                  - dqn: {memory: 150, warmUp: 100, batch: 8, nStep: 2, doubleQ: true, duelling: true, prioritised: true, distributional: true}
                  - pt-dqn: {memory: 150, warmUp: 100, batch: 8, permanentEvery: 150, decay: 0.5}
                  - ppo: {rollout: 30, ewc: 100}
                seeds: [3]
                """).toString();
        palimpsest.run("run", suite, "--results", "undisturbed", "--commit-every", "0").exits(0);
        Map<String, String> expected = Records.reproducible(home.resolve("undisturbed"));

        Path results = home.resolve("killed");
        for (String benchmark : List.of("told", "hidden")) {
            Path folder = results.resolve(home.resolve("undisturbed").relativize(Records.run(home.resolve("undisturbed"), benchmark, "dqn")));
            Palimpsest.Running running = palimpsest.start("run", suite, "--results", "killed", "--commit-every", "0");
            running.await("a task of dqn on " + benchmark, () -> Stream.of("checkpoint-1.bin", "checkpoint-2.bin").anyMatch(
                    file -> folder.resolve(file).toFile().exists()));
            running.kill("the end");
        }
        palimpsest.run("run", suite, "--results", "killed", "--commit-every", "0").exits(0);
        Records.assertSame(Records.reproducible(results), expected);
    }

    /** A visit of 2,500 steps may be committed after 1,000 and 2,000 of them. */
    @Test
    public void aRunKilledInsideATaskEndsWithTheSameBytes() {
        GameFiles.write(home, "long", "games: [seaquest, asterix]", "steps: 2500\nepisodes: 2\nprobes: 5\nprobeEpisodes: 2\nepisodeLimit: 300");
        String suite = Folders.write(home.resolve("inside.yaml"), """
                id: inside
                benchmarks: [long.yaml]
                methods:
                  - dqn: {memory: 700, warmUp: 100, batch: 4, trainEvery: 5, nStep: 2}
                  - dqn+nap+redo+noisy-grad: {memory: 3000, warmUp: 100, batch: 4, trainEvery: 5, redo.period: 30, redo.threshold: 0.3}
                  - dqn+cbp+l2-init+shrink-perturb: {memory: 3000, warmUp: 100, batch: 4, trainEvery: 5, maturity: 20, rate: 0.01}
                seeds: [3]
                """).toString();
        palimpsest.run("run", suite, "--results", "straight", "--commit-every", "0", "--gauges", GAUGES).exits(0);
        Map<String, String> expected = Records.reproducible(home.resolve("straight"));

        Path results = home.resolve("inside");
        for (String method : List.of("dqn", "dqn+nap+redo+noisy-grad", "dqn+cbp+l2-init+shrink-perturb")) {
            Path folder = results.resolve(home.resolve("straight").relativize(Records.run(home.resolve("straight"), "long", method)));
            Palimpsest.Running running = palimpsest.start("run", suite, "--results", "inside", "--commit-every", "0", "--gauges", GAUGES);
            running.await("a part of a task of " + method, () -> Stream.of("0-1", "0-2", "1-1", "1-2").anyMatch(
                    part -> folder.resolve("checkpoint-" + part + ".bin").toFile().exists()));
            running.kill("the end");
        }
        palimpsest.run("run", suite, "--results", "inside", "--commit-every", "0", "--gauges", GAUGES).exits(0);
        Records.assertSame(Records.reproducible(results), expected);
    }

    @Test
    public void gradientAddOnsApply() {
        palimpsest.run("run", "told.yaml", "--methods",
                "dqn+layernorm,dqn+nap,dqn+redo,dqn+cbp,dqn+l2-init,dqn+shrink-perturb,ppo+layernorm,ppo+nap,ppo+redo,ppo+l2-init",
                "--seeds", "1", "--results", "add-ons", "--set", "dqn.memory=300", "--set", "dqn.warmUp=100", "--set", "ppo.rollout=60").exits(0);
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

    /** Over six seeds the last fifth of 16,000 steps brought 5.2 to 7.1 an episode, and random actions 2.4 to 3.4. */
    @Test
    public void ppoLearnsSpaceInvaders() {
        palimpsest.run("run", "single.yaml", "--methods", "ppo", "--seeds", "1", "--results", "policies", "--set", "steps=16000", "--set", "environments=8",
                "--set", "clipNorm=0.5", "--set", "rollout=32", "--set", "minibatch=64").exits(0);
        List<Map<String, String>> stretches = Records.csv(Records.run(home.resolve("policies"), "single", "ppo").resolve("episodes.csv"));
        assertEquals(stretches.size(), 50);
        List<Map<String, String>> fifth = stretches.subList(40, 50);
        double earned = sum(fifth, "return_sum") / sum(fifth, "episodes");
        assertTrue(earned > 1.5 * 2.8, earned + " an episode");
    }

    private static double sum(List<Map<String, String>> rows, String column) {
        return rows.stream().mapToDouble(row -> Double.parseDouble(row.get(column))).sum();
    }

    private static double last(List<Map<String, String>> rows, String method) {
        return rows.stream().filter(row -> row.get("method").equals(method)).mapToDouble(row -> Double.parseDouble(row.get("return.final"))).findFirst()
                .orElseThrow();
    }

    @Test
    public void filmsAreTakenAndChangeNoResult() throws IOException {
        String[] command = {"run", "told.yaml", "--methods", "random", "--seeds", "1", "--results"};
        palimpsest.run(Stream.concat(Stream.of(command), Stream.of("unseen")).toArray(String[]::new)).exits(0);
        palimpsest.run(Stream.concat(Stream.of(command), Stream.of("filmed", "--films", "films")).toArray(String[]::new)).exits(0);
        assertEquals(Records.reproducible(home.resolve("filmed")), Records.reproducible(home.resolve("unseen")));
        try (Stream<Path> films = Files.list(home.resolve("films"))) {
            assertEquals(films.map(film -> film.getFileName().toString().replaceAll("^told-random-0-[0-9a-f]{12}-", "")).sorted().toList(),
                    IntStream.rangeClosed(0, 4).boxed().flatMap(after -> Stream.of("breakout", "space-invaders")
                            .map(game -> "after-" + after + "-" + game + ".gif")).toList());
        }
    }

    @Test
    public void aShortKeyMeansWhatTheBenchmarkAtHandCallsSo() {
        palimpsest.run("run", "told.yaml", "--methods", "random", "--seeds", "1", "--results", "short", "--set", "steps=60", "--set", "episodes=1").exits(0);
        palimpsest.run("run", "split-digits-online", "--methods", "finetune", "--seeds", "1", "--results", "short", "--set", "steps=3").exits(0);
        Path results = home.resolve("short");
        assertEquals(Records.json(Records.run(results, "told", "random").resolve("run.json")).at("/protocol/steps").asInt(), 60);
        assertEquals(Records.json(Records.run(results, "split-digits-online", "finetune").resolve("run.json")).at("/protocol/budget/steps").asInt(), 3);
        palimpsest.run("run", "split-digits-online", "--methods", "finetune", "--results", "other", "--set", "episodes=3", "--set", "epochs=0").exits(2)
                .complainsOf("episodes", "is neither a key of the benchmark", "must be > 0");
        palimpsest.run("run", "told.yaml", "--methods", "random", "--results", "other", "--set", "epochs=3").exits(2)
                .complainsOf("is neither a key of the benchmark");
        palimpsest.run("run", "told.yaml", "--methods", "random", "--results", "other", "--set", "stepps=3").exits(2).complainsOf("did you mean 'steps'?");
    }

    @Test
    public void allThatIsWrongIsToldAtOnce() {
        GameFiles.write(home, "wrong", "games: [brekout, space-invaders]\nvisits: 2", "steps: 400\nepisodes: 3");
        GameFiles.write(home, "unlike", "games: [breakout, asterix]\nvisits: 2\nactions: minimal", "steps: 3\nenvironments: 4\nepisodes: 3");
        Outcome outcome = palimpsest.run("run", Folders.write(home.resolve("bad.yaml"), "id: bad\nbenchmarks: [wrong.yaml, unlike.yaml]\nmethods: [dqn]\n")
                .toString(), "--results", "bad").exits(2);
        outcome.complainsOf("'brekout'", "'breakout'", "no such game", "one agent needs the same in all games", "at least one for each of the 4 environments");
        palimpsest.run("run", "told.yaml", "--methods", "er", "--results", "bad").exits(2).complainsOf("learns labelled examples", "has environments");
        palimpsest.run("run", "quickstart", "--methods", "dqn", "--results", "bad").exits(2).complainsOf("learns environments");
        palimpsest.run("run", "told.yaml", "--methods", "dqn", "--set", "dqn.memory=3", "--set", "dqn.nStep=2", "--results", "bad").exits(2)
                .complainsOf("memory must be at least 4 for 1 environment and 2 steps");
        palimpsest.run("run", "told.yaml", "--methods", "ppo", "--set", "ppo.rollout=10000000", "--set", "ppo.ewc=1", "--set", "ppo.reset=true",
                "--results", "bad").exits(2).complainsOf("rollout must be at most 3579139 for 1 environment with observations of 600 bytes",
                "reset throws away the weights that ewc would hold on to");
        assertFalse(home.resolve("bad").toFile().exists());
    }
}
