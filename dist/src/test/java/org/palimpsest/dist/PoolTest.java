package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Runs that several processes make at once: the same bytes as by one, whoever of them dies, and whenever. */
public class PoolTest {
    private static final long KILL_SEED = 20261130;
    private static final int STOPPED = 130;
    private static final List<String> SUITES = List.of("pictures.yaml", "games.yaml", "words.yaml");

    private Path home;
    private Palimpsest palimpsest;
    private Map<String, String> expected;

    @BeforeClass
    public void makeAllByOne() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        Benchmark.named("plain").in(home);
        Benchmark.named("frozen").with("backbone", "{name: slim-resnet18, width: 2}").with("budget", "{epochs: 2, batch: 16, steps: 30}").in(home);
        GameFiles.write(home, "told", "games: [breakout, space-invaders]\nvisits: 2", "steps: 400\nepisodes: 3");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            lines.add("{\"instruction\": \"Say which.\", \"input\": \"Thing " + i % 7 + "\", \"output\": \"" + (i % 2 == 0 ? "small" : "large") + "\"}");
        }
        Folders.write(home.resolve("data/words/sizes.jsonl"), String.join("\n", lines) + "\n");
        Folders.write(home.resolve("data/words/more.jsonl"), String.join("\n", lines) + "\n");
        Folders.write(home.resolve("spoken-stream.yaml"), "id: spoken\nversion: 1\nscenario: instruction\nsets: ['instruction-file:words']\n");
        Folders.write(home.resolve("spoken.yaml"), "id: spoken\nversion: 1\ntitle: Words\nstream: spoken-stream.yaml\nbackbone: {name: decoder, layers: 1, "
                + "width: 16, heads: 2, mlp: 24, context: 48}\nanswerTokens: 4\nbudget: {epochs: 1, batch: 8}\noptimiser: {name: adam, lr: 0.01}\n"
                + "probe: {perTask: 3}\nthreads: 1\n");
        suite("pictures.yaml", "plain.yaml, frozen.yaml", "er, er-ace, ncm, slda");
        suite("games.yaml", "told.yaml", "random, dqn");
        suite("words.yaml", "spoken.yaml", "lora, lcia");
        Benchmark.named("long").with("budget", "{epochs: 120, batch: 10}").in(home);
        suite("lasting.yaml", "long.yaml", "er");
        SUITES.forEach(suite -> run(suite, "one", "--workers", "1").exits(0));
        expected = Records.reproducible(home.resolve("one"));
        assertTrue(expected.size() > 60, expected.keySet().toString());
    }

    private void suite(String file, String benchmarks, String methods) {
        Folders.write(home.resolve(file), "id: " + file.replace(".yaml", "") + "\nbenchmarks: [" + benchmarks + "]\nmethods: [" + methods + "]\nseeds: 2\n");
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    private Palimpsest.Running start(String suite, String results, String... more) {
        List<String> command = new ArrayList<>(List.of("run", suite, "--results", results, "--data", home.resolve("data").toString(), "--commit-every", "0"));
        command.addAll(List.of(more));
        return palimpsest.start(command.toArray(String[]::new));
    }

    private Outcome run(String suite, String results, String... more) {
        return Palimpsest.plain(start(suite, results, more).end());
    }

    private static List<ProcessHandle> workers(Palimpsest.Running running) {
        try (Stream<ProcessHandle> children = running.process().children()) {
            return new ArrayList<>(children.toList());
        }
    }

    /** Networks that runs share are trained once, too. */
    @Test
    public void twoMakeWhatOneMakes() {
        for (String suite : SUITES) {
            Outcome outcome = run(suite, "two", "--workers", "2").exits(0);
            long runs = Records.runs(home.resolve("one")).keySet().stream().filter(run -> Records.runs(home.resolve("two")).containsKey(run)).count();
            assertTrue(runs > 0 && outcome.err().contains("finished in"), outcome.toString());
        }
        Records.assertSame(Records.reproducible(home.resolve("two")), expected);
        assertEquals(Records.csv(home.resolve("two/leaderboards/pictures.csv")).get(0).get("workers"), "2");
        assertFalse(Records.csv(home.resolve("one/leaderboards/pictures.csv")).get(0).containsKey("workers"));
        assertEquals(Folders.tree(home.resolve("two/bases")).stream().filter(file -> file.endsWith("base.json")).count(), 4, "one a benchmark and seed");
        assertEquals(run("pictures.yaml", "two", "--workers", "2").exits(0).err().lines().filter(line -> line.contains("already finished")).count(), 16);
    }

    /** Each is killed at moments that chance picks, again and again. */
    @Test
    public void whoIsKilledLosesNothing() throws Exception {
        int killed = makeWhileKilling("killed", Duration.ZERO, 5, 1);
        assertTrue(killed >= 8, killed + " were killed");
        Records.assertSame(Records.reproducible(home.resolve("killed")), expected);
    }

    /** The same a hundred times. */
    @Test(groups = "slow")
    public void aHundredKillsLoseNothing() throws Exception {
        for (String suite : SUITES) {
            run(suite, "one-more", "--workers", "1", "--seeds", "16").exits(0);
        }
        int killed = makeWhileKilling("killed-more", Duration.ofMillis(1500), 80, 40, "--seeds", "16");
        assertTrue(killed >= 100, killed + " were killed");
        Records.assertSame(Records.reproducible(home.resolve("killed-more")), Records.reproducible(home.resolve("one-more")));
    }

    /**
     * Makes all suites, and kills workers meanwhile. A run whose process dies again and again at one place is given up, and made by the next command.
     *
     * @param age processor time that a worker has had at least, which takes a second to get ready
     * @param kills for each suite, as long as it is not made
     * @param commands that may be needed for a suite
     * @return how many were killed
     */
    private int makeWhileKilling(String results, Duration age, int kills, int commands, String... more) throws Exception {
        Random chance = new Random(KILL_SEED);
        int killed = 0;
        int told = 0;
        for (String suite : SUITES) {
            int left = kills;
            List<String> options = new ArrayList<>(List.of("--workers", "2"));
            options.addAll(List.of(more));
            for (int i = 0; i < commands && left > 0; i++) {
                Palimpsest.Running running = start(suite, results, options.toArray(String[]::new));
                while (left > 0 && running.process().isAlive()) {
                    running.await("a run at work", () -> !running.process().isAlive() || Records.exists(home.resolve(results), "attempts"));
                    Thread.sleep(chance.nextInt(700));
                    List<ProcessHandle> workers = workers(running);
                    workers.removeIf(worker -> worker.info().totalCpuDuration().orElse(Duration.ZERO).compareTo(age) < 0);
                    Collections.shuffle(workers, chance);
                    if (!workers.isEmpty() && workers.get(0).destroyForcibly()) {
                        killed++;
                        left--;
                    }
                }
                Outcome outcome = running.end();
                assertTrue(outcome.code() <= 1 || outcome.code() == 3 && outcome.err().contains("before it could work"), outcome.toString());
                told += (int) outcome.err().lines().filter(line -> line.contains("its process ended without a word (exit code 137)")).count();
            }
            run(suite, results, options.toArray(String[]::new)).exits(0);
        }
        assertTrue(told > killed / 4, killed + " were killed, and it is said of " + told);
        return killed;
    }

    /** Those who work for it end with it, at the latest before the folder can be used again. */
    @Test
    public void whoHandsOutMayBeKilledToo() throws Exception {
        Palimpsest.Running running = start("pictures.yaml", "headless", "--workers", "2");
        running.await("two runs", () -> Records.files(home.resolve("headless")).filter(file -> file.endsWith("run.json")).count() > 2);
        List<ProcessHandle> workers = workers(running);
        running.kill("the end");
        for (ProcessHandle worker : workers) {
            worker.onExit().get(20, TimeUnit.SECONDS);
        }
        run("pictures.yaml", "headless", "--workers", "2").exits(0);
        Map<String, String> pictures = Records.reproducible(home.resolve("headless"));
        Map<String, String> same = new TreeMap<>(expected);
        same.keySet().retainAll(pictures.keySet());
        assertEquals(pictures.size(), same.size());
        Records.assertSame(pictures, same);
    }

    @Test
    public void whoIsStuckIsEnded() throws Exception {
        Palimpsest.Running running = start("lasting.yaml", "stuck", "--workers", "2", "--stuck-after", "3");
        running.await("a worker at work", () -> Records.exists(home.resolve("stuck"), "attempts"));
        ProcessHandle worker = workers(running).get(0);
        new ProcessBuilder("kill", "-STOP", Long.toString(worker.pid())).start().waitFor();
        Outcome outcome = running.end().exits(0);
        assertTrue(outcome.err().contains("no sign of life for 3 s"), outcome.toString());
        assertFalse(worker.isAlive());
    }

    /** A worker that begins later reads the suite anew, and finds other runs. */
    @Test
    public void aSuiteThatChangesMeanwhileIsNotGoneOnWith() {
        Path benchmark = Benchmark.named("changing").with("budget", "{epochs: 120, batch: 10}").in(home);
        suite("changing-suite.yaml", "changing.yaml", "er");
        Palimpsest.Running running = start("changing-suite.yaml", "changed", "--workers", "2");
        running.await("a task is committed", () -> Records.exists(home.resolve("changed"), "checkpoint-1.bin"));
        Benchmark.named("changing").with("budget", "{epochs: 121, batch: 10}").in(home);
        workers(running).get(0).destroyForcibly();
        running.end().exits(3).complainsOf("the suite has changed since the command began", "a worker ended with exit code 3");
        assertTrue(Files.exists(benchmark));
    }

    @Test
    public void wordsMayEndTheOptions() {
        palimpsest.run("run", "--methods", "finetune", "--seeds", "2", "--workers", "2", "--results", "ended", "--", "plain.yaml").exits(0)
                .shows("finetune");
    }

    /** Whoever is asked to stop says so, and so do those who work for it. */
    @Test
    public void stoppingIsOrderly() throws Exception {
        Palimpsest.Running running = start("lasting.yaml", "stopped", "--workers", "2");
        running.await("workers at work", () -> Records.exists(home.resolve("stopped"), "checkpoint-1.bin"));
        List<ProcessHandle> workers = workers(running);
        running.process().destroy();
        Outcome outcome = running.end();
        assertEquals(outcome.code(), STOPPED, outcome.toString());
        for (ProcessHandle worker : workers) {
            worker.onExit().get(20, TimeUnit.SECONDS);
        }
        assertFalse(Records.exists(home.resolve("stopped"), "attempts"), "nobody died");
        run("lasting.yaml", "stopped", "--workers", "2").exits(0);
    }

    @Test
    public void whatCannotBeAskedForIsRefused() throws IOException {
        run("games.yaml", "none", "--workers", "none", "--per-device", "0", "--stuck-after", "0").exits(2)
                .complainsOf("--workers: value 'none': must be auto or a number from 1", "--per-device: value '0'", "--stuck-after: value '0'");
        assertFalse(Files.exists(home.resolve("none")));
        run("games.yaml", "none", "--devices", "cpu,cuda:0").exits(3).complainsOf("--device cuda:0: the engine sees 0 CUDA device(s)");
    }
}
