package org.palimpsest.results.record;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.palimpsest.results.Examples;
import org.palimpsest.results.Folders;
import org.palimpsest.results.PayoutRow;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** A table that no class of this module knows of. */
public class OpenTablesTest {
    private static final RunInfo RUN = Examples.info("dqn", 1);
    private static final List<PayoutRow> ROWS = List.of(new PayoutRow(1, 1, 20, -3.25), new PayoutRow(1, 2, 20, Double.NaN));
    private static final List<Table<?>> FILLED = List.of(PayoutRow.TABLE, GaugeRow.TABLE);

    private Path results;

    @BeforeMethod
    void makeFolder() {
        results = Folders.fresh();
    }

    @AfterMethod(alwaysRun = true)
    void deleteFolder() throws IOException {
        Folders.delete(results);
    }

    private RunWriter recorded() {
        RunWriter writer = RunStore.at(results).create(RUN, FILLED);
        writer.commitTask(RUN.withProgress(1, RUN.timings(), RUN.cost()), TableRows.of(PayoutRow.TABLE, ROWS),
                (file, pieces) -> Files.writeString(file, "state"));
        return writer;
    }

    @Test
    public void isFoundRecordedAndRead() throws IOException {
        RunWriter writer = recorded();
        RunRecord record = RunStore.at(results).read(RUN.id());
        assertEquals(record.rows(PayoutRow.TABLE), ROWS);
        assertEquals(record.rows(AccuracyRow.TABLE), List.of());
        assertEquals(record.info().committed().keySet().toString(), "[payouts, gauges, checkpoint]");
        assertEquals(Files.readString(writer.directory().resolve("payouts.csv")),
                "trained_task,task,pulls,payout\r\n1,1,20,-3.25\r\n1,2,20,\r\n");
        assertFalse(Files.exists(writer.directory().resolve("accuracy.csv")), "a table that the stream does not fill");
    }

    @Test
    public void withoutItsPlugInFileAndTableAreNamed() {
        Path file = recorded().directory().resolve("payouts.csv");
        ClassLoader without = new ClassLoader(null) {};
        RunStore elsewhere = RunStore.at(results, Tables.of(without));
        String message = expectThrows(RecordException.class, () -> elsewhere.read(RUN.id())).getMessage();
        assertTrue(message.startsWith(file + ": is of the table 'payouts', which belongs to a plug-in that is missing here"), message);
        assertEquals(elsewhere.find(RUN.id()).orElseThrow().tasksDone(), 1, "what run.json says needs no table");
        assertTrue(expectThrows(IllegalArgumentException.class, () -> elsewhere.create(RUN, FILLED)).getMessage()
                .contains("'payouts' could not be read again"));
    }

    @Test
    public void thePlugInThatIsMissingIsNamedWhereTheRecordSays() {
        RunInfo made = RUN.toBuilder().plugins(List.of(new PluginInfo("agents-2.jar", "ab".repeat(32)))).build();
        RunStore.at(results).create(made, FILLED);
        String message = expectThrows(RecordException.class, () -> RunStore.at(results, Tables.of(new ClassLoader(null) {})).read(RUN.id())).getMessage();
        assertTrue(message.contains("which belongs to one of the plug-ins that the run was made with, agents-2.jar; known tables: "), message);
    }

    @Test
    public void whatIsOutOfRangeIsRefusedBeforeAnythingIsWritten() throws IOException {
        RunWriter writer = recorded();
        String before = Files.readString(writer.directory().resolve("payouts.csv"));
        refused(writer, List.of(new PayoutRow(2, 1, 5, 1), new PayoutRow(2, 9, 5, 1)), "payouts.csv: row trained_task=2, task=9: task is 9, outside 1..3");
        refused(writer, List.of(new PayoutRow(2, 1, 5, 1), new PayoutRow(2, 1, 6, 1)),
                "payouts.csv: row trained_task=2, task=1: the row trained_task=2, task=1 comes twice");
        TableRows foreign = TableRows.of(AccuracyRow.TABLE, List.of(new AccuracyRow(2, 1, 1, 1, 1)));
        String message = expectThrows(IllegalArgumentException.class, () -> writer.commitTask(next(), foreign, CheckpointWriter.NONE)).getMessage();
        assertTrue(message.endsWith("rows of [accuracy] given, the run has the tables [payouts, gauges]"), message);
        assertEquals(Files.readString(writer.directory().resolve("payouts.csv")), before);
        writer.commitTask(next(), TableRows.of(PayoutRow.TABLE, List.of(new PayoutRow(2, 1, 5, 1))), CheckpointWriter.NONE);
        assertEquals(RunStore.at(results).read(RUN.id()).rows(PayoutRow.TABLE).size(), 3);
    }

    @Test
    public void rowsThatAreHeldAreThoseOfACommitAndNoneOfThemComesTwice() throws IOException {
        RunWriter writer = recorded();
        TableRows second = TableRows.of(PayoutRow.TABLE, List.of(new PayoutRow(2, 1, 5, 1), new PayoutRow(2, 2, 6, 1)));
        writer.hold(second);
        for (List<PayoutRow> wrong : List.of(
                List.of(new PayoutRow(3, 1, 7, 1), new PayoutRow(2, 2, 8, 1)), // one that is held
                List.of(new PayoutRow(3, 1, 7, 1), new PayoutRow(3, 9, 8, 1)))) { // one of no task
            String message = expectThrows(IllegalArgumentException.class, () -> writer.hold(TableRows.of(PayoutRow.TABLE, wrong))).getMessage();
            assertTrue(message.contains("payouts.csv: row "), message);
        }
        writer.hold(TableRows.of(PayoutRow.TABLE, List.of(new PayoutRow(3, 1, 7, 1))));
        assertEquals(RunStore.at(results).read(RUN.id()).rows(PayoutRow.TABLE).size(), 2, "nothing is written before the commit");
        writer.commitHeld(RUN.withProgress(3, RUN.timings(), RUN.cost()), CheckpointWriter.NONE);
        List<PayoutRow> rows = RunStore.at(results).read(RUN.id()).rows(PayoutRow.TABLE);
        assertEquals(rows.subList(2, rows.size()).stream().map(row -> row.trainedTask() + "/" + row.task()).toList(), List.of("2/1", "2/2", "3/1"));
        writer.finish(writer.info().finished(RunStatus.FINISHED, Optional.empty(), Optional.empty()));
        assertEquals(RunStore.at(results).read(RUN.id()).rows(PayoutRow.TABLE), rows, "and what is held is committed once");
    }

    private static void refused(RunWriter writer, List<PayoutRow> rows, String expected) {
        String message = expectThrows(IllegalArgumentException.class,
                () -> writer.commitTask(next(), TableRows.of(PayoutRow.TABLE, rows), CheckpointWriter.NONE)).getMessage();
        assertTrue(message.endsWith(expected), message);
    }

    private static RunInfo next() {
        return RUN.withProgress(2, RUN.timings(), RUN.cost());
    }

    @Test
    public void damageIsNamedWithFileLineColumnAndValue() throws IOException {
        damaged("1,2,20,", "1,4,20,", "line 3: damaged, task is 4, outside 1..3");
        damaged("1,2,20,", "1,2,0,", "line 3: damaged, pulls is 0, below 1");
        damaged("1,1,20,-3.25", "1,1,20,high", "line 2: damaged, payout is 'high', not a number");
        damaged("1,1,20,-3.25", "1,1,20,-3.250", "line 2: damaged, payout is '-3.250', the rest of the row makes it '-3.25'");
    }

    private void damaged(String from, String to, String expected) throws IOException {
        Path file = recorded().directory().resolve("payouts.csv");
        Path json = file.resolveSibling("run.json");
        String damaged = Files.readString(file).replace(from, to);
        Older.rewrite(json, text -> text.replaceFirst("\"payouts\" : \\d+", "\"payouts\" : " + damaged.length()));
        Files.writeString(file, damaged);
        String message = expectThrows(RecordException.class, () -> RunStore.at(results).read(RUN.id())).getMessage();
        assertEquals(message, file + ": " + expected);
    }

    @Test
    public void goesOnAfterAKillWithWhatWasCommitted() throws IOException {
        RunWriter killed = recorded();
        Files.writeString(killed.directory().resolve("payouts.csv"), Files.readString(killed.directory().resolve("payouts.csv")) + "2,1,");
        RunWriter writer = RunStore.at(results).resume(RUN.id(), FILLED);
        writer.commitTask(next(), TableRows.of(PayoutRow.TABLE, List.of(new PayoutRow(2, 1, 5, 1))), CheckpointWriter.NONE);
        assertEquals(RunStore.at(results).read(RUN.id()).rows(PayoutRow.TABLE).get(2), new PayoutRow(2, 1, 5, 1));
    }

    @Test
    public void rowsOfSeveralTablesAreKeptApartAndInOrder() {
        GaugeRow gauge = new GaugeRow(1, 2, "units.dead", "", 0.5);
        TableRows rows = TableRows.of(PayoutRow.TABLE, ROWS.subList(0, 1)).and(GaugeRow.TABLE, List.of(gauge))
                .and(TableRows.of(new PayoutRow.PayoutTable(), ROWS.subList(1, 2)));
        assertEquals(rows.rows(PayoutRow.TABLE), ROWS, "two instances of one class are one table");
        assertEquals(rows.rows(GaugeRow.TABLE), List.of(gauge));
        assertEquals(rows, TableRows.NONE.and(GaugeRow.TABLE, List.of(gauge)).and(PayoutRow.TABLE, ROWS));
        assertEquals(TableRows.of(PayoutRow.TABLE, List.of()), TableRows.NONE);
    }
}
