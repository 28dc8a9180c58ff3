package org.palimpsest.results.record;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.palimpsest.results.Examples;
import org.palimpsest.results.Folders;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** A run killed anywhere and taken up again ends with the same bytes as one that was never killed. */
public class RunStoreKillTest {
    private static final int FOREVER = Integer.MAX_VALUE;
    private static final RunInfo BEGIN = Examples.info("er", 1);

    private Path results;

    @BeforeMethod
    void makeFolder() {
        results = Folders.fresh();
    }

    @AfterMethod(alwaysRun = true)
    void deleteFolder() throws IOException {
        Folders.delete(results);
    }

    @DataProvider
    Object[][] halves() {
        return new Object[][] {{false}, {true}};
    }

    @Test(dataProvider = "halves")
    public void killedBeforeOrWithinAnyFileOperation(boolean half) throws IOException {
        Map<String, String> whole = neverKilled();
        int kills = 0;
        for (int operations = 0; killed(operations, half); operations++) {
            kills++;
            live(FOREVER, half);
            assertEquals(files(), whole, "killed at operation " + operations);
            Folders.delete(results);
        }
        assertTrue(kills > 35, "the run has more file operations than the " + kills + " it was killed at");
    }

    @Test(dataProvider = "halves")
    public void killedAgainAndAgain(boolean half) throws IOException {
        Map<String, String> whole = neverKilled();
        for (int operations = 18; operations < 26; operations++) {
            int lives = 1;
            while (killed(operations, half)) {
                assertTrue(++lives < 100, "no progress in lives of " + operations + " operations");
            }
            assertTrue(lives > 2);
            live(FOREVER, half);
            assertEquals(files(), whole);
            Folders.delete(results);
        }
    }

    @Test
    public void aRunKilledAfterAnyTaskGoesOnFromItsCheckpoint() {
        RunWriter writer = RunStore.at(results).create(BEGIN, Examples.TABLES);
        commit(writer, 0);
        commit(writer, 1);
        RunWriter resumed = RunStore.at(results).resume(BEGIN.id(), Examples.TABLES);
        assertEquals(resumed.info().tasksDone(), 1);
        assertEquals(resumed.info().resumed(), 1);
        assertEquals(state(resumed.checkpoint()), 1);
    }

    @Test(dataProvider = "halves")
    public void killedWhileWipingAnOlderRunLeavesNoHalfOfIt(boolean half) throws IOException {
        RunStore store = RunStore.at(results);
        boolean killed = true;
        for (int operations = 0; killed; operations++) {
            RunWriter older = store.create(BEGIN, Examples.TABLES);
            commit(older, 0);
            commit(older, 1);
            try {
                new RunStore(results, Tables.builtIn(), new MortalDisk(operations, half)).create(BEGIN, Examples.TABLES);
                killed = false;
            } catch (MortalDisk.Killed e) {
                List<RunRecord> readable = store.runs(id -> true, bad -> {
                    throw bad; // a part is missing
                });
                assertTrue(readable.isEmpty() || readable.get(0).rows(AccuracyRow.TABLE).size() % 6 == 0, "all rows or none");
            }
        }
        assertEquals(store.read(BEGIN.id()).rows(AccuracyRow.TABLE), List.of());
    }

    private Map<String, String> neverKilled() throws IOException {
        live(FOREVER, false);
        Map<String, String> files = files();
        assertEquals(files.keySet().toString(), "[accuracy.csv, confusion.csv, gauges.csv, probe.csv, run.json, training.csv]");
        assertEquals(files.get("accuracy.csv").lines().count(), 1 + 4 * 3);
        assertEquals(files.get("gauges.csv").lines().count(), 1 + 4 * 2);
        assertEquals(files.get("training.csv").lines().count(), 1 + 3);
        Folders.delete(results);
        return files;
    }

    private boolean killed(int operations, boolean half) {
        try {
            live(operations, half);
            return false;
        } catch (MortalDisk.Killed e) {
            return true;
        }
    }

    /** One life of a process that runs the run, from wherever it stands. */
    private void live(int operations, boolean half) {
        RunStore store = new RunStore(results, Tables.builtIn(), new MortalDisk(operations, half));
        try (ResultsLock lock = store.lock(message -> {}, Duration.ZERO)) {
            Optional<RunInfo> found = store.find(BEGIN.id());
            if (found.isPresent() && found.get().status() == RunStatus.FINISHED) {
                return;
            }
            RunWriter writer = found.isPresent() ? store.resume(BEGIN.id(), Examples.TABLES) : store.create(BEGIN, Examples.TABLES);
            if (writer.isFresh()) {
                commit(writer, 0);
            }
            for (int task = writer.info().tasksDone() + 1; task < BEGIN.tasks(); task++) {
                int inside = writer.info().partsDone();
                assertEquals(state(inside == 0 ? writer.checkpoint() : writer.start()), task - 1, "the state the last task ended in");
                assertEquals(inside == 0 ? 0 : stateInside(writer, task), inside);
                for (int part = inside + 1; part <= 2; part++) {
                    commitInside(writer, task, part);
                }
                commit(writer, task);
            }
            writer.hold(rows(BEGIN.tasks()));
            writer.finish(progress(writer, BEGIN.tasks()).finished(RunStatus.FINISHED, Optional.empty(), Optional.empty()));
        }
    }

    private static void commit(RunWriter writer, int task) {
        writer.commitTask(progress(writer, task), rows(task), (file, pieces) -> {
            Files.write(file, new byte[] {(byte) task, 1, 2, 3});
            for (int of = Math.max(0, task - 1); of <= task; of++) { // that of the task before has been kept before
                byte[] bytes = piece(of);
                pieces.keep("of-" + of, () -> bytes);
            }
        });
    }

    private static void commitInside(RunWriter writer, int task, int part) {
        writer.commitInside(writer.info().withParts(part, BEGIN.timings(), BEGIN.cost()), (file, pieces) -> {
            Files.write(file, new byte[] {(byte) part, 6});
            pieces.keep("in-" + task, () -> piece(task));
        });
    }

    private static int stateInside(RunWriter writer, int task) {
        try {
            Path checkpoint = writer.checkpoint().orElseThrow();
            assertEquals(Files.readAllBytes(Pieces.file(checkpoint, "in-" + task)), piece(task));
            return Files.readAllBytes(checkpoint)[0];
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] piece(int of) {
        return new byte[] {4, 5, (byte) of};
    }

    private static RunInfo progress(RunWriter writer, int task) {
        return writer.info().withProgress(task, BEGIN.timings(), BEGIN.cost());
    }

    private static TableRows rows(int task) {
        List<AccuracyRow> accuracy =
                IntStream.rangeClosed(1, 3).mapToObj(i -> new AccuracyRow(task, i, 7, task, task + i)).toList();
        List<ConfusionRow> confusion =
                task == 0 ? List.of() : List.of(new ConfusionRow(task, 0, 7, task, Map.of(1, 7 - task)));
        List<ProbeRow> probe = task == 0
                ? List.of()
                : List.of(new ProbeRow(task, 1, 1, 3, 1, 2), new ProbeRow(task, 2, 1, 3, 2, 2));
        List<GaugeRow> gauges = List.of(
                new GaugeRow(task, 2, "units.dead", "", task / 3.0), new GaugeRow(task, 2, "units.dead", "stem", Double.NaN));
        List<TrainingRow> training = task == 0
                ? List.of()
                : List.of(new TrainingRow(task, 2, new TrainingRow.Part(6, task, 1.0 / task), new TrainingRow.Part(3, 1, task / 3.0)));
        return TableRows.of(AccuracyRow.TABLE, accuracy).and(ConfusionRow.TABLE, confusion).and(ProbeRow.TABLE, probe).and(GaugeRow.TABLE, gauges)
                .and(TrainingRow.TABLE, training);
    }

    private static int state(Optional<Path> written) {
        try {
            Path checkpoint = written.orElseThrow();
            int task = Files.readAllBytes(checkpoint)[0];
            for (int of = Math.max(0, task - 1); of <= task; of++) {
                assertEquals(Files.readAllBytes(Pieces.file(checkpoint, "of-" + of)), piece(of));
            }
            for (String past : List.of("of-" + (task - 2), "in-" + task)) {
                assertFalse(Files.exists(Pieces.file(checkpoint, past)), "no checkpoint speaks of it any more");
            }
            return task;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Every file of the run's folder; run.json without what tells of kills and clocks. */
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        Path folder = results.resolve("runs").resolve(BEGIN.id().relativePath());
        try (var stream = Files.list(folder)) {
            for (Path file : stream.toList()) {
                files.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        files.computeIfPresent("run.json", (name, json) -> String.join("\n", Arrays.stream(json.split("\n"))
                .filter(line -> !line.matches(".*\"(finishedAt|resumed|seal)\" : .*"))
                .toList()));
        return files;
    }
}
