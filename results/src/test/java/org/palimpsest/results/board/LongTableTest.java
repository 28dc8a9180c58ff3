package org.palimpsest.results.board;

import static org.testng.Assert.assertEquals;

import java.util.List;
import org.palimpsest.results.Examples;
import org.palimpsest.results.PayoutRow;
import org.palimpsest.results.record.AccuracyRow;
import org.palimpsest.results.record.Cells;
import org.palimpsest.results.record.ProbeRow;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.Table;
import org.palimpsest.results.record.TableRows;
import org.testng.annotations.Test;

public class LongTableTest {
    private static final String NAMES = "benchmark,protocol,scenario,method,options,training,seed,digest,status";

    private static final RunInfo INFO = Examples.info("er", 7);

    private static final String RUN = "quickstart,p00012e456789,class-incremental,er,buffer=200,lr=0.1; optimizer=sgd,7,r" + INFO.id().digest() + ",running";

    @Test
    public void aTableHasItsColumnsBehindThoseOfTheRun() {
        LongTable table = new LongTable(List.of(AccuracyRow.TABLE));
        assertEquals(table.header(), NAMES + ",trained_task,task,n,class_il_correct,class_il,task_il_correct,task_il\r\n");
        RunRecord record = Examples.record(INFO, List.of(new AccuracyRow(1, 1, 4, 1, 3), new AccuracyRow(1, 2, 4, 0, 1)), List.of());
        assertEquals(table.lines(record), RUN + ",1,1,4,1,0.25,3,0.75\r\n" + RUN + ",1,2,4,0,0,1,0.25\r\n");
    }

    @Test
    public void severalTablesShareTheColumnsThatBothHave() {
        LongTable table = new LongTable(List.of(ProbeRow.TABLE, AccuracyRow.TABLE));
        assertEquals(table.header(), NAMES + ",table,training_task,step,task,n,class_il_correct,class_il,task_il_correct,task_il,trained_task\r\n");
        RunRecord record = Examples.record(INFO, List.of(new AccuracyRow(1, 1, 4, 1, 3)), List.of(new ProbeRow(1, 8, 1, 4, 2, 4)));
        assertEquals(table.lines(record), RUN + ",probe,1,8,1,4,2,0.5,4,1,\r\n" + RUN + ",accuracy,,,1,4,1,0.25,3,0.75,1\r\n");
    }

    @Test
    public void tablesOfPluginsAreWrittenLikeOurs() {
        RunRecord record = new RunRecord(INFO, TableRows.of(PayoutRow.TABLE, List.of(new PayoutRow(1, 2, 10, -1.5))));
        assertEquals(new LongTable(List.of(PayoutRow.TABLE)).lines(record), RUN + ",1,2,10,-1.5\r\n");
        assertEquals(new LongTable(List.of(AccuracyRow.TABLE)).lines(record), "", "of a record without rows of the table");
    }

    @Test
    public void aColumnNamedLikeOneOfTheRunIsToldApart() {
        assertEquals(new LongTable(List.of(new Table<String>("draws", 1, "seed", "value") {
            @Override
            protected List<String> write(String row) {
                return List.of(row, row);
            }

            @Override
            protected String read(Cells cells) {
                return cells.text("seed");
            }

            @Override
            protected void check(String row, RunInfo run) {}
        })).header(), NAMES + ",draws.seed,value\r\n");
    }
}
