package org.palimpsest.results.replay;

import static org.testng.Assert.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testng.annotations.Test;

public class TableReplayTest {
    private static final List<String> PROBE = List.of("training_task", "step", "task", "right", "loss");
    private static final List<List<String>> RECORDED = List.of(List.of("2", "8", "1", "5", "0.5"), List.of("1", "4", "1", "7", "0.25"));

    @Test
    public void theSameRowsAreEqualInAnyOrder() {
        TableReplay replay = TableReplay.of("probe", PROBE, 3, RECORDED, List.of(RECORDED.get(1), RECORDED.get(0)));
        assertEquals(replay, new TableReplay("probe", 2, 0, Optional.empty(), Map.of()));
    }

    @Test
    public void theFirstDifferenceIsThatOfTheEarliestRowAndSizesAreTheLargest() {
        TableReplay replay = TableReplay.of("probe", PROBE, 3, RECORDED, List.of(List.of("2", "8", "1", "9", "0.75"), List.of("1", "4", "1", "7", "0.5")));
        assertEquals(replay.differing(), 2);
        assertEquals(replay.first().orElseThrow().toString(),
                "task 1, step 4: probe (training_task=1, step=4, task=1) loss was 0.25 and is 0.5");
        assertEquals(replay.largest(), Map.of("right", 4.0, "loss", 0.25));
    }

    @Test
    public void aRowThatIsMissingOrNewDiffers() {
        TableReplay replay = TableReplay.of("probe", PROBE, 3, RECORDED, List.of(RECORDED.get(0), List.of("1", "6", "1", "7", "0.25")));
        assertEquals(replay.rows(), 3);
        assertEquals(replay.differing(), 2);
        assertEquals(replay.first().orElseThrow().toString(), "task 1, step 4: probe (training_task=1, step=4, task=1) was there and is missing");
    }

    /** Of what a task ends with there is no step, and it comes after all of its steps; words have no size. */
    @Test
    public void cellsOfWordsAndTablesWithoutStepsAreCompared() {
        TableReplay confusion = TableReplay.of("confusion", List.of("trained_task", "label", "as"), 2, List.of(List.of("1", "0", "3:2")),
                List.of(List.of("1", "0", "")));
        assertEquals(confusion.first().orElseThrow().toString(), "task 1: confusion (trained_task=1, label=0) as was 3:2 and is empty");
        assertEquals(confusion.largest(), Map.of());
        Deviation inside = TableReplay.of("probe", PROBE, 3, RECORDED, List.of()).first().orElseThrow();
        assertEquals(Deviation.BY_TIME.compare(inside, confusion.first().orElseThrow()), -1);
    }
}
