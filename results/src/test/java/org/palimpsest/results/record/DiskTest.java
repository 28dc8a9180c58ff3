package org.palimpsest.results.record;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.palimpsest.results.Examples;
import org.palimpsest.results.Folders;
import org.palimpsest.results.board.Leaderboard;
import org.palimpsest.results.board.LeaderboardRuns;
import org.palimpsest.results.ledger.Ledger;
import org.palimpsest.results.metric.Metrics;
import org.testng.SkipException;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** A file takes the place of a file, and of nothing else. */
public class DiskTest {
    private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);

    private Path folder;
    private final Disk disk = new Disk();

    @BeforeMethod
    void makeFolder() {
        folder = Folders.fresh().toAbsolutePath();
    }

    @AfterMethod(alwaysRun = true)
    void deleteFolder() throws IOException {
        Folders.delete(folder);
    }

    private Path fifo(String name) throws IOException {
        Path fifo = folder.resolve(name);
        try {
            if (new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() != 0) {
                throw new SkipException("no pipe can be made here");
            }
        } catch (IOException | InterruptedException e) {
            throw new SkipException("no pipe can be made here: " + e.getMessage());
        }
        return fifo;
    }

    private static boolean isOther(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    public void aLinkIsFollowedAndStays() throws IOException {
        Path file = Files.writeString(Files.createDirectory(folder.resolve("elsewhere")).resolve("file"), "old");
        Path near = Files.createSymbolicLink(folder.resolve("elsewhere/near"), Path.of("file"));
        Path far = Files.createSymbolicLink(folder.resolve("far"), Path.of("elsewhere/near"));
        disk.replace(far, NEW);
        assertTrue(Files.isSymbolicLink(far) && Files.isSymbolicLink(near), "both links stay");
        assertEquals(Files.readString(file), "new");

        Path ahead = Files.createSymbolicLink(folder.resolve("ahead"), Path.of("elsewhere/to-come"));
        disk.deliver(ahead, NEW);
        assertEquals(Files.readString(folder.resolve("elsewhere/to-come")), "new");
        assertTrue(Files.isSymbolicLink(ahead));
        assertEquals(names(), List.of("ahead", "elsewhere", "far"), "nothing half-written is left");

        Path round = Files.createSymbolicLink(folder.resolve("round"), Path.of("round"));
        RecordException refused = expectThrows(RecordException.class, () -> disk.replace(round, NEW));
        assertEquals(refused.getMessage(), round + ": is a symbolic link that leads to itself");
    }

    @Test
    public void aPipeIsNeverReplaced() throws Exception {
        Path fifo = fifo("pipe");
        RecordException refused = expectThrows(RecordException.class, () -> disk.replace(fifo, NEW));
        assertEquals(refused.getMessage(), fifo + ": what stands in its place is no regular file");
        Path link = Files.createSymbolicLink(folder.resolve("link"), fifo);
        assertEquals(expectThrows(RecordException.class, () -> disk.replace(link, NEW)).getMessage(),
                link + ": what stands in its place is no regular file");
        for (Path place : List.of(fifo, link)) {
            CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> text(fifo));
            disk.deliver(place, NEW);
            assertEquals(reader.get(1, TimeUnit.MINUTES), "new");
        }
        assertTrue(isOther(fifo));
        assertEquals(names(), List.of("link", "pipe"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void aFolderIsNeverReplaced() throws IOException {
        Path inTheWay = Files.createDirectory(folder.resolve("board.csv"));
        assertEquals(expectThrows(RecordException.class, () -> disk.deliver(inTheWay, NEW)).getMessage(), inTheWay + ": a folder stands in its place");
        assertTrue(Files.isDirectory(inTheWay));
    }

    @Test(timeOut = 60_000)
    public void aLeaderboardThatIsAPipeIsNotWaitedFor() throws IOException {
        Path pipe = fifo("board.runs.csv");
        refusesAt(pipe, () -> LeaderboardRuns.read(pipe, Metrics.builtIn()));
    }

    /** All that is written by renaming, with a pipe in its place: refused, and the pipe stays. */
    @Test
    public void leaderboardsLedgersAndRecordsReplaceNoPipe() throws IOException {
        Leaderboard board = Leaderboard.of("board", List.of(Examples.scored(Examples.info("er", 1), 5)));
        refusesAt(fifo("board.csv"), () -> board.write(folder));
        Path ledger = fifo("ledger.csv");
        refusesAt(ledger, () -> new Ledger(List.of()).write(ledger));

        RunInfo info = Examples.info("er", 2);
        RunWriter writer = RunStore.at(folder).create(info, Examples.TABLES);
        Path json = Path.of("runs").resolve(info.id().relativePath()).resolve("run.json");
        Files.delete(folder.resolve(json));
        Path pipe = fifo(json.toString());
        refusesAt(pipe, () -> writer.commitTask(info, TableRows.NONE, CheckpointWriter.NONE));
        refusesAt(pipe, () -> RunStore.at(folder).find(info.id()));
    }

    private static void refusesAt(Path fifo, Runnable writing) {
        RecordException refused = expectThrows(RecordException.class, writing::run);
        assertEquals(refused.getMessage(), fifo + ": what stands in its place is no regular file");
        assertTrue(isOther(fifo), "the pipe is still one");
    }

    @Test
    public void leaderboardsFollowLinks() throws IOException {
        Path shared = Files.writeString(folder.resolve("shared"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("board.csv"), shared);
        Leaderboard.of("board", List.of(Examples.scored(Examples.info("er", 1), 5))).write(folder);
        assertTrue(Files.isSymbolicLink(link));
        assertTrue(Files.readString(shared).startsWith("benchmark,"));
    }

    @Test
    public void aLockThatIsALinkLeavesTheFileAlone() throws IOException {
        Path thesis = Files.writeString(folder.resolve("thesis"), "years of work");
        Path results = Files.createDirectory(folder.resolve("results"));
        Path lock = Files.createSymbolicLink(results.resolve(".lock"), thesis);
        RecordException refused = expectThrows(RecordException.class, () -> RunStore.at(results).lock(text -> {}, Duration.ZERO));
        assertEquals(refused.getMessage(), lock + ": is a symbolic link, which cannot be the lock of a results folder; delete it");
        assertEquals(Files.readString(thesis), "years of work");
        Files.delete(lock);
        Files.move(fifo("pipe"), lock);
        assertEquals(expectThrows(RecordException.class, () -> RunStore.at(results).lock(text -> {}, Duration.ZERO)).getMessage(),
                lock + ": what stands in its place is no regular file");
    }
}
