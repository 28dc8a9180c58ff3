package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** The same suite gives the same bytes: run again, run in parts, or killed over and over. */
public class ReproducibilityTest {
    private static final int STOPPED = 130;
    private static final int RUNS = 8;
    private static final long KILL_SEED = 20260731;

    private Path home;
    private Palimpsest palimpsest;
    private Path reference;
    private String suite;

    /**
     * All that a snapshot has to carry is in this suite: momentum, Adam, batch statistics, memories, growing heads; and what goes on
     * without one: the random numbers of augmentation, the schedule of the learning rate, and weights in another order than a file has.
     */
    @BeforeClass
    public void runOnceUndisturbed() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        PluginJar.build("SmoothReplay", home.resolve("plugins"));
        Benchmark.named("momentum").with("augment", "[{name: random-crop, padding: 1}, flip]").with("head", "growing")
                .with("budget", "{epochs: 5, batch: 10}")
                .with("optimiser", "{name: sgd, lr: 0.02, momentum: 0.9, weightDecay: 0.0001, schedule: {name: cosine}}").in(home);
        // the budget ends before the last, smaller batch of a pass, in which a single example would have no batch statistics
        Benchmark.named("batch-norm").with("augment", "[{name: colour-jitter, saturation: 0, hue: 0}, rotation, {name: cutout, side: 3}]")
                .with("backbone", "{name: slim-resnet18, width: 8}").with("head", "cosine")
                .with("memoryFormat", "channels-last").with("foldBatchNorm", "true")
                .with("budget", "{epochs: 1, batch: 10, steps: 10}").with("optimiser", "{name: adam, lr: 0.001}").in(home);
        suite = Folders.write(home.resolve("kill.yaml"), """
                id: kill
                benchmarks: [momentum.yaml, batch-norm.yaml]
                methods: [er, er-ace, er-smooth, joint]
                seeds: [7]
                """).toString();
        reference = home.resolve("undisturbed");
        run(reference).exits(0);
        assertEquals(Records.runs(reference).size(), RUNS);
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    private Outcome run(Path results, String... more) {
        String[] command = new String[4 + more.length];
        System.arraycopy(new String[] {"run", suite, "--results", results.toString()}, 0, command, 0, 4);
        System.arraycopy(more, 0, command, 4, more.length);
        return palimpsest.run(command);
    }

    @Test
    public void aSecondFolderHoldsTheSameBytes() {
        Path second = home.resolve("second");
        run(second).exits(0);

        Map<String, String> expected = Records.reproducible(reference);
        assertEquals(expected.size(), RUNS * 4 - 2 + 2, "four tables per run but for the probes of bounds, two leaderboards: " + expected.keySet());
        Records.assertSame(Records.reproducible(second), expected);
    }

    /** What native code still reads must be held by something that the collector sees. */
    @Test
    public void collectingGarbageAllTheTimeChangesNothing() {
        Path collected = home.resolve("collected");
        palimpsest.with("-Xmn1m").run("run", suite, "--results", collected.toString()).exits(0);
        Records.assertSame(Records.reproducible(collected), Records.reproducible(reference));
    }

    @Test
    public void aRunDoesNotDependOnWhatRanBeforeItInTheProcess() {
        Path alone = home.resolve("alone");
        run(alone, "--methods", "er-ace", "--seeds", "7,").exits(0);

        Map<String, String> expected = Records.reproducible(reference);
        Map<String, String> actual = Records.reproducible(alone);
        actual.keySet().removeIf(name -> name.startsWith("leaderboards"));
        assertEquals(actual.size(), 2 * 4, actual.keySet().toString());
        expected.keySet().retainAll(actual.keySet());
        Records.assertSame(actual, expected);
    }

    @Test
    public void finishedRunsAreNotMadeAgain() throws IOException {
        Map<String, FileTime> before = recordTimes();
        Map<String, String> bytes = Records.reproducible(reference);
        Outcome again = run(reference).exits(0);

        assertEquals(recordTimes(), before);
        Records.assertSame(Records.reproducible(reference), bytes);
        assertEquals(again.err().lines().filter(line -> line.contains("already finished")).count(), RUNS, again.toString());
    }

    private Map<String, FileTime> recordTimes() throws IOException {
        Map<String, FileTime> times = new TreeMap<>();
        for (Path file : Folders.tree(reference.resolve("runs"))) {
            times.put(file.toString(), Files.getLastModifiedTime(file));
        }
        return times;
    }

    /** Where to strike next: the first moment at which the folder looks like this, and up to so many milliseconds later. */
    private record KillPoint(String when, Predicate<Path> reached, int delayMillis) {
        @Override
        public String toString() {
            return when;
        }
    }

    @Test
    public void aSuiteKilledOverAndOverEndsWithTheSameBytes() throws Exception {
        Path results = home.resolve("killed");
        KillPoint[] points = {
            new KillPoint("first run begun", r -> Records.exists(r, "run.json"), 0),
            new KillPoint("untrained network scored", r -> Records.exists(r, "checkpoint-0.bin"), 0),
            new KillPoint("a file half-written", r -> Records.exists(r, ".tmp"), 0),
            new KillPoint("1 task done, in the next", r -> tasksDone(r) >= 1, 40),
            new KillPoint("3 tasks done, in the next", r -> tasksDone(r) >= 3, 60),
            new KillPoint("first run over, in the second", r -> tasksDone(r) >= 6, 100),
            new KillPoint("in the third run, of a plug-in", r -> tasksDone(r) >= 12, 100),
            new KillPoint("in the fourth, a bound", r -> tasksDone(r) >= 15, 200),
            new KillPoint("in the second benchmark", r -> tasksDone(r) >= 21, 100),
            new KillPoint("near the end", r -> tasksDone(r) >= 33, 100),
        };
        Random random = new Random(KILL_SEED);
        Set<String> interrupted = new HashSet<>();
        for (KillPoint point : points) {
            killAt(point, results, random);
            Records.runs(results).forEach((id, info) -> {
                if (info.get("status").asText().equals("running")) {
                    interrupted.add(id);
                }
            });
        }
        run(results).exits(0);

        Records.assertSame(Records.reproducible(results), Records.reproducible(reference));
        assertTrue(interrupted.size() >= 4, "runs that were interrupted: " + interrupted);
        Records.runs(results).forEach((id, info) -> {
            assertEquals(info.get("status").asText(), "finished", id);
            assertEquals(info.get("resumed").asInt() > 0, interrupted.contains(id), id + " says resumed " + info.get("resumed"));
        });
        assertFalse(Records.exists(results, ".tmp") || Records.exists(results, ".bin"), "left behind: " + Folders.tree(results));
        Records.runs(reference).values().forEach(info -> assertEquals(info.get("resumed").asInt(), 0));
    }

    private void killAt(KillPoint point, Path results, Random random) throws InterruptedException {
        Palimpsest.Running running = palimpsest.start("run", suite, "--results", results.toString(), "--commit-every", "0");
        running.await(point.when(), () -> point.reached().test(results));
        if (point.delayMillis() > 0) {
            Thread.sleep(random.nextInt(point.delayMillis()));
        }
        running.kill(point.when());
    }

    /** Asked to stop, as by Ctrl-C, in the middle of native work: no crash report, and nothing that was committed is lost. */
    @Test
    public void aSuiteThatIsAskedToStopEndsAtOnceAndCanGoOn() throws Exception {
        Path results = home.resolve("stopped");
        Palimpsest.Running running = palimpsest.start("run", suite, "--results", results.toString(), "--commit-every", "0");
        running.await("2 tasks done, in the next", () -> tasksDone(results) >= 2);
        running.process().destroy();
        assertEquals(running.process().waitFor(), STOPPED, running.errors());
        assertFalse(Arrays.stream(home.toFile().list()).anyMatch(name -> name.startsWith("hs_err")), "a crash report");
        String runs = palimpsest.run("run", suite, "--results", results.toString(), "--dry-run").exits(0).out();
        assertTrue(runs.lines().anyMatch(line -> line.matches(".* running [2-4]/5")), runs);
    }

    /** Tasks of all runs that are committed. */
    private static int tasksDone(Path results) {
        return Records.files(results).filter(file -> file.endsWith("run.json")).map(Records::json)
                .map(info -> info.get("tasksDone")).mapToInt(JsonNode::asInt).sum();
    }
}
