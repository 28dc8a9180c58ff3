package org.palimpsest.results.record;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.palimpsest.results.Examples;
import org.palimpsest.results.Folders;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class RunStoreTest {
    private static final List<AccuracyRow> ROWS =
            List.of(new AccuracyRow(1, 1, 10, 9, 10), new AccuracyRow(1, 2, 10, 0, 5));
    private static final List<ConfusionRow> CONFUSION =
            List.of(new ConfusionRow(1, 0, 6, 6, Map.of()), new ConfusionRow(1, 3, 4, 1, Map.of(10, 1, 2, 2)));
    private static final List<ProbeRow> PROBES = List.of(new ProbeRow(1, 1, 1, 4, 1, 2));
    private static final TableRows TASK =
            TableRows.of(AccuracyRow.TABLE, ROWS).and(ConfusionRow.TABLE, CONFUSION).and(ProbeRow.TABLE, PROBES);

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

    @Test
    public void readsBackWhatWasCommitted() throws IOException {
        RunInfo info = Examples.info("er-ace+adab2n", 3);
        commit(store.create(info, Examples.TABLES), info);
        RunRecord record = store.read(info.id());
        assertEquals(record.rows(AccuracyRow.TABLE), ROWS);
        assertEquals(record.rows(ProbeRow.TABLE), PROBES);
        assertEquals(record.rows(ConfusionRow.TABLE), CONFUSION);
        assertEquals(
                record.info().withBookkeeping(0, info.committed(), info.digests()), info.withProgress(1, info.timings(), info.cost()));
        assertTrue(Files.isDirectory(results.resolve("runs/quickstart/er-ace+adab2n/3-" + info.id().digest())));
    }

    @Test
    public void tablesHaveTheDocumentedColumns() throws IOException {
        RunInfo info = Examples.info("er", 1);
        RunWriter writer = store.create(info, Examples.TABLES);
        commit(writer, info);
        assertEquals(
                Files.readString(writer.directory().resolve("accuracy.csv")),
                "trained_task,task,n,class_il_correct,class_il,task_il_correct,task_il\r\n"
                        + "1,1,10,9,0.9,10,1\r\n1,2,10,0,0,5,0.5\r\n");
        assertEquals(
                Files.readString(writer.directory().resolve("probe.csv")),
                "training_task,step,task,n,class_il_correct,class_il,task_il_correct,task_il\r\n"
                        + "1,1,1,4,1,0.25,2,0.5\r\n");
        assertEquals(
                Files.readString(writer.directory().resolve("confusion.csv")),
                "trained_task,label,n,correct,mistaken_for\r\n1,0,6,6,\r\n1,3,4,1,2:2 10:1\r\n");
    }

    @Test
    public void aRunNeverCommittedIsNotThere() throws IOException {
        RunInfo info = Examples.info("er", 1);
        assertEquals(store.find(info.id()), Optional.empty());
        assertEquals(runs(id -> true), List.of());
        assertThrows(RecordException.class, () -> store.read(info.id()));
        assertThrows(RecordException.class, () -> store.resume(info.id(), Examples.TABLES));
    }

    @Test
    public void creatingWipesWhatLiesThere() throws IOException {
        RunInfo info = Examples.info("er", 1);
        RunWriter writer = store.create(info, Examples.TABLES);
        commit(writer, info);
        Files.writeString(writer.directory().resolve("souvenir.csv"), "of another version");
        store.create(info, Examples.TABLES);
        assertEquals(store.read(info.id()).rows(AccuracyRow.TABLE), List.of());
        assertFalse(Files.exists(writer.directory().resolve("souvenir.csv")));
    }

    /** A folder that somebody renamed: the message names the run by its folder. */
    @Test
    public void theRecordOfAnotherRunIsRefusedByItsFolder() throws IOException {
        RunInfo info = Examples.info("er", 1);
        RunInfo other = Examples.info("er", 2);
        RunWriter writer = store.create(info, Examples.TABLES);
        commit(writer, info);
        Files.move(writer.directory(), writer.directory().resolveSibling(other.id().relativePath().getFileName()));
        String message = expectThrows(BadRecordException.class, () -> store.find(other.id())).getMessage();
        assertTrue(message.contains("is the record of another run, " + info.id().relativePath()), message);
    }

    @Test
    public void runsAreListedInOrderAndFilteredByName() throws IOException {
        for (RunInfo info : List.of(Examples.info("er", 10), Examples.info("er", 2), Examples.info("agem", 5))) {
            store.create(info, Examples.TABLES);
        }
        Files.createDirectories(results.resolve("runs/quickstart/er/notes"));
        List<RunRecord> runs = runs(id -> true);
        assertEquals(
                runs.stream().map(run -> run.info().id().method() + run.info().id().seed()).toList(),
                List.of("agem5", "er2", "er10"));
        assertEquals(runs(id -> id.method().equals("agem")).size(), 1);
    }

    @Test
    public void bytesBeyondTheCommitAreIgnoredByReadersAndCutByTheNextWriter() throws IOException {
        RunInfo info = Examples.info("er", 1);
        RunWriter writer = store.create(info, Examples.TABLES);
        commit(writer, info);
        Path table = writer.directory().resolve("accuracy.csv");
        String committed = Files.readString(table);
        Files.writeString(table, "2,1,10,\"", StandardOpenOption.APPEND);
        Files.writeString(writer.directory().resolve("run.json.tmp"), "{");
        Files.writeString(writer.directory().resolve("checkpoint-2.bin"), "later");
        assertEquals(store.read(info.id()).rows(AccuracyRow.TABLE), ROWS);
        RunWriter resumed = store.resume(info.id(), Examples.TABLES);
        assertEquals(Files.readString(table), committed);
        try (var files = Files.list(writer.directory())) {
            assertEquals(
                    files.map(file -> file.getFileName().toString()).sorted().toList(),
                    List.of("accuracy.csv", "checkpoint-1.bin", "confusion.csv", "probe.csv", "run.json"));
        }
        assertEquals(resumed.checkpoint(), Optional.of(writer.directory().resolve("checkpoint-1.bin")));
    }

    @Test
    public void damageIsNamedWithFileAndLine() throws IOException {
        damaged("accuracy.csv", "1,2,10,0,0,5,0.5", "1,2,10,0,0,x,0.5", "line 3: damaged, task_il_correct is 'x', not a number");
        damaged("accuracy.csv", "1,2,10,0,0,5,0.5", "1,2,10,0,0,6,0.5", "line 3: damaged, task_il is '0.5', the rest of the row makes it '0.6'");
        damaged("accuracy.csv", "1,2,10,0,0,5,0.5", "1,1,10,0,0,5,0.5", "line 3: damaged, the row trained_task=1, task=1 comes twice");
        damaged("accuracy.csv", "1,2,10,0,0,5,0.5", "1,2,10,0,0,5.0.5", "line 3");
        damaged("accuracy.csv", "1,2,10,0,0,5,0.5", "1,9,10,0,0,5,0.5", "line 3: damaged, task is 9, outside 1..3");
        damaged("accuracy.csv", "trained_task", "traimed_task", "line 1");
        damaged("accuracy.csv", "1,1,10,9", "1,1,\"0,9", "line 2");
        damaged("probe.csv", "1,1,1,4,1,0.25", "1,0,1,4,1,0.25", "line 2");
        damaged("confusion.csv", "1,3,4,1,2:2 10:1", "1,3,4,1,2:2 10:2", "line 3");
        damaged("confusion.csv", "1,3,4,1,2:2 10:1", "1,3,4,1,10:1 2:2", "line 3");
        damaged("confusion.csv", "1,3,4,1,2:2 10:1", "1,3,4,1,2:2 03:1", "line 3");
        damaged("confusion.csv", "1,3,4,1,2:2 10:1", "1,3,4,1,2:2 -2:1", "line 3");
        damaged("confusion.csv", "1,3,4,1,2:2 10:1", "1,3,4,1,2:2 10;1", "line 3");
        damaged("confusion.csv", "1,3,4,1,2:2 10:1", "1,3,4,1,2:2 10:x", "line 3: damaged, mistaken_for has '10:x'");
        damaged("confusion.csv", "1,3,4,1,2:2 10:1", "1,0,4,1,2:2 10:1", "line 3");
        damaged("confusion.csv", "1,3,4,1,2:2 10:1", "4,3,4,1,2:2 10:1", "line 3: damaged, trained_task is 4, outside 1..3");
        damaged("run.json", "\"committed\" : {\n    \"accuracy\" : ", "\"committed\" : {\n    \"accuracy\" : -", "committed.accuracy is -");
        damaged("run.json", "\"seed\" : 1", "\"seed\" : ]", "line ");
        damaged("run.json", "\"committed\" : {", "\"committed\" : 7, \"x\" : {", "value of type `LinkedHashMap<String,Long>`");
        damaged("run.json", "\"format\" : 1", "\"format\" : 2", "format 2");
        damaged("run.json", "\"status\" : \"running\"", "\"status\" : \"runnimg\"", "line ");
    }

    private void damaged(String file, String from, String to, String expected) throws IOException {
        RunInfo info = Examples.info("er", 1);
        RunWriter writer = store.create(info, Examples.TABLES);
        commit(writer, info);
        Path path = writer.directory().resolve(file);
        String text = Files.readString(path);
        assertTrue(text.contains(from), text);
        Files.writeString(path, text.replace(from, to));
        RecordException exception = expectThrows(RecordException.class, () -> store.read(info.id()));
        String message = exception.getMessage();
        assertTrue(message.contains(path + ": ") && message.contains(expected), message);
        assertEquals(exception.file(), Optional.of(path));
    }

    @Test
    public void committedBytesThatAreGoneAreNotPassedOver() throws IOException {
        RunInfo info = Examples.info("er", 1);
        RunWriter writer = store.create(info, Examples.TABLES);
        commit(writer, info);
        Files.delete(writer.checkpoint().orElseThrow());
        RecordException noState = expectThrows(RecordException.class, () -> store.resume(info.id(), Examples.TABLES));
        assertTrue(noState.getMessage().contains("checkpoint-1.bin"), noState.getMessage());
        Files.writeString(writer.directory().resolve("accuracy.csv"), "trained_task");
        RecordException noRows = expectThrows(RecordException.class, () -> store.read(info.id()));
        assertTrue(noRows.getMessage().contains("accuracy.csv"), noRows.getMessage());
    }

    /** As if made by a version that did not know of confusion matrices. */
    @Test
    public void aRunBegunBeforeATableExistedIsReadAndTakenUp() throws IOException {
        RunInfo info = Examples.info("er", 1);
        RunWriter writer = store.create(info, Examples.TABLES);
        commit(writer, info);
        Files.delete(writer.directory().resolve("confusion.csv"));
        Path json = writer.directory().resolve("run.json");
        Older.rewrite(json, text -> text.replaceFirst("\\s*\"confusion\" : \\d+,", ""));
        assertFalse(Files.readString(json).contains("confusion"));
        assertEquals(store.read(info.id()).rows(AccuracyRow.TABLE), ROWS);
        assertEquals(store.read(info.id()).rows(ConfusionRow.TABLE), List.of());

        RunWriter resumed = store.resume(info.id(), Examples.TABLES);
        List<ConfusionRow> later = List.of(new ConfusionRow(2, 0, 1, 1, Map.of()));
        resumed.commitTask(
                info.withProgress(2, info.timings(), info.cost()), TableRows.of(ConfusionRow.TABLE, later), CheckpointWriter.NONE);
        assertEquals(store.read(info.id()).rows(ConfusionRow.TABLE), later);
        assertEquals(store.read(info.id()).rows(AccuracyRow.TABLE), ROWS);
    }

    @Test
    public void aFullDiskIsSaidInPlainWordsAndLosesNothing() throws IOException {
        RunInfo info = Examples.info("er", 1);
        RunWriter writer = store.create(info, Examples.TABLES);
        commit(writer, info);
        RunInfo next = info.withProgress(2, info.timings(), info.cost());
        TableRows rows = TableRows.of(AccuracyRow.TABLE, List.of(new AccuracyRow(2, 1, 10, 3, 3)));
        CheckpointWriter noRoom = (file, pieces) -> {
            Files.writeString(file, "half of i");
            throw new FileSystemException(file.toString(), null, "No space left on device");
        };
        RecordException full =
                expectThrows(RecordException.class, () -> writer.commitTask(next, rows, noRoom));
        assertTrue(full.getMessage().endsWith("the disk is full"), full.getMessage());
        assertEquals(store.read(info.id()).rows(AccuracyRow.TABLE), ROWS);
        writer.commitTask(next, rows, CheckpointWriter.NONE);
        assertEquals(store.read(info.id()).rows(AccuracyRow.TABLE).size(), 3, "the commit can be repeated once there is room");
        assertEquals(writer.checkpoint(), Optional.empty());
    }

    @Test
    public void aResultsFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(results.resolve("taken"), "a file");
        RecordException exception = expectThrows(
                RecordException.class, () -> RunStore.at(file).create(Examples.info("er", 1), Examples.TABLES));
        assertTrue(exception.getMessage().contains("cannot create the folder"), exception.getMessage());
    }

    @Test
    public void rowsCannotBeCommittedTwice() {
        RunInfo info = Examples.info("er", 1);
        RunWriter writer = store.create(info, Examples.TABLES);
        assertTrue(writer.isFresh());
        writer.commitTask(
                info, TableRows.of(AccuracyRow.TABLE, Examples.rows(new double[0][], Examples.UNTRAINED)), CheckpointWriter.NONE);
        assertFalse(writer.isFresh());
        assertThrows(
                IllegalArgumentException.class, () -> writer.commitTask(info, TASK, CheckpointWriter.NONE));
        assertThrows(
                IllegalArgumentException.class,
                () -> writer.commitTask(Examples.info("er", 2), TASK, CheckpointWriter.NONE));
    }

    @Test
    public void anEndedRunKeepsItsRowsAndDropsItsCheckpoint() throws IOException {
        RunInfo info = Examples.info("er", 1);
        RunWriter writer = store.create(info, Examples.TABLES);
        commit(writer, info);
        Optional<StopPoint> stop = Optional.of(new StopPoint(2, 9));
        writer.finish(writer.info().finished(RunStatus.DIVERGED, Optional.of("loss is NaN"), stop));
        RunRecord record = store.read(info.id());
        assertEquals(record.info().status(), RunStatus.DIVERGED);
        assertEquals(record.info().stopPoint(), stop);
        assertEquals(record.rows(AccuracyRow.TABLE), ROWS);
        assertFalse(Files.exists(writer.directory().resolve("checkpoint-1.bin")));
        assertThrows(RecordException.class, () -> store.resume(info.id(), Examples.TABLES));
        assertThrows(IllegalArgumentException.class, () -> commit(writer, info));
    }

    @Test
    public void readingsOfGaugesComeBackAndMissingOnesAreEmptyCells() throws IOException {
        RunInfo info = Examples.info("er", 1);
        RunWriter writer = store.create(info, Examples.TABLES);
        List<GaugeRow> rows = List.of(
                new GaugeRow(1, 7, "rank.effective", "", 2.5), new GaugeRow(1, 7, "weights.norm", "a, \"b\"", Double.NaN));
        writer.commitTask(info.withProgress(1, info.timings(), info.cost()), TASK.and(GaugeRow.TABLE, rows), CheckpointWriter.NONE);
        assertEquals(store.read(info.id()).rows(GaugeRow.TABLE), rows);
        assertEquals(Files.readString(writer.directory().resolve("gauges.csv")),
                "task,step,gauge,layer,value\r\n1,7,rank.effective,,2.5\r\n1,7,weights.norm,\"a, \"\"b\"\"\",\r\n");
    }

    @Test
    public void aRunBegunBeforeThereWereGaugesGoesOn() throws IOException {
        RunInfo info = Examples.info("er", 1);
        RunWriter older = store.create(info, Examples.TABLES);
        commit(older, info);
        Path run = older.directory().resolve("run.json");
        Older.rewrite(run, text -> text.replaceFirst("\"gauges\" : \\d+,", ""));
        assertEquals(store.read(info.id()).rows(GaugeRow.TABLE), List.of());

        RunWriter writer = store.resume(info.id(), Examples.TABLES);
        List<GaugeRow> rows = List.of(new GaugeRow(2, 3, "units.dead", "", 0.5));
        writer.commitTask(writer.info().withProgress(2, info.timings(), info.cost()), TableRows.of(GaugeRow.TABLE, rows), CheckpointWriter.NONE);
        assertEquals(store.read(info.id()).rows(GaugeRow.TABLE), rows);
    }

    @Test
    public void howTrainingWentComesBackAndALossThatIsNoNumberIsAnEmptyCell() throws IOException {
        RunInfo info = Examples.info("er", 1);
        RunWriter writer = store.create(info, Examples.TABLES);
        List<TrainingRow> rows = List.of(
                new TrainingRow(1, 30, new TrainingRow.Part(300, 75, 1.5), new TrainingRow.Part(30, 15, 0.5)),
                new TrainingRow(2, 30, new TrainingRow.Part(300, 0, Double.NaN), new TrainingRow.Part(30, 0, 2.25)));
        writer.commitTask(
                info.withProgress(1, info.timings(), info.cost()), TASK.and(TrainingRow.TABLE, rows), CheckpointWriter.NONE);
        assertEquals(store.read(info.id()).rows(TrainingRow.TABLE), rows);
        assertEquals(Files.readString(writer.directory().resolve("training.csv")),
                "task,updates,n,correct,accuracy,loss,end_n,end_correct,end_accuracy,end_loss\r\n"
                        + "1,30,300,75,0.25,1.5,30,15,0.5,0.5\r\n2,30,300,0,0,,30,0,0,2.25\r\n");
    }

    private List<RunRecord> runs(Predicate<RunId> wanted) {
        return store.runs(wanted, bad -> {
            throw bad;
        });
    }

    private static void commit(RunWriter writer, RunInfo info) {
        writer.commitTask(
                info.withProgress(1, info.timings(), info.cost()), TASK,
                (file, pieces) -> Files.writeString(file, "state"));
    }

    /** A run that begins inside its first task, without a commit before it, has no start to go on from but a student as it is made. */
    @Test
    public void aCommitInsideATaskKeepsTheStartOfIt() throws IOException {
        RunInfo info = Examples.info("er", 1);
        RunWriter writer = store.create(info, Examples.TABLES);
        CheckpointWriter state = (file, pieces) -> Files.writeString(file, file.getFileName().toString());
        writer.commitInside(info.withParts(1, info.timings(), info.cost()), state);
        writer.commitInside(info.withParts(2, info.timings(), info.cost()), state);
        assertEquals(writer.start(), Optional.empty());
        commit(writer, info);
        writer.commitInside(writer.info().withParts(3, info.timings(), info.cost()), state);
        RunWriter resumed = store.resume(info.id(), Examples.TABLES);
        assertEquals(Files.readString(resumed.start().orElseThrow()), "state");
        assertEquals(Files.readString(resumed.checkpoint().orElseThrow()), "checkpoint-1-3.bin");
        assertEquals(store.verify(info.id()).orElseThrow().digests().keySet().toString(),
                "[accuracy, probe, confusion, checkpoint-start, checkpoint]");
        assertThrows(IllegalArgumentException.class, () -> resumed.commitInside(resumed.info().withParts(3, info.timings(), info.cost()), state));
        RunInfo later = resumed.info().withProgress(2, info.timings(), info.cost()).withParts(1, info.timings(), info.cost());
        assertThrows(IllegalArgumentException.class, () -> resumed.commitInside(later, state));
    }

    @Test
    public void rowsAreTextAndBack() {
        assertEquals(TableRows.read(ProbeRow.TABLE, TASK.csv(ProbeRow.TABLE)), TableRows.of(ProbeRow.TABLE, PROBES));
        assertEquals(TableRows.read(GaugeRow.TABLE, TASK.csv(GaugeRow.TABLE)), TableRows.NONE);
    }
}
