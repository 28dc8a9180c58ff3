package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.testng.SkipException;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What happens when a results folder is in use, cannot be written, or runs full. */
public class ResultsFolderTest {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private Path home;
    private Palimpsest palimpsest;
    private String benchmark;

    @BeforeMethod
    public void makeFolder() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        benchmark = Benchmark.named("shared").in(home).toString();
    }

    @AfterMethod(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    @Test
    public void aSecondProcessWaitsAndSaysForWhom() throws InterruptedException {
        String busy = Benchmark.named("busy").with("budget", "{epochs: 60, batch: 10}").in(home).toString();
        Palimpsest.Running first = palimpsest.start("run", busy, "--methods", "er", "--seeds", "2");
        try {
            await(first, () -> Records.runs(palimpsest.results()).size() > 0);
            String holder = "in use by process " + first.process().pid();

            Palimpsest.Running second = palimpsest.start("run", benchmark, "--methods", "finetune", "--seeds", "1");
            palimpsest.run("run", benchmark, "--methods", "er", "--wait", "0").exits(3).complainsOf(holder, "waited 0 s");
            palimpsest.run("run", benchmark, "--methods", "er", "--wait", "0", "--dry-run").exits(0);
            await(second, () -> second.errors().contains(holder));
            assertTrue(first.process().isAlive(), "the first process was too quick for this test");

            first.end().exits(0);
            second.end().exits(0).complainsOf(holder, "waiting");
        } finally {
            first.process().destroyForcibly();
        }
        assertEquals(Records.runs(palimpsest.results()).size(), 3, "the first process's runs and the second's, not the third's");
    }

    private static void await(Palimpsest.Running running, java.util.function.BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertTrue(running.process().isAlive() && System.nanoTime() < deadline, "never happened: " + running.errors());
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Test
    public void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "no folder");
        Path results = file.resolve("results");
        palimpsest.run("run", benchmark, "--methods", "finetune", "--seeds", "1", "--results", results.toString()).exits(3).complainsOf(file.toString());
        assertEquals(Files.readString(file), "no folder");
    }

    @Test
    public void aLockThatIsALinkIsRefusedAndWhatItLeadsToIsLeftAlone() throws IOException {
        Path thesis = Files.writeString(home.resolve("thesis"), "years of work");
        Files.createDirectory(palimpsest.results());
        Files.createSymbolicLink(palimpsest.results().resolve(".lock"), thesis);
        palimpsest.run("run", benchmark, "--methods", "finetune", "--seeds", "1").exits(3).complainsOf(".lock: is a symbolic link");
        assertEquals(Files.readString(thesis), "years of work");
    }

    @Test
    public void aFolderWithoutWritePermissionIsNamed() throws IOException {
        Path results = Files.createDirectory(home.resolve("locked"));
        assertTrue(results.toFile().setWritable(false));
        try {
            if (Files.isWritable(results)) {
                throw new SkipException("this user may write anywhere, whatever the permissions");
            }
            palimpsest.run("run", benchmark, "--methods", "finetune", "--seeds", "1", "--results", results.toString()).exits(3)
                    .complainsOf(results.toString(), "permission denied");
        } finally {
            results.toFile().setWritable(true);
        }
    }

    @DataProvider
    public Object[][] workers() {
        return new Object[][] {{"1"}, {"2"}};
    }

    /** What the holder wrote is there after a power cut; the lock is not. */
    @Test(dataProvider = "workers")
    public void whatAPowerCutLeavesOfLocksHoldsNobody(String workers) throws IOException {
        Path locks = Files.createDirectories(palimpsest.results().resolve("locks"));
        Files.writeString(palimpsest.results().resolve(".lock"), "process " + ProcessHandle.current().pid() + ", started 2026-11-30T00:00:00Z");
        palimpsest.run("run", benchmark, "--methods", "finetune", "--seeds", "2", "--workers", workers, "--wait", "0").exits(0);
        Records.runs(palimpsest.results()).keySet().forEach(run -> Folders.write(locks.resolve(run.replace('/', '_') + ".lock"), ""));
        palimpsest.run("run", benchmark, "--methods", "finetune", "--seeds", "3", "--workers", workers, "--wait", "0").exits(0);
        assertEquals(Records.runs(palimpsest.results()).size(), 3);
    }

    @Test(dataProvider = "workers")
    public void aReadOnlyFileSystemIsNamed(String workers) {
        Path results = home.resolve("frozen");
        Outcome outcome = withOwnDisk("mount -t tmpfs -o ro,size=1m none frozen\n" + command("run", benchmark, "--methods", "finetune", "--seeds", "2",
                "--workers", workers, "--results", results.toString()), results);
        outcome.exits(3).complainsOf(results.toString(), "the file system is read-only");
    }

    /** The run stops with what is recorded intact, and goes on once there is space again. */
    @Test(dataProvider = "workers")
    public void aFullDiskLosesNothing(String workers) {
        String suite = Folders.write(home.resolve("filling.yaml"),
                "benchmarks: [shared.yaml]\nmethods: [er, er-ace]\nseeds: 2\n").toString();
        Path results = home.resolve("small");
        String run = command("run", suite, "--workers", workers, "--results", results.toString());
        Outcome outcome = withOwnDisk(String.join("\n",
                "mount -t tmpfs -o size=104k none small",
                "head -c 65536 /dev/zero >small/ballast",
                "code=0; " + run + " >full.out 2>full.err || code=$?",
                "echo $code >full.code",
                "df --output=avail small | tail -n 1 >full.avail",
                "rm small/ballast",
                "mount -o remount,size=8m small",
                run,
                "cp -r small after"), results);
        assertEquals(Records.text(home.resolve("full.code")).strip(), "3", Records.text(home.resolve("full.err")));
        String error = Records.text(home.resolve("full.err"));
        assertTrue(error.contains("the disk is full") && error.contains(results.toString()), error);
        assertFalse(error.contains("\tat "), error);

        outcome.exits(0);
        palimpsest.run("run", suite, "--results", "roomy").exits(0);
        assertEquals(Records.reproducible(home.resolve("after")), Records.reproducible(home.resolve("roomy")));
    }

    private String command(String... arguments) {
        return palimpsest.java(arguments).stream().map(word -> "'" + word.replace("'", "'\\''") + "'").collect(Collectors.joining(" "));
    }

    /** Runs a shell script that may mount file systems that nobody else sees and that go away with it. */
    private Outcome withOwnDisk(String script, Path mountPoint) {
        try {
            Files.createDirectory(mountPoint);
            List<String> shell = List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-e", "-c", script);
            if (shell(List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", "mount -t tmpfs none " + mountPoint)).code() != 0) {
                shell = List.of("unshare", "--mount", "sh", "-e", "-c", script);
                if (shell(List.of("unshare", "--mount", "sh", "-c", "mount -t tmpfs none " + mountPoint)).code() != 0) {
                    throw new SkipException("no file system of its own can be mounted here (needs Linux and unshare)");
                }
            }
            return shell(shell);
        } catch (IOException e) {
            throw new SkipException("there is no 'unshare' here: " + e.getMessage());
        }
    }

    private Outcome shell(List<String> command) throws IOException {
        Path out = Files.createTempFile(home, "shell-", ".out");
        Path err = Files.createTempFile(home, "shell-", ".err");
        Process process = new ProcessBuilder(command).directory(home.toFile())
                .redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        return new Palimpsest.Running(List.of("(in a shell)"), process, out, err).end();
    }
}
