package org.palimpsest.results.record;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.palimpsest.results.Examples;
import org.palimpsest.results.Folders;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** States that stay: there as they were written, through kills, and no others. */
public class KeptStatesTest {
    private static final int FOREVER = Integer.MAX_VALUE;
    private static final RunInfo RUN = Examples.info("er", 1);
    private static final List<String> FILES = List.of("accuracy.csv", "checkpoint-1.bin", "checkpoint-2.bin", "checkpoint-3.bin", "piece-of-0.bin",
            "piece-of-1.bin", "piece-of-2.bin", "piece-of-3.bin", "run.json");

    private Path results;
    private RunStore store;

    @BeforeMethod
    void makeFolder() {
        results = Folders.fresh();
        store = RunStore.at(results);
    }

    @AfterMethod(alwaysRun = true)
    void deleteFolder() throws IOException {
        Folders.delete(results);
    }

    private Path folder() {
        return results.resolve("runs").resolve(RUN.id().relativePath());
    }

    /** A state that speaks of the piece that the one before has, and of one of its own. */
    private static CheckpointWriter state(int task) {
        return (file, pieces) -> {
            Files.write(file, new byte[] {(byte) task, 1, 2, 3});
            pieces.keep("of-" + (task - 1), () -> new byte[] {4, (byte) (task - 1)});
            pieces.keep("of-" + task, () -> new byte[] {4, (byte) task});
        };
    }

    private static void hold(RunWriter writer, int task) {
        writer.hold(TableRows.of(AccuracyRow.TABLE, List.of(new AccuracyRow(task, 1, 70, 40 + task, 50))));
    }

    private static RunInfo progress(RunWriter writer, int task) {
        return writer.info().withProgress(task, RUN.timings(), RUN.cost());
    }

    private static void keep(RunWriter writer, int task) {
        hold(writer, task);
        writer.commitHeldAndKeep(progress(writer, task), state(task));
    }

    private static void end(RunWriter writer) {
        hold(writer, RUN.tasks());
        RunInfo all = progress(writer, RUN.tasks());
        writer.keepAtEnd(all, state(RUN.tasks()));
        writer.finish(all.finished(RunStatus.FINISHED, Optional.empty(), Optional.empty()));
    }

    /** One life of a process that makes the run, from wherever it stands. */
    private void live(Disk disk) {
        RunStore own = new RunStore(results, Tables.builtIn(), disk);
        try (ResultsLock lock = own.lock(message -> {}, Duration.ZERO)) {
            Optional<RunInfo> found = own.find(RUN.id());
            if (found.isPresent() && found.get().status() == RunStatus.FINISHED) {
                return;
            }
            RunWriter writer = found.isPresent() ? own.resume(RUN.id(), Examples.TABLES) : own.create(RUN, Examples.TABLES);
            for (int task = writer.info().tasksDone() + 1; task < RUN.tasks(); task++) {
                keep(writer, task);
            }
            end(writer);
        }
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (Path file : new RunFolder(folder()).files()) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            files.put(file.getFileName().toString(), String.join("\n", Arrays.stream(text.split("\n"))
                    .filter(line -> !line.matches(".*\"(finishedAt|resumed|seal)\" : .*")).toList()));
        }
        return files;
    }

    @Test
    public void whatIsKeptIsThereAfterTheEndWithItsDigests() throws IOException {
        live(new Disk());
        assertEquals(List.copyOf(files().keySet()), FILES);
        RunInfo info = store.verify(RUN.id()).orElseThrow();
        assertEquals(info.keptTasks(), List.of(1, 2, 3));
        assertTrue(info.committed().keySet().stream().noneMatch(RunFolder::isOfCheckpoint), info.committed().toString());
        for (int task = 1; task <= 3; task++) {
            Path state = store.kept(RUN.id(), task);
            assertEquals(Files.readAllBytes(state), new byte[] {(byte) task, 1, 2, 3});
            assertEquals(Files.readAllBytes(Pieces.file(state, "of-" + (task - 1))), new byte[] {4, (byte) (task - 1)});
            assertEquals(info.committed().get("kept/" + task), Long.valueOf(4));
            assertEquals(info.digests().get("kept/" + task), Sha256.of(Files.readAllBytes(state)).hex());
            assertEquals(info.digests().get("kept/" + task + "/of-" + task), Sha256.of(new byte[] {4, (byte) task}).hex());
        }
    }

    @Test
    public void thoseThatAreNotKeptGoAsEver() throws IOException {
        RunWriter writer = store.create(RUN, Examples.TABLES);
        hold(writer, 1);
        writer.commitHeld(progress(writer, 1), state(1));
        keep(writer, 2);
        assertEquals(writer.info().keptTasks(), List.of(2));
        assertFalse(Files.exists(folder().resolve("checkpoint-1.bin")));
        assertFalse(Files.exists(folder().resolve("piece-of-0.bin")));
        hold(writer, 3);
        writer.finish(progress(writer, 3).finished(RunStatus.FINISHED, Optional.empty(), Optional.empty()));
        assertEquals(List.copyOf(files().keySet()), List.of("accuracy.csv", "checkpoint-2.bin", "piece-of-1.bin", "piece-of-2.bin", "run.json"));
        assertEquals(store.verify(RUN.id()).orElseThrow().keptTasks(), List.of(2));
    }

    @DataProvider
    Object[][] halves() {
        return new Object[][] {{false}, {true}};
    }

    @Test(dataProvider = "halves")
    public void aRunKilledAnywhereEndsWithTheSameStates(boolean half) throws IOException {
        live(new Disk());
        Map<String, String> whole = files();
        Folders.delete(results);
        boolean killed = true;
        int kills = 0;
        for (int operations = 0; killed; operations++) {
            try {
                live(new MortalDisk(operations, half));
                killed = false;
            } catch (MortalDisk.Killed e) {
                kills++;
                live(new MortalDisk(FOREVER, half));
            }
            assertEquals(files(), whole, "killed at operation " + operations);
            Folders.delete(results);
        }
        assertTrue(kills > 20, kills + " kills");
    }

    /** What a run that never came to its end has written of its last state is swept away. */
    @Test
    public void aStateThatNoCommitSpeaksOfIsSweptAway() {
        RunWriter writer = store.create(RUN, Examples.TABLES);
        keep(writer, 1);
        hold(writer, 2);
        hold(writer, 3);
        writer.keepAtEnd(progress(writer, 3), state(3));
        assertTrue(Files.exists(folder().resolve("checkpoint-3.bin")));
        RunWriter resumed = store.resume(RUN.id(), Examples.TABLES);
        assertFalse(Files.exists(folder().resolve("checkpoint-3.bin")) || Files.exists(folder().resolve("piece-of-3.bin")));
        assertEquals(resumed.info().keptTasks(), List.of(1));
    }

    @Test
    public void everyDamageOfAStateIsNamedAndTheTablesAreStillRead() throws IOException {
        live(new Disk());
        for (String name : FILES.stream().filter(file -> file.endsWith(".bin")).toList()) {
            Path file = folder().resolve(name);
            byte[] sound = Files.readAllBytes(file);
            byte[] flipped = sound.clone();
            flipped[1] ^= 1;
            for (byte[] damaged : List.of(flipped, Arrays.copyOf(sound, sound.length - 1), Arrays.copyOf(sound, sound.length + 1), new byte[0])) {
                Files.write(file, damaged);
                assertNamed(file, expectThrows(BadRecordException.class, () -> store.verify(RUN.id())));
                int task = name.equals("piece-of-0.bin") ? 1 : name.replaceAll("\\D", "").charAt(0) - '0';
                assertNamed(file, expectThrows(BadRecordException.class, () -> store.kept(RUN.id(), task)));
                assertEquals(store.read(RUN.id()).rows(AccuracyRow.TABLE).size(), 3);
            }
            Files.delete(file);
            assertNamed(file, expectThrows(BadRecordException.class, () -> store.verify(RUN.id())));
            Files.write(file, sound);
        }
        store.verify(RUN.id());
    }

    @Test
    public void aRunDoesNotGoOnBesideADamagedState() throws IOException {
        RunWriter writer = store.create(RUN, Examples.TABLES);
        keep(writer, 1);
        hold(writer, 2);
        writer.commitHeld(progress(writer, 2), state(2));
        Path file = folder().resolve("checkpoint-1.bin");
        Files.write(file, new byte[] {1, 1, 2, 4});
        assertNamed(file, expectThrows(BadRecordException.class, () -> store.resume(RUN.id(), Examples.TABLES)));
    }

    private static void assertNamed(Path file, BadRecordException bad) {
        assertTrue(bad.getMessage().startsWith(file + ": damaged, ") && bad.getMessage().contains("committed"), bad.getMessage());
    }

    @Test
    public void aStateThatWasNotKeptIsNotThere() throws IOException {
        RunWriter writer = store.create(RUN, Examples.TABLES);
        keep(writer, 1);
        assertTrue(expectThrows(BadRecordException.class, () -> store.kept(RUN.id(), 2)).getMessage().endsWith("run.json: has kept no state after task 2"));
        Older.rewrite(folder().resolve("run.json"), text -> text.replace("\"kept/1\"", "\"kept/one\""));
        assertTrue(expectThrows(BadRecordException.class, () -> store.find(RUN.id())).getMessage().contains("committed.kept/one is no state"));
    }
}
