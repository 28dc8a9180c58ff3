package org.palimpsest.harness.export;

import static org.testng.Assert.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.palimpsest.results.record.AccuracyRow;
import org.palimpsest.results.record.Environment;
import org.palimpsest.results.record.ProbeRow;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.StreamInfo;
import org.palimpsest.results.record.TableRows;
import org.testng.annotations.Test;

public class ScalarTest {
    private static RunRecord record() {
        RunInfo info = RunInfo.started(new RunId("b", "er", 0, "0123456789ab"), 2, new StreamInfo("s", 1, "class-incremental", "ab", List.of()),
                new Environment("1", "c", false, "e", "b", 1, "cpu", "17", "linux", "x86", Optional.empty())).protocol(Map.of(), "ab").build();
        TableRows rows = TableRows.of(AccuracyRow.TABLE, List.of(new AccuracyRow(2, 1, 10, 5, 9)))
                .and(ProbeRow.TABLE, List.of(new ProbeRow(1, 8, 1, 4, 1, 2), new ProbeRow(2, 3, 1, 4, 3, 4)));
        return new RunRecord(info, rows);
    }

    /** Steps inside tasks go on from task to task; what is measured between tasks has the number of the task. */
    @Test
    public void placesAreUpdatesSinceTheBeginningOrTasks() {
        assertEquals(Scalar.of(record(), List.of(AccuracyRow.TABLE, ProbeRow.TABLE)), List.of(
                new Scalar("accuracy/class_il/task 1", 2, 0.5), new Scalar("accuracy/task_il/task 1", 2, 0.9),
                new Scalar("probe/class_il/task 1", 8, 0.25), new Scalar("probe/task_il/task 1", 8, 0.5),
                new Scalar("probe/class_il/task 1", 11, 0.75), new Scalar("probe/task_il/task 1", 11, 1)));
    }

    @Test
    public void aLineOfJsonHasNumbersAndWordsAndNothingThatIsEmpty() {
        String lines = Export.jsonLines(List.of("method", "seed", "a", "b", "c"), Set.of("method"), List.of(List.of("1", "2", "0.50", "", "007\"\n")));
        assertEquals(lines, "{\"method\":\"1\",\"seed\":2,\"a\":0.50,\"c\":\"007\\\"\\n\"}\n");
    }
}
