package org.palimpsest.results.record;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.palimpsest.results.Examples;
import org.palimpsest.results.Folders;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Answers in a record: counted, written, read, and refused where they are out of range. */
public class ResponsesTest {
    private static final RunInfo RUN = Examples.info("lora", 1);
    private static final List<Table<?>> TABLES = List.of(ResponseRow.TABLE, ResponseProbeRow.TABLE);

    private Path results;

    @BeforeMethod
    void makeFolder() {
        results = Folders.fresh();
    }

    @AfterMethod(alwaysRun = true)
    void deleteFolder() throws IOException {
        Folders.delete(results);
    }

    private RunWriter recorded(TableRows rows) {
        RunWriter writer = RunStore.at(results).create(RUN, TABLES);
        writer.commitTask(RUN.withProgress(1, RUN.timings(), RUN.cost()), rows, CheckpointWriter.NONE);
        return writer;
    }

    @Test
    public void oneAnswerAfterTheOtherIsCounted() {
        Responses chosen = Responses.none(true).and(true, true, 1, 1, false).and(false, true, 0.25, 0.5, true).and(false, false, 0, 0.125, false);
        assertEquals(chosen, new Responses(3, 1, 2, 1.25, 1.625, 1));
        assertEquals(Responses.none(false).and(true, false, 1, 1, false), new Responses(1, 1, -1, 1, 1, 0), "free text means no option");
    }

    @Test
    public void whatIsWrittenIsReadAgain() throws IOException {
        List<ResponseRow> rows = List.of(new ResponseRow(0, 1, new Responses(3, 0, 1, 1 / 3.0, 0.5, 2)),
                new ResponseRow(1, 3, new Responses(4, 4, -1, 4, 4, 0)));
        List<ResponseProbeRow> probes = List.of(new ResponseProbeRow(1, 1, 1, Responses.none(true)),
                new ResponseProbeRow(1, 5_000_000_000L, 1, new Responses(2, 1, -1, 1.5, 1.25, 2)));
        RunWriter writer = recorded(TableRows.of(ResponseRow.TABLE, rows).and(ResponseProbeRow.TABLE, probes));
        assertEquals(Files.readString(writer.directory().resolve("responses.csv")),
                "trained_task,task,n,exact,options,rouge_l,rouge_l_chars,cut\r\n0,1,3,0,1,0.333333333333,0.5,2\r\n1,3,4,4,,4,4,0\r\n");
        assertEquals(Files.readString(writer.directory().resolve("response_probes.csv")),
                "training_task,step,task,n,exact,options,rouge_l,rouge_l_chars,cut\r\n1,1,1,0,0,0,0,0,0\r\n1,5000000000,1,2,1,,1.5,1.25,2\r\n");
        RunRecord record = RunStore.at(results).read(RUN.id());
        assertEquals(record.rows(ResponseProbeRow.TABLE), probes);
        assertEquals(record.rows(ResponseRow.TABLE).get(1), rows.get(1));
        assertEquals(record.rows(ResponseRow.TABLE).get(0).responses().rougeL(), 1 / 3.0, 1e-12);
    }

    @DataProvider
    public Object[][] damages() {
        return new Object[][] {
            {"1,2,4,5,2,3.5,3.75,1", "exact is 5, outside 0..4"},
            {"1,2,4,3,5,3.5,3.75,1", "options is 5, outside 0..4"},
            {"1,2,4,3,-2,3.5,3.75,1", "options is -2, outside 0..4"},
            {"1,2,4,3,-1,3.5,3.75,1", "options is '-1', the rest of the row makes it ''"},
            {"1,2,4,3,2,4.5,3.75,1", "rouge_l is 4.5, must be from 0 to 4"},
            {"1,2,4,3,2,3.5,-1,1", "rouge_l_chars is -1.0, must be from 0 to 4"},
            {"1,2,4,3,2,,3.75,1", "rouge_l is NaN, must be from 0 to 4"},
            {"1,2,4,3,2,3.5,3.75,5", "cut is 5, outside 0..4"},
            {"1,2,-4,3,2,3.5,3.75,1", "n is -4, below 0"},
            {"1,9,4,3,2,3.5,3.75,1", "task is 9, outside 1..3"},
            {"4,2,4,3,2,3.5,3.75,1", "trained_task is 4, outside 0..3"},
            {"-1,2,4,3,2,3.5,3.75,1", "trained_task is -1, below 0"},
            {"1,0,4,3,2,3.5,3.75,1", "task is 0, below 1"},
            {"1,2,4,3,two,3.5,3.75,1", "options is 'two', not a number"},
        };
    }

    /** The row is 1,2,4,3,2,3.5,3.75,1 before. */
    @Test(dataProvider = "damages")
    public void whatIsOutOfRangeIsNamed(String row, String says) throws IOException {
        Path file = recorded(TableRows.of(ResponseRow.TABLE, List.of(new ResponseRow(1, 2, new Responses(4, 3, 2, 3.5, 3.75, 1))))).directory()
                .resolve("responses.csv");
        String damaged = Files.readString(file).replace("1,2,4,3,2,3.5,3.75,1", row);
        Older.rewrite(file.resolveSibling("run.json"), text -> text.replaceFirst("\"responses\" : \\d+", "\"responses\" : " + damaged.length()));
        Files.writeString(file, damaged);
        assertEquals(expectThrows(RecordException.class, () -> RunStore.at(results).read(RUN.id())).getMessage(), file + ": line 2: damaged, " + says);
    }

    @Test
    public void aProbeIsOfATaskThatIsBeingLearned() {
        Responses none = Responses.none(true);
        assertEquals(refusal(() -> new ResponseProbeRow(0, 1, 1, none)), "training_task is 0, below 1");
        assertEquals(refusal(() -> new ResponseProbeRow(1, 0, 1, none)), "step is 0, below 1");
        assertEquals(refusal(() -> new ResponseProbeRow(1, 1, 0, none)), "task is 0, below 1");
        TableRows late = TableRows.of(ResponseProbeRow.TABLE, List.of(new ResponseProbeRow(4, 1, 1, none)));
        String message = refusal(() -> recorded(late));
        assertTrue(message.endsWith("training_task is 4, outside 1..3"), message);
    }

    /** Sums of many thirds end beside the whole number. */
    @Test
    public void sumsMayBeRounded() {
        Responses all = Responses.none(false);
        for (int i = 0; i < 30_000; i++) {
            all = all.and(true, false, 1, 0.1 + 0.9, false);
        }
        assertEquals(all.rougeLChars(), 30_000, 1e-6);
        assertEquals(new Responses(3, 3, 3, Math.nextUp(3.0), 3, 0).n(), 3);
        assertEquals(refusal(() -> new Responses(3, 3, 3, 3.001, 3, 0)), "rouge_l is 3.001, must be from 0 to 3");
    }

    private static String refusal(org.testng.Assert.ThrowingRunnable made) {
        return expectThrows(IllegalArgumentException.class, made).getMessage();
    }
}
