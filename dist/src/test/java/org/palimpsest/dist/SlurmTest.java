package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.testng.SkipException;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Suites that a real Slurm makes; skipped where there is none, or its nodes take no jobs. */
public class SlurmTest {
    private static final long PATIENCE_SECONDS = 300;

    private Path home;
    private Palimpsest palimpsest;
    private Map<String, String> expected;

    @BeforeClass
    public void makeAllHere() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        try {
            if (!slurm("sinfo", "-h", "-o", "%t").lines().anyMatch(state -> state.matches("(idle|mix|alloc).*"))) {
                throw new SkipException("no node of the Slurm here takes jobs");
            }
        } catch (IOException e) {
            throw new SkipException("there is no Slurm here: " + e.getMessage());
        }
        Benchmark.named("plain").in(home);
        Benchmark.named("longer").with("budget", "{epochs: 200, batch: 10}").in(home);
        Folders.write(home.resolve("short.yaml"), "id: short\nbenchmarks: [plain.yaml]\nmethods: [finetune, er]\nseeds: 2\n");
        Folders.write(home.resolve("long.yaml"), "id: long\nbenchmarks: [longer.yaml]\nmethods: [er]\nseeds: 1\n");
        Benchmark.named("longest").with("budget", "{epochs: 3000, batch: 10}").in(home);
        Folders.write(home.resolve("longest.yaml"), "id: longest\nbenchmarks: [longest.yaml]\nmethods: [er]\nseeds: 1\n");
        palimpsest.run("run", "short.yaml", "--results", "here").exits(0);
        expected = Records.reproducible(home.resolve("here"));
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    private static String slurm(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Outcome submit(String suite, String results, String... more) {
        List<String> command = new ArrayList<>(List.of("submit", suite, "--slurm", "--results", results));
        command.addAll(List.of(more));
        return palimpsest.run(command.toArray(String[]::new));
    }

    private String status(String name, String results) {
        return palimpsest.run("status", name, "--results", results).exits(0).out();
    }

    private static void await(String what, BooleanSupplier seen) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
        while (!seen.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "never came to '" + what + "'");
            Thread.sleep(500);
        }
    }

    private String job(String results, String name) throws IOException {
        List<String> lines = Files.readAllLines(home.resolve(results + "/slurm/" + name + "/jobs.txt"));
        return lines.get(lines.size() - 1).replaceFirst(" .*", "");
    }

    @Test
    public void aSuiteIsMadeAsHere() throws Exception {
        Outcome submitted = submit("short.yaml", "there", "--per-job", "3", "--time", "00:10:00", "--array-limit", "1").exits(0)
                .shows("4 runs submitted as job");
        assertTrue(submitted.out().contains("status short"), submitted.toString());
        await("all made", () -> status("short", "there").contains("4  finished"));
        palimpsest.run("leaderboard", "short", "--results", "there").exits(0);
        Records.assertSame(Records.reproducible(home.resolve("there")), expected);
        submit("short.yaml", "there").exits(0).shows("nothing is to be made");
        assertEquals(Folders.tree(home.resolve("there/slurm/short/logs")).stream().filter(Files::isRegularFile).count(), 2, "one for each job");
    }

    /** While a node takes no jobs they wait, and it is said why; what is cancelled can be submitted again. */
    @Test(dependsOnMethods = "aSuiteIsMadeAsHere")
    public void whatWaitsCanBeCancelledAndSubmittedAgain() throws Exception {
        String node = slurm("sinfo", "-h", "-o", "%n").strip();
        slurm("scontrol", "update", "nodename=" + node, "state=drain", "reason=test");
        try {
            submit("short.yaml", "drained").exits(0).shows("4 runs submitted");
            await("it is said why", () -> status("short", "drained").contains("4  PENDING ("));
            submit("short.yaml", "drained").exits(0).shows("nothing is to be submitted: 4 runs are in the cluster");
            palimpsest.run("cancel", "short", "--results", "drained").exits(0).shows("4 runs were taken out of the cluster");
            await("they are out", () -> status("short", "drained").contains("4  neither made nor in the cluster"));
            palimpsest.run("cancel", "short", "--results", "drained").exits(0).shows("none of its runs is in the cluster");
        } finally {
            slurm("scontrol", "update", "nodename=" + node, "state=resume");
        }
        submit("short.yaml", "drained").exits(0).shows("4 runs submitted");
        await("all made", () -> status("short", "drained").contains("4  finished"));
        palimpsest.run("leaderboard", "short", "--results", "drained").exits(0);
        Records.assertSame(Records.reproducible(home.resolve("drained")), expected);
    }

    /** By hand, as by a preemption: Slurm has it wait two minutes, and its run goes on where it was. */
    @Test(groups = "slow", dependsOnMethods = "whatWaitsCanBeCancelledAndSubmittedAgain")
    public void whatIsPutBackGoesOn() throws Exception {
        goesOn("long", "back", "00:30:00", () -> {
            try {
                slurm("scontrol", "requeue", job("back", "long") + "_0");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** The limit is two minutes, and the signal comes a minute before it. */
    @Test(groups = "slow", dependsOnMethods = "whatIsPutBackGoesOn")
    public void whatComesToItsLimitGoesOn() throws Exception {
        goesOn("longest", "limited", "00:02:00", () -> {});
    }

    private void goesOn(String suite, String results, String limit, Runnable interrupt) throws Exception {
        submit(suite + ".yaml", results, "--commit-every", "0", "--time", limit).exits(0);
        await("a task is committed", () -> Records.exists(home.resolve(results), "checkpoint-1.bin"));
        interrupt.run();
        await("it waits", () -> status(suite, results).contains("PENDING (BeginTime)"));
        assertFalse(Records.exists(home.resolve(results), "attempts"), "it was stopped in order");
        await("it is made", () -> status(suite, results).contains("1  finished"));
        palimpsest.run("run", suite + ".yaml", "--results", "here-" + results).exits(0);
        palimpsest.run("leaderboard", suite, "--results", results).exits(0);
        Records.assertSame(Records.reproducible(home.resolve(results)), Records.reproducible(home.resolve("here-" + results)));
        Path logs = home.resolve(results + "/slurm/" + suite + "/logs");
        String log = Records.text(Folders.tree(logs).stream().filter(Files::isRegularFile).findFirst().orElseThrow());
        assertTrue(log.contains("finished in"), log);
    }

    @Test
    public void whatIsWrongIsToldBeforeAnythingIsSubmitted() {
        for (String limit : List.of("1", "1:30", "00:01:59", "0-00:01:00", "0-0")) {
            submit("short.yaml", "bad", "--time", limit).exits(2).complainsOf("--time: value '" + limit + "': must be at least two minutes");
        }
        submit("short.yaml", "bad", "--per-job", "0", "--time", "a day").exits(2).complainsOf("--per-job: value '0'", "value 'a day': is no word of Slurm");
        assertFalse(Files.exists(home.resolve("bad")));
        palimpsest.run("status", "nothing", "--results", "bad").exits(2).complainsOf("nothing of that name was submitted from here");
        palimpsest.run("submit", "short.yaml", "--results", "bad").exits(2).complainsOf("--slurm");
    }
}
