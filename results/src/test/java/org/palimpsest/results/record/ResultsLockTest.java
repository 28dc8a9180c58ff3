package org.palimpsest.results.record;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.palimpsest.results.Examples;
import org.palimpsest.results.Folders;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class ResultsLockTest {
    private Path results;
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    @BeforeMethod
    void makeFolder() {
        results = Folders.fresh();
        told.clear();
    }

    @AfterMethod(alwaysRun = true)
    void deleteFolder() throws IOException {
        Folders.delete(results);
    }

    @Test
    public void asksNobodyToWaitForAFreeFolder() {
        lock(Duration.ZERO).close();
        lock(Duration.ZERO).close();
        assertEquals(told, List.of());
    }

    @Test
    public void waitsForTheOtherProcessAndSaysWhichItIs() throws Exception {
        Process other = LockHolder.start(results);
        try {
            CompletableFuture<ResultsLock> waiting = CompletableFuture.supplyAsync(() -> lock(Duration.ofSeconds(60)));
            while (told.isEmpty() && !waiting.isDone()) {
                Thread.sleep(10);
            }
            assertTrue(told.get(0).contains("in use by process " + other.pid() + ", started 20"), told.toString());
            assertTrue(!waiting.isDone(), "the other process still holds it");
            other.getOutputStream().close(); // lets it end
            waiting.get(60, TimeUnit.SECONDS).close();
            assertEquals(told.size(), 1);
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    public void givesUpWhenPatienceEndsAndSaysWhy() throws Exception {
        Process other = LockHolder.start(results);
        try {
            LockedException locked = expectThrows(LockedException.class, () -> lock(Duration.ofMillis(300)));
            String expected = results.resolve(".lock") + ": the results folder is in use by process " + other.pid();
            assertTrue(locked.getMessage().contains(expected), locked.getMessage());
        } finally {
            other.destroyForcibly().waitFor();
        }
        lock(Duration.ofSeconds(5)).close(); // a killed process holds nothing
    }

    /** A folder that is held can be joined in, and one that somebody is still at work in, though its holder is gone, is waited for. */
    @Test
    public void whoJoinsInKeepsItFromOthers() throws Exception {
        Process helper;
        try (ResultsLock lock = lock(Duration.ZERO)) {
            helper = LockHolder.start(results, "join");
        }
        try {
            Process second = LockHolder.start(results, "join");
            second.destroyForcibly().waitFor();
            expectThrows(LockedException.class, () -> lock(Duration.ofMillis(300)));
        } finally {
            helper.destroyForcibly().waitFor();
        }
        lock(Duration.ofSeconds(5)).close();
    }

    /** A network that two want is made by one of them. */
    @Test
    public void aNetworkIsTakenByOneProcessAtATime() throws Exception {
        String digest = "0123456789abcdef";
        BaseStore bases = RunStore.at(results).bases();
        Process other = LockHolder.start(results, digest);
        List<String> waits = new ArrayList<>();
        try {
            bases.hold("fedcba9876543210", () -> waits.add("another network")).close();
            assertEquals(waits, List.of());
            bases.hold(digest, () -> {
                waits.add("wait");
                if (waits.size() == 3) {
                    other.destroyForcibly();
                }
            }).close();
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertTrue(waits.size() >= 3, waits.toString());
        bases.hold(digest, () -> waits.add("nobody has it")).close();
        assertFalse(waits.contains("nobody has it"));
    }

    @Test
    public void oneProcessCannotTakeItTwice() {
        try (ResultsLock lock = lock(Duration.ZERO)) {
            LockedException locked = expectThrows(LockedException.class, () -> lock(Duration.ofMillis(50)));
            assertTrue(locked.getMessage().contains("process " + ProcessHandle.current().pid()), locked.getMessage());
        }
    }

    @Test
    public void takingTheFolderSweepsWhatAnEndedRunLeft() throws IOException {
        RunInfo ended = Examples.info("er", 1);
        RunInfo running = Examples.info("er", 2);
        RunStore store = RunStore.at(results);
        RunWriter done = store.create(ended, Examples.TABLES);
        done.finish(Examples.ended(ended, RunStatus.FAILED));
        Path left = Files.writeString(done.directory().resolve("checkpoint-3.bin"), "killed before it was deleted");
        RunWriter open = store.create(running, Examples.TABLES);
        open.commitTask(running, TableRows.NONE, (file, pieces) -> Files.writeString(file, "state"));
        lock(Duration.ZERO).close();
        assertTrue(Files.notExists(left));
        assertTrue(Files.exists(open.checkpoint().orElseThrow()));
    }

    private ResultsLock lock(Duration patience) {
        return RunStore.at(results).lock(told::add, patience);
    }
}
